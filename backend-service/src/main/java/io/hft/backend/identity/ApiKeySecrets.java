package io.hft.backend.identity;

import io.hft.backend.identity.CredentialStates.ApiKeyState;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Secrets of API keys as they lie in the database: encrypted, each bound to its key. */
@Component
class ApiKeySecrets {
    private static final Logger log = LoggerFactory.getLogger(ApiKeySecrets.class);

    private final MasterKey masterKey;

    ApiKeySecrets(MasterKey masterKey) {
        this.masterKey = masterKey;
    }

    byte[] encrypt(String keyId, String secret) {
        return masterKey.encrypt(secret.getBytes(StandardCharsets.UTF_8), purpose(keyId));
    }

    /** The secret; empty when it was encrypted with a master key that is not ours. */
    Optional<byte[]> of(ApiKeyState key) {
        Optional<byte[]> secret = masterKey.decrypt(key.encryptedSecret(), purpose(key.keyId()));
        if (secret.isEmpty()) {
            log.warn(
                    "API key {} cannot be used: its secret is encrypted with another master key; is HFT_MASTER_KEY the same as before?",
                    key.keyId());
        }
        return secret;
    }

    String masterKeyFingerprint() {
        return masterKey.fingerprint();
    }

    private static String purpose(String keyId) {
        return "api-key:" + keyId;
    }
}
