package io.hft.bench.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines over seconds, as a figure of HTML with an SVG in it and nothing from elsewhere. */
final class LineChart {
    private static final int WIDTH = 720;
    private static final int HEIGHT = 250;
    private static final int LEFT = 56;
    private static final int RIGHT = 12;
    private static final int TOP = 10;
    private static final int BOTTOM = 26;
    private static final int LINES = 5;
    private static final double LOWEST_LOGARITHMIC = 0.1;

    private final String title;
    private final String unit;
    private final boolean logarithmic;
    private final List<Line> lines = new ArrayList<>();

    /** One value per second. */
    private record Line(String name, List<Double> values) {}

    private LineChart(String title, String unit, boolean logarithmic) {
        this.title = title;
        this.unit = unit;
        this.logarithmic = logarithmic;
    }

    static LineChart linear(String title, String unit) {
        return new LineChart(title, unit, false);
    }

    /** For what spreads over powers of ten. */
    static LineChart logarithmic(String title, String unit) {
        return new LineChart(title, unit, true);
    }

    LineChart line(String name, List<Double> values) {
        if (!values.isEmpty()) {
            lines.add(new Line(name, List.copyOf(values)));
        }
        return this;
    }

    /** @return nothing when there is nothing to show */
    String html() {
        if (lines.isEmpty()) {
            return "";
        }
        final StringBuilder html = new StringBuilder();
        html.append("<figure><figcaption><b>").append(escape(title)).append("</b> <span class=\"unit\">");
        html.append(escape(unit)).append("</span><span class=\"legend\">");
        for (int i = 0; i < lines.size(); i++) {
            html.append("<span><i class=\"k").append(i).append("\"></i>");
            html.append(escape(lines.get(i).name())).append("</span>");
        }
        html.append("</span></figcaption>\n<svg viewBox=\"0 0 ")
                .append(WIDTH)
                .append(' ')
                .append(HEIGHT);
        html.append("\" role=\"img\" aria-label=\"").append(escape(title)).append("\">\n");
        final int seconds =
                lines.stream().mapToInt(line -> line.values().size()).max().orElseThrow();
        final List<Double> ticks = ticks();
        final double bottom = ticks.getFirst();
        final double top = ticks.getLast();
        for (final double tick : ticks) {
            final double y = y(tick, bottom, top);
            html.append(format(
                    "<line class=\"grid\" x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\"/>", LEFT, WIDTH - RIGHT, y, y));
            html.append(
                    format("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>\n", LEFT - 8, y + 4, label(tick)));
        }
        final int step = Math.max(1, (int) Math.ceil(seconds / 6.0 / 5) * 5);
        for (int second = 0; second <= seconds; second += step) {
            html.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>\n",
                    x(second, seconds), HEIGHT - 6, second));
        }
        for (int i = 0; i < lines.size(); i++) {
            html.append(polyline(i, seconds, bottom, top));
        }
        return html.append("</svg></figure>\n").toString();
    }

    private String polyline(int index, int seconds, double bottom, double top) {
        final Line line = lines.get(index);
        final StringBuilder points = new StringBuilder();
        for (int second = 0; second < line.values().size(); second++) {
            // In the middle of its second.
            points.append(format(
                    "%.1f,%.1f ", x(second + 0.5, seconds), y(line.values().get(second), bottom, top)));
        }
        return "<polyline class=\"l" + index + "\" points=\""
                + points.toString().strip() + "\"><title>" + escape(line.name()) + "</title></polyline>\n";
    }

    private static double x(double second, int seconds) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / Math.max(1, seconds);
    }

    private double y(double value, double bottom, double top) {
        final double part = logarithmic
                ? Math.log10(Math.max(value, bottom) / bottom) / Math.log10(top / bottom)
                : (value - bottom) / (top - bottom);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
    }

    private List<Double> ticks() {
        final double highest = lines.stream()
                .flatMap(line -> line.values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
        final List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            final double lowest = lines.stream()
                    .flatMap(line -> line.values().stream())
                    .mapToDouble(Double::doubleValue)
                    .filter(value -> value > 0)
                    .min()
                    .orElse(1);
            double tick = Math.pow(10, Math.floor(Math.log10(Math.max(lowest, LOWEST_LOGARITHMIC))));
            ticks.add(tick);
            while (tick < highest || ticks.size() < 2) {
                tick *= 10;
                ticks.add(tick);
            }
            return ticks;
        }
        final double rough = Math.max(highest, 1) / LINES;
        final double power = Math.pow(10, Math.floor(Math.log10(rough)));
        final double mantissa = rough / power;
        final double step = power * (mantissa <= 1 ? 1 : mantissa <= 2 ? 2 : mantissa <= 5 ? 5 : 10);
        for (double tick = 0; tick < highest + step; tick += step) {
            ticks.add(tick);
        }
        return ticks;
    }

    private static String label(double tick) {
        return tick >= 1 || tick == 0 ? format("%,.0f", tick) : format("%.1f", tick);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }

    static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
