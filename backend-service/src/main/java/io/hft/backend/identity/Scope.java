package io.hft.backend.identity;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What a credential may be used for. A login has all that its user may do; an API key those that it was made with. */
public enum Scope {
    /** To look. */
    READ,
    /** To place and cancel orders and to move money. */
    TRADE,
    /** To call what is for operators; needs the role {@code ADMIN} besides. */
    ADMIN;

    /** Of a login. */
    static Set<Scope> of(Set<String> roles) {
        return roles.contains(Principal.ADMIN_ROLE) ? EnumSet.allOf(Scope.class) : EnumSet.of(READ, TRADE);
    }

    /** For example {@code trade}. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope of {@link #text()}. */
    public static Optional<Scope> parse(String text) {
        for (Scope scope : values()) {
            if (scope.text().equals(text)) {
                return Optional.of(scope);
            }
        }
        return Optional.empty();
    }
}
