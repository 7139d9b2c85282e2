package io.hft.backend.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Access tokens that are not ours, over real HTTP. */
@BackendTest
class ForgedTokensTest {
    @LocalServerPort
    private int port;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private SigningKeys keys;

    private Http http;
    private Members members;

    @BeforeEach
    void connect() {
        http = new Http(port);
        members = new Members(http);
    }

    @Test
    void refusesEveryForgedToken() throws Exception {
        Answer tokens = members.register(Members.freshName());
        SignedJWT real = SignedJWT.parse(tokens.json("$.access_token"));
        JWTClaimsSet claims = real.getJWTClaimsSet();
        String kid = real.getHeader().getKeyID();
        ECKey ours = keys.signing();
        ECKey stranger = new ECKeyGenerator(Curve.P_256).generate();
        String[] parts = ((String) tokens.json("$.access_token")).split("\\.");
        byte[] publicKey = ours.toECPublicKey().getEncoded();

        Map<String, String> forged = new LinkedHashMap<>();
        forged.put("other key, our kid", sign(JWSAlgorithm.ES256, kid, claims, new ECDSASigner(stranger)));
        forged.put("other key, its kid", sign(JWSAlgorithm.ES256, "stranger", claims, new ECDSASigner(stranger)));
        forged.put("other key, no kid", sign(JWSAlgorithm.ES256, null, claims, new ECDSASigner(stranger)));
        forged.put("public key as HMAC secret", sign(JWSAlgorithm.HS256, kid, claims, new MACSigner(publicKey)));
        forged.put(
                "RS256", sign(JWSAlgorithm.RS256, kid, claims, new RSASSASigner(new RSAKeyGenerator(2048).generate())));
        for (String none : new String[] {"none", "None", "NONE"}) {
            String header = base64("{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(none, kid));
            forged.put("alg=" + none + " without signature", header + "." + parts[1] + ".");
            forged.put("alg=" + none + " with signature", header + "." + parts[1] + "." + parts[2]);
        }
        String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
        forged.put(
                "tampered subject",
                parts[0] + "." + base64(payload.replaceAll("\"sub\":\"\\d+\"", "\"sub\":\"1\"")) + "." + parts[2]);
        forged.put(
                "tampered roles",
                parts[0] + "." + base64(payload.replace("\"roles\":[]", "\"roles\":[\"ADMIN\"]")) + "." + parts[2]);
        forged.put("no signature", parts[0] + "." + parts[1] + ".");
        forged.put(
                "zero signature",
                parts[0] + "." + parts[1] + "."
                        + Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]));
        ECDSASigner signer = new ECDSASigner(ours);
        forged.put(
                "expired",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims)
                                .expirationTime(Date.from(Instant.now().minusSeconds(1)))
                                .build(),
                        signer));
        forged.put(
                "no expiry",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims).expirationTime(null).build(),
                        signer));
        forged.put(
                "other issuer",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims).issuer("somebody").build(),
                        signer));
        forged.put(
                "session of nobody",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims)
                                .claim("sid", "00000000-0000-0000-0000-000000000000")
                                .build(),
                        signer));
        forged.put(
                "session of somebody else",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims).subject("1").build(),
                        signer));
        forged.put(
                "subject that is no number",
                sign(
                        JWSAlgorithm.ES256,
                        kid,
                        new JWTClaimsSet.Builder(claims).subject("1 or 1=1").build(),
                        signer));

        assertThat(members.me(tokens).status()).isEqualTo(200);
        forged.forEach((what, token) -> {
            Answer refused = http.get("/api/v1/auth/me", Members.bearer(token));
            assertThat(refused.status()).as(what).isEqualTo(401);
            assertThat(refused.<String>json("$.error_code")).as(what).isEqualTo("ERR_UNAUTHENTICATED");
        });
        assertThat(members.me(tokens).status()).as("the real one still").isEqualTo(200);
    }

    @Test
    void refusesTheTokenOfAUserWhoIsGone() {
        Answer tokens = members.register(Members.freshName());
        int userId = tokens.json("$.user_id");
        // Before the token was ever used, so nothing about it is remembered.
        jdbc.sql("delete from refresh_tokens where user_id = ?").param(userId).update();
        jdbc.sql("delete from sessions where user_id = ?").param(userId).update();
        assertThat(http.get("/api/v1/balances", Members.bearer(tokens)).status())
                .isEqualTo(401);
    }

    @Test
    void publishesKeysThatVerifyItsTokensAndNothingPrivate() throws Exception {
        Answer jwks = http.get("/.well-known/jwks.json");
        assertThat(jwks.status()).isEqualTo(200);
        assertThat(jwks.header("Cache-Control")).contains("max-age");
        JWKSet published = JWKSet.parse(jwks.body());
        assertThat(published.getKeys()).isNotEmpty().allSatisfy(key -> assertThat(key.isPrivate())
                .isFalse());
        assertThat(jwks.body()).doesNotContain("\"d\"");
        SignedJWT token = SignedJWT.parse(members.register(Members.freshName()).json("$.access_token"));
        ECKey key = published.getKeyByKeyId(token.getHeader().getKeyID()).toECKey();
        assertThat(token.verify(new ECDSAVerifier(key))).isTrue();
    }

    @Test
    void verifiesOldTokensAfterARotationUnlessTheyAreRevoked() throws Exception {
        Answer operator = members.operator(jdbc);
        Answer before = members.register(Members.freshName());
        assertThat(members.me(before).status()).isEqualTo(200);
        Answer rotated = http.postJson("/api/v1/admin/signing-keys/rotate", "", Members.bearer(operator));
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(200);
        String kid = rotated.json("$.key_id");
        assertThat(SignedJWT.parse(before.json("$.access_token")).getHeader().getKeyID())
                .isNotEqualTo(kid);
        assertThat(members.me(before).status()).isEqualTo(200);
        Answer after = members.register(Members.freshName());
        assertThat(SignedJWT.parse(after.json("$.access_token")).getHeader().getKeyID())
                .isEqualTo(kid);
        assertThat(JWKSet.parse(http.get("/.well-known/jwks.json").body()).getKeys())
                .hasSizeGreaterThanOrEqualTo(2);

        assertThat(http.postJson("/api/v1/admin/signing-keys/rotate?revoke_previous=true", "", Members.bearer(operator))
                        .status())
                .isEqualTo(200);
        assertThat(members.me(before).status()).isEqualTo(401);
        assertThat(members.me(after).status()).isEqualTo(401);
        assertThat(members.me(members.refresh(after)).status()).isEqualTo(200);
        assertThat(JWKSet.parse(http.get("/.well-known/jwks.json").body()).getKeys())
                .hasSize(1);
    }

    @Test
    void keepsPrivateKeysEncryptedInTheDatabase() {
        assertThat(jdbc.sql("select encode(private_jwk, 'escape') from signing_keys")
                        .query(String.class)
                        .set())
                .allSatisfy(stored -> assertThat(stored).doesNotContain("\"d\"", "kty"));
        Set<String> ids =
                jdbc.sql("select key_id from signing_keys").query(String.class).set();
        assertThat(ids).contains(keys.signing().getKeyID());
    }

    private static String sign(JWSAlgorithm algorithm, String kid, JWTClaimsSet claims, JWSSigner signer)
            throws Exception {
        SignedJWT token =
                new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
        token.sign(signer);
        return token.serialize();
    }

    private static String base64(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
