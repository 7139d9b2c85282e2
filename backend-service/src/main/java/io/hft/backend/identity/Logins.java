package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import java.time.Duration;
import java.util.Optional;
import org.springframework.stereotype.Service;

/** Logging in by password: throttled, audited, and telling nobody which names exist. Callable from any thread. */
@Service
public class Logins {
    /** How it ended. */
    public sealed interface Outcome {
        record LoggedIn(Tokens tokens) implements Outcome {}

        /** No such user, or not the password: which, is not told. */
        record WrongCredentials() implements Outcome {}

        /** The password was right, but an operator has stopped this user. */
        record Suspended() implements Outcome {}

        /** Too many failures; {@code pause} until the next attempt is looked at. */
        record Throttled(Duration pause) implements Outcome {}
    }

    private final Users users;
    private final TokenIssuer tokens;
    private final LoginThrottle throttle;
    private final AuditLog audit;

    Logins(Users users, TokenIssuer tokens, LoginThrottle throttle, AuditLog audit) {
        this.users = users;
        this.tokens = tokens;
        this.throttle = throttle;
        this.audit = audit;
    }

    /**
     * @param name username or e-mail address
     * @param address where the request comes from
     */
    public Outcome login(String name, String password, String address) {
        if (throttle.begin(name, address) instanceof LoginThrottle.Admission.Refused(Duration pause, boolean first)) {
            if (first) {
                audit.record(AuditEvent.of("login.throttled").with("name", name));
            }
            return new Outcome.Throttled(pause);
        }
        Optional<User> found = users.login(name, password);
        if (found.isEmpty()) {
            audit.record(AuditEvent.of("login.failed").with("name", name));
            return new Outcome.WrongCredentials();
        }
        User user = found.get();
        throttle.succeeded(name, address);
        if (user.isSuspended()) {
            audit.record(AuditEvent.of("login.refused")
                    .by(user.userId())
                    .on("user " + user.userId())
                    .with("reason", "suspended"));
            return new Outcome.Suspended();
        }
        Tokens issued = tokens.issue(user);
        audit.record(AuditEvent.of("login.succeeded").by(user.userId()).on("user " + user.userId()));
        return new Outcome.LoggedIn(issued);
    }
}
