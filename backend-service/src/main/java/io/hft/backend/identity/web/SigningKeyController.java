package io.hft.backend.identity.web;

import io.hft.backend.identity.Principal;
import io.hft.backend.identity.PublicKeys;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@Tag(name = "Admin")
class SigningKeyController {
    private final PublicKeys keys;

    SigningKeyController(PublicKeys keys) {
        this.keys = keys;
    }

    @PostMapping("/api/v1/admin/signing-keys/rotate")
    @Operation(
            summary = "Sign access tokens with a new key",
            description =
                    "The key before goes on verifying until the last token that it signed is over, unless it is revoked.")
    RotationResponse rotate(
            Principal principal,
            @Parameter(
                            description =
                                    "Refuse at once what earlier keys signed, because one got into wrong hands; everybody refreshes.")
                    @RequestParam(name = "revoke_previous", defaultValue = "false")
                    boolean revokePrevious) {
        return new RotationResponse(keys.rotate(principal, revokePrevious));
    }

    @Schema(name = "SigningKeyRotation")
    record RotationResponse(
            @Schema(description = "The new key's kid.", example = "CnGWOkpBsGO2GisndwkX4ZQ-CUpcRKPp42N-X2DhVDo")
            String keyId) {}
}
