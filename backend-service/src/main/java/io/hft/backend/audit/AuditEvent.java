package io.hft.backend.audit;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Something that somebody did, to be recorded.
 *
 * @param action lower case, with a dot after the feature, such as {@code login.failed}; stable, since people search for it
 * @param actorId who did it, null for one who is not logged in
 * @param target what it was done to, such as {@code user 7} or {@code api key hk_…}
 * @param details more, by name; never a secret
 */
public record AuditEvent(
        String action, @Nullable Long actorId, @Nullable String target, Map<String, String> details) {
    public AuditEvent {
        details = Map.copyOf(details);
    }

    public static AuditEvent of(String action) {
        return new AuditEvent(action, null, null, Map.of());
    }

    public AuditEvent by(long userId) {
        return new AuditEvent(action, userId, target, details);
    }

    public AuditEvent on(String what) {
        return new AuditEvent(action, actorId, AuditText.of(what), details);
    }

    /** The same with {@code _} and a word behind the action, for an act that is recorded more than once. */
    public AuditEvent ended(String how) {
        return new AuditEvent(action + "_" + how, actorId, target, details);
    }

    public AuditEvent with(String name, String value) {
        Map<String, String> more = new TreeMap<>(details);
        more.put(name, AuditText.of(value));
        return new AuditEvent(action, actorId, target, more);
    }
}
