package io.hft.backend.identity;

import java.time.Clock;
import java.util.Optional;
import org.hibernate.exception.ConstraintViolationException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Members: registration, login, look-up. Callable from any thread; passwords are hashed outside transactions. */
@Service
public class Users {
    private final UserRepository users;
    private final Passwords passwords;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Users(
            UserRepository users,
            Passwords passwords,
            ApplicationEventPublisher events,
            PlatformTransactionManager transactions,
            Clock clock) {
        this.users = users;
        this.passwords = passwords;
        this.events = events;
        this.transaction = new TransactionTemplate(transactions);
        this.clock = clock;
    }

    /** Makes a new member and publishes {@link UserRegistered}; the arguments are valid already. */
    public Registration register(String username, String email, String password) {
        return save(User.newMember(username, email, passwords.hash(password), clock.instant()));
    }

    /** Makes a new operator. */
    Registration registerAdmin(String username, String email, String password) {
        return save(User.newAdmin(username, email, passwords.hash(password), clock.instant()));
    }

    private Registration save(User fresh) {
        try {
            User user = transaction.execute(status -> {
                User saved = users.saveAndFlush(fresh);
                events.publishEvent(new UserRegistered(saved.userId()));
                return saved;
            });
            return new Registration.Registered(user);
        } catch (DataIntegrityViolationException e) {
            if (e.getCause() instanceof ConstraintViolationException violation) {
                String constraint = String.valueOf(violation.getConstraintName());
                if (constraint.contains("users_by_username")) {
                    return new Registration.UsernameTaken();
                }
                if (constraint.contains("users_by_email")) {
                    return new Registration.EmailTaken();
                }
            }
            throw e;
        }
    }

    /** The user of that name or e-mail address, if the password is right; takes as long when there is no such user. */
    public Optional<User> login(String name, String password) {
        Optional<User> found = findByName(name);
        boolean right =
                passwords.matches(password, found.map(User::passwordHash).orElse(null));
        return found.filter(user -> right);
    }

    /** By username or e-mail address. The database takes no NUL, and knows nobody with one. */
    Optional<User> findByName(String name) {
        return name.indexOf('\0') >= 0 || !Passwords.isText(name) ? Optional.empty() : users.findByName(name);
    }

    public Optional<User> find(long userId) {
        return users.findById(userId);
    }

    public boolean exists(long userId) {
        return users.existsById(userId);
    }
}
