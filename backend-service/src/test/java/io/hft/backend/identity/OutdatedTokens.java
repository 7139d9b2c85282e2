package io.hft.backend.identity;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import org.springframework.context.ApplicationContext;

/** Access tokens that the exchange has signed itself, and whose time is over. */
public final class OutdatedTokens {
    private OutdatedTokens() {}

    /** A token as that one, which has ended a second ago. */
    public static String of(String real, ApplicationContext context) {
        try {
            SignedJWT parsed = SignedJWT.parse(real);
            SignedJWT token = new SignedJWT(
                    parsed.getHeader(),
                    new JWTClaimsSet.Builder(parsed.getJWTClaimsSet())
                            .expirationTime(Date.from(Instant.now().minusSeconds(1)))
                            .build());
            token.sign(new ECDSASigner(context.getBean(SigningKeys.class).signing()));
            return token.serialize();
        } catch (JOSEException | ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
