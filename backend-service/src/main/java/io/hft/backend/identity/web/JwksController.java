package io.hft.backend.identity.web;

import io.hft.backend.identity.PublicKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.security.SecurityRequirements;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.Map;
import org.springframework.http.CacheControl;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Identity")
class JwksController {
    private static final Duration MAX_AGE = Duration.ofMinutes(1);

    private final PublicKeys keys;

    JwksController(PublicKeys keys) {
        this.keys = keys;
    }

    @GetMapping("/.well-known/jwks.json")
    @SecurityRequirements
    @Operation(
            summary = "Public keys of access tokens",
            description =
                    "A JSON Web Key Set (RFC 7517): whoever holds it can check an access token's signature (ES256, by kid).")
    ResponseEntity<Map<String, Object>> jwks() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(MAX_AGE).cachePublic())
                .body(keys.jwks());
    }
}
