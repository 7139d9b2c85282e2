package io.hft.backend.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.info.License;
import io.swagger.v3.oas.models.security.SecurityScheme;
import io.swagger.v3.oas.models.servers.Server;
import io.swagger.v3.oas.models.tags.Tag;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springdoc.core.customizers.PropertyCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The description of the API at {@code /openapi.json}, shown at {@code /docs}. Put together when it is first asked for. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    private static final String DESCRIPTION = """
            Trade on a real order book. Every example runs as it stands against a fresh sandbox: **Try it out**, **Execute**.

            * **Who you are.** In the sandbox a request without credentials acts as the demo user 1, who begins with 100,000 USD. To act as \
            somebody else, register or log in and give the `access_token` to **Authorize**.
            * **Once only.** Send a fresh `X-Idempotency-Key` with each order. The same key with the same body gets the first answer again, \
            with `Idempotency-Replayed: true`; nothing is bought twice.
            * **Numbers.** Prices, quantities and amounts are decimal texts in plain notation, exact to eight places.
            * **Errors** are `application/problem+json` (RFC 9457): switch on `error_code`; `retryable` says whether the same request may \
            succeed later; `request_id` also stands in the log. \
            Besides what stands at an operation, any address may answer 400 `ERR_BAD_REQUEST`, 405 `ERR_METHOD_NOT_ALLOWED` and 406 `ERR_NOT_ACCEPTABLE`.
            """;

    /** From what a beginner tries first to what only operators need. */
    private static final List<Tag> TAGS = List.of(
            tag("Simple buy", "Buy at the market in one call, and see what you have."),
            tag("Orders", "Placing, changing, cancelling and reading orders."),
            tag("Money", "What you have, how you came by it, and what you made of it."),
            tag("Market", "What everybody may know."),
            tag("Identity", "Who you are."),
            tag("Operation", "Whether the exchange works."),
            tag(
                    "Admin",
                    "For operators: needs the role ADMIN. In the sandbox some may be looked at without credentials."));

    @Bean
    OpenAPI openApi(ObjectProvider<BuildProperties> build) {
        BuildProperties properties = build.getIfAvailable();
        return new OpenAPI()
                .info(new Info()
                        .title("HFT Trading Platform")
                        .version(properties == null ? "development" : properties.getVersion())
                        .description(DESCRIPTION)
                        .license(new License().name("Apache-2.0").identifier("Apache-2.0")))
                .servers(List.of(new Server().url("/").description("This exchange")))
                .components(new Components()
                        .addSecuritySchemes(
                                DocumentedSecurity.BEARER,
                                new SecurityScheme()
                                        .type(SecurityScheme.Type.HTTP)
                                        .scheme("bearer")
                                        .bearerFormat("JWT")
                                        .description("The access_token of register, login or refresh."))
                        .addSecuritySchemes(DocumentedSecurity.API_KEY, header("X-Api-Key", "The key's id."))
                        .addSecuritySchemes(
                                DocumentedSecurity.TIMESTAMP,
                                header("X-Api-Timestamp", "Milliseconds since 1970, 13 digits."))
                        .addSecuritySchemes(
                                DocumentedSecurity.SIGNATURE,
                                header(
                                        "X-Api-Signature",
                                        "Hexadecimal HMAC-SHA256 under the key's secret of timestamp, method, path with query,"
                                                + " and body; see docs/api/authentication.md.")));
    }

    private static SecurityScheme header(String name, String description) {
        return new SecurityScheme()
                .type(SecurityScheme.Type.APIKEY)
                .in(SecurityScheme.In.HEADER)
                .name(name)
                .description(description);
    }

    private static Tag tag(String name, String description) {
        return new Tag().name(name).description(description);
    }

    @Bean
    GlobalOpenApiCustomizer documentedProblems(SandboxProperties sandbox) {
        return new DocumentedProblems(new DocumentedSecurity(sandbox.enabled()));
    }

    /** Set last: what is set at first the library puts into an order of its own. */
    @Bean
    GlobalOpenApiCustomizer tagsInOrder() {
        return description -> description.setTags(TAGS);
    }

    /** Names in the description are those on the wire. */
    @Bean
    @Lazy
    ModelResolver snakeCaseModels(ObjectMapperProvider mappers) {
        ObjectMapper mapper = mappers.jsonMapper().copy();
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        return new ModelResolver(mapper);
    }

    /** Keeps an example of a text as it was written; on its own the library reads {@code 0.00000001} as a number and prints 1.0E-8. */
    @Bean
    PropertyCustomizer examplesAsWritten() {
        return (property, type) -> {
            if (property != null && "string".equals(type(property)) && type.getCtxAnnotations() != null) {
                for (Annotation annotation : type.getCtxAnnotations()) {
                    if (annotation instanceof Schema written
                            && !written.example().isEmpty()) {
                        property.setExample(written.example());
                    }
                }
            }
            return property;
        };
    }

    /** Version 3.1 of the format allows several types. */
    private static @Nullable String type(io.swagger.v3.oas.models.media.Schema<?> property) {
        if (property.getType() != null) {
            return property.getType();
        }
        Set<String> types = property.getTypes();
        return types == null || types.size() != 1 ? null : types.iterator().next();
    }
}
