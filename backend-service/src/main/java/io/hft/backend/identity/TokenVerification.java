package io.hft.backend.identity;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Duration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/** Which access tokens are good: signed by one of our keys with ES256, of our issuer, and not expired. */
@Configuration(proxyBeanMethods = false)
class TokenVerification {
    /** Issuer and verifier are the same machine, or neighbours. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(2);

    @Bean
    JwtDecoder accessTokenDecoder(SigningKeys keys, IdentityProperties properties) {
        JWKSource<SecurityContext> source = (selector, context) -> keys.select(selector);
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source)
                .jwsAlgorithm(SignatureAlgorithm.ES256)
                .build();
        decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                new JwtTimestampValidator(CLOCK_SKEW), new JwtIssuerValidator(properties.issuer())));
        return decoder;
    }
}
