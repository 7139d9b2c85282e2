package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Makes the first operator of {@code HFT_ADMIN_USERNAME} and {@code HFT_ADMIN_PASSWORD}. Never gives an existing user a role or a password. */
@Component
final class FirstAdmin implements ApplicationRunner {
    private static final Logger log = LoggerFactory.getLogger(FirstAdmin.class);

    private final IdentityProperties.Admin settings;
    private final Users users;
    private final AuditLog audit;

    FirstAdmin(IdentityProperties properties, Users users, AuditLog audit) {
        this.settings = properties.admin();
        this.users = users;
        this.audit = audit;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        if (settings.password().isBlank()) {
            return;
        }
        String name = settings.username();
        switch (users.registerAdmin(name, name + "@admin.invalid", settings.password())) {
            case Registration.Registered(User user) -> {
                audit.record(AuditEvent.of("user.admin_created").on("user " + user.userId()));
                log.info("{} is an operator now", name);
            }
            case Registration.UsernameTaken(), Registration.EmailTaken() -> {
                if (users.findByName(name)
                        .filter(user -> user.roles().contains(Principal.ADMIN_ROLE))
                        .isEmpty()) {
                    log.warn(
                            "HFT_ADMIN_USERNAME: {} is a user who is no operator, and does not become one by this",
                            name);
                }
            }
        }
    }
}
