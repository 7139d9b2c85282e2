package io.hft.backend.identity.web;

import io.hft.backend.identity.Passwords;
import io.hft.backend.web.FieldError;
import io.hft.backend.web.Problem;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The body of a registration, with the rules of its fields. */
@Schema(name = "Register")
record RegisterRequest(
        @Schema(example = "alice", description = "3 to 32 letters, digits, dots, dashes or underscores") @Nullable
        String username,

        @Schema(example = "alice@example.com") @Nullable String email,

        @Schema(example = "correct horse battery", description = "8 to 128 characters") @Nullable
        String password) {
    private static final Pattern USERNAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{2,31}");
    private static final Pattern EMAIL =
            Pattern.compile("[^\\s\\p{Cntrl}\\p{Cs}@<>\"(),:;\\[\\]\\\\]{1,64}@[A-Za-z0-9-]+(\\.[A-Za-z0-9-]+)+");
    private static final int EMAIL_MAX = 254;
    private static final int PASSWORD_MIN = 8;
    private static final int PASSWORD_MAX = 128;

    /**
     * @throws io.hft.backend.web.ProblemException 422 with every broken rule
     */
    Valid validated() {
        List<FieldError> errors = new ArrayList<>();
        String name = username == null ? "" : username.strip();
        String address = email == null ? "" : email.strip();
        String secret = password == null ? "" : password;
        if (name.isEmpty()) {
            errors.add(new FieldError("username", "required", "is required"));
        } else if (!USERNAME.matcher(name).matches()) {
            errors.add(new FieldError(
                    "username",
                    "pattern",
                    "must be 3 to 32 letters, digits, dots, dashes or underscores, and begin with a letter or digit"));
        }
        if (address.isEmpty()) {
            errors.add(new FieldError("email", "required", "is required"));
        } else if (address.length() > EMAIL_MAX || !EMAIL.matcher(address).matches()) {
            errors.add(new FieldError("email", "email", "must be an e-mail address"));
        }
        if (secret.isEmpty()) {
            errors.add(new FieldError("password", "required", "is required"));
        } else if (secret.length() < PASSWORD_MIN || secret.length() > PASSWORD_MAX) {
            errors.add(new FieldError("password", "size", "must have 8 to 128 characters"));
        } else if (!Passwords.isText(secret)) {
            errors.add(new FieldError("password", "characters", "must be valid Unicode text"));
        } else if (secret.equalsIgnoreCase(name) || secret.equalsIgnoreCase(address)) {
            errors.add(new FieldError("password", "guessable", "must not be the username or the e-mail address"));
        }
        if (!errors.isEmpty()) {
            throw Problem.validation(errors).asException();
        }
        return new Valid(name, address, secret);
    }

    @Override
    public String toString() {
        return "Register";
    }

    record Valid(String username, String email, String password) {
        @Override
        public String toString() {
            return "Register " + username;
        }
    }
}
