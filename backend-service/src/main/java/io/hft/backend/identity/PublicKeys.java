package io.hft.backend.identity;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import java.util.Map;
import org.springframework.stereotype.Service;

/** The keys that verify our access tokens, for anybody, and their replacement, for operators. */
@Service
public class PublicKeys {
    private final SigningKeys keys;
    private final AuditLog audit;

    PublicKeys(SigningKeys keys, AuditLog audit) {
        this.keys = keys;
        this.audit = audit;
    }

    /** A JSON Web Key Set (RFC 7517) of public parts. */
    public Map<String, Object> jwks() {
        return keys.verifying().toJSONObject(true);
    }

    /** See {@link SigningKeys#rotate}. Returns the id of the new key. */
    public String rotate(Principal operator, boolean revokePrevious) {
        String keyId = keys.rotate(revokePrevious);
        audit.record(AuditEvent.of("signing_key.rotated")
                .by(operator.userId())
                .on("signing key " + keyId)
                .with("revoke_previous", Boolean.toString(revokePrevious)));
        return keyId;
    }
}
