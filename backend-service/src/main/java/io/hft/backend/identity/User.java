package io.hft.backend.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Somebody with accounts: a member, the sandbox's demo user, or the exchange itself. The id is the engine's account id. */
@Entity
@Table(name = "users")
public class User {
    /** Who a user is to the exchange. */
    public enum Kind {
        MEMBER,
        DEMO,
        HOUSE
    }

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "user_ids")
    @SequenceGenerator(name = "user_ids", sequenceName = "user_ids", allocationSize = 1)
    private Long userId;

    @Column(nullable = false)
    private String username;

    @Column(nullable = false)
    private String email;

    private @Nullable String passwordHash;

    @Enumerated(EnumType.STRING)
    @Column(nullable = false)
    private Kind kind;

    @Column(nullable = false)
    private String[] roles;

    @Column(nullable = false)
    private Instant createdAt;

    private @Nullable Instant suspendedAt;

    /** For the persistence provider. */
    @SuppressWarnings("NullAway")
    protected User() {}

    @SuppressWarnings("NullAway")
    private User(String username, String email, String passwordHash, String[] roles, Instant createdAt) {
        this.username = username;
        this.email = email;
        this.passwordHash = passwordHash;
        this.kind = Kind.MEMBER;
        this.roles = roles;
        this.createdAt = createdAt;
    }

    static User newMember(String username, String email, String passwordHash, Instant now) {
        return new User(username, email, passwordHash, new String[0], now);
    }

    static User newAdmin(String username, String email, String passwordHash, Instant now) {
        return new User(username, email, passwordHash, new String[] {Principal.ADMIN_ROLE}, now);
    }

    public long userId() {
        return userId;
    }

    public String username() {
        return username;
    }

    public String email() {
        return email;
    }

    public Kind kind() {
        return kind;
    }

    public Set<String> roles() {
        return Set.of(roles);
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Whether an operator has stopped this user from acting. */
    public boolean isSuspended() {
        return suspendedAt != null;
    }

    /** Null for those who cannot log in. */
    @Nullable
    String passwordHash() {
        return passwordHash;
    }
}
