package io.hft.backend.api;

import io.hft.backend.support.BackendTest;
import io.hft.backend.support.Http;
import io.hft.backend.support.Http.Answer;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** In a sandbox, a request without credentials gets exactly as far as the OpenAPI document says. */
@BackendTest
class SandboxAccessTest {
    @LocalServerPort
    private int port;

    @Test
    void isOpenWhereTheDocumentSaysSoAndNowhereElse() {
        Http http = new Http(port);
        SoftAssertions softly = new SoftAssertions();
        ApiDocument.of(http).operations().values().forEach(operation -> {
            String path = operation.path().replaceAll("\\{[^/]*}", "1");
            Answer answer = new ApiRequest(operation.method(), path, operation.hasBody() ? "{}" : "", false).send(http);
            if (operation.isOpen()) {
                softly.assertThat(answer.status())
                        .as("%s: %s", operation.name(), answer.body())
                        .isNotIn(401, 403);
            } else {
                softly.assertThat(answer.status())
                        .as("%s: %s", operation.name(), answer.body())
                        .isEqualTo(401);
            }
        });
        softly.assertAll();
    }
}
