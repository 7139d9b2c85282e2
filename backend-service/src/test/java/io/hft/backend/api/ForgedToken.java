package io.hft.backend.api;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import io.hft.backend.support.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;

/** Access tokens with the content of a real one, made by somebody who does not have our key. */
final class ForgedToken {
    private ForgedToken() {}

    static String unsigned(String real, String algorithm) {
        String header = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"%s\"}".formatted(algorithm).getBytes(StandardCharsets.UTF_8));
        return header + "." + real.split("\\.")[1] + ".";
    }

    static String withPublicKeyAsSecret(String real, Answer jwks) {
        try {
            byte[] publicKey = JWKSet.parse(jwks.body())
                    .getKeys()
                    .getFirst()
                    .toECKey()
                    .toECPublicKey()
                    .getEncoded();
            return signed(real, JWSAlgorithm.HS256, new MACSigner(publicKey));
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    static String ofAnotherKey(String real) {
        try {
            return signed(real, JWSAlgorithm.ES256, new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Properly signed, by a key that nobody has heard of. */
    static String ofUnknownKey(String real) {
        try {
            return signed(
                    real, JWSAlgorithm.ES256, "stranger", new ECDSASigner(new ECKeyGenerator(Curve.P_256).generate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String real, JWSAlgorithm algorithm, JWSSigner signer) {
        try {
            return signed(real, algorithm, SignedJWT.parse(real).getHeader().getKeyID(), signer);
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String signed(String real, JWSAlgorithm algorithm, String keyId, JWSSigner signer) {
        try {
            SignedJWT parsed = SignedJWT.parse(real);
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(keyId).build(), parsed.getJWTClaimsSet());
            token.sign(signer);
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
