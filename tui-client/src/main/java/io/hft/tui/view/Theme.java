package io.hft.tui.view;

import dev.tamboui.style.Color;
import dev.tamboui.style.Style;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** Colours and characters. Without colours meaning is never lost: signs, words and weights carry it, too. */
public final class Theme {
    private final Map<Ink, Style> styles = new EnumMap<>(Ink.class);
    private final boolean ascii;

    public Theme(boolean colours, boolean ascii) {
        this.ascii = ascii;
        Style plain = Style.EMPTY;
        for (Ink ink : Ink.values()) {
            styles.put(ink, plain);
        }
        styles.put(Ink.STRONG, plain.bold());
        styles.put(Ink.TITLE, plain.bold());
        styles.put(Ink.FAINT, plain.dim());
        styles.put(Ink.SELECTED, plain.reversed());
        styles.put(Ink.BADGE, plain.bold().reversed());
        styles.put(Ink.OWN, plain.bold());
        styles.put(Ink.KEY, plain.bold());
        styles.put(Ink.WARNING, plain.bold());
        styles.put(Ink.BAD, plain.bold());
        if (colours) {
            styles.put(Ink.FAINT, plain.fg(Color.DARK_GRAY));
            styles.put(Ink.TITLE, plain.fg(Color.CYAN).bold());
            styles.put(Ink.BID, plain.fg(Color.GREEN));
            styles.put(Ink.ASK, plain.fg(Color.RED));
            styles.put(Ink.OWN, plain.fg(Color.YELLOW).bold());
            styles.put(Ink.KEY, plain.fg(Color.CYAN));
            styles.put(Ink.GOOD, plain.fg(Color.GREEN));
            styles.put(Ink.WARNING, plain.fg(Color.YELLOW));
            styles.put(Ink.BAD, plain.fg(Color.LIGHT_RED).bold());
            styles.put(Ink.BADGE, plain.fg(Color.BLACK).bg(Color.YELLOW));
        }
    }

    /** As the environment asks for: NO_COLOR, TERM, HFT_ASCII and the locale. */
    public static Theme of(Map<String, String> environment) {
        boolean colours = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").matches("dumb|vt100|.*-m(ono)?");
        return new Theme(colours, isAscii(environment));
    }

    private static boolean isAscii(Map<String, String> environment) {
        String wish = environment.getOrDefault("HFT_ASCII", "");
        if (!wish.isEmpty()) {
            return wish.matches("1|yes|true");
        }
        String locale = "";
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            if (locale.isEmpty()) {
                locale = environment.getOrDefault(variable, "");
            }
        }
        if (locale.isEmpty()) {
            return !Charset.defaultCharset().equals(StandardCharsets.UTF_8);
        }
        return !locale.toLowerCase(Locale.ROOT).replace("-", "").contains("utf8");
    }

    Style style(Ink ink) {
        return styles.getOrDefault(ink, Style.EMPTY);
    }

    public boolean ascii() {
        return ascii;
    }

    /** The characters of this text that a plain terminal has. */
    String shown(String text) {
        if (!ascii) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            plain.append(plain(text.charAt(i)));
        }
        return plain.toString();
    }

    private static char plain(char character) {
        return switch (character) {
            case '─', '—', '–', '▬' -> '-';
            case '│', '┃' -> '|';
            case '╭', '╮', '╰', '╯', '┼' -> '+';
            case '█', '▇' -> '#';
            case '▌', '▆', '▅', '▄', '▊', '▋', '▉' -> '=';
            case '▍', '▎', '▏', '▃', '▂', '▁' -> '-';
            case '●', '◆' -> '*';
            case '○' -> 'o';
            case '·' -> '.';
            case '▲' -> '^';
            case '▼' -> 'v';
            case '▶', '→' -> '>';
            case '←' -> '<';
            case '×' -> 'x';
            case '…' -> '~';
            default -> character < 127 ? character : '?';
        };
    }
}
