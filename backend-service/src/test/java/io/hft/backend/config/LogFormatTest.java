package io.hft.backend.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.hft.backend.web.RequestId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The backend's own settings of the log, without the backend. */
@ExtendWith(OutputCaptureExtension.class)
class LogFormatTest {
    @Configuration(proxyBeanMethods = false)
    static class Nothing {}

    @AfterEach
    void backToText() {
        start("text").close();
    }

    @Test
    void writesOneObjectALineWithTheRequestsId(CapturedOutput log) {
        try (ConfigurableApplicationContext context = start("json")) {
            MDC.put(RequestId.MDC_KEY, "request-4711");
            LoggerFactory.getLogger("io.hft.backend.LogFormatTest")
                    .warn("two\nlines", new IllegalStateException("trace me"));
        } finally {
            MDC.remove(RequestId.MDC_KEY);
        }
        String line = log.getOut()
                .lines()
                .filter(each -> each.contains("request-4711"))
                .findFirst()
                .orElseThrow();
        assertThat(JsonPath.<String>read(line, "$.message")).isEqualTo("two\nlines");
        assertThat(JsonPath.<String>read(line, "$.request_id")).isEqualTo("request-4711");
        assertThat(JsonPath.<String>read(line, "$.level")).isEqualTo("WARN");
        assertThat(JsonPath.<String>read(line, "$.logger_name")).endsWith("LogFormatTest");
        assertThat(JsonPath.<String>read(line, "$.stack_trace")).contains("trace me");
        assertThat(JsonPath.<String>read(line, "$['@timestamp']")).isNotBlank();
    }

    @Test
    void writesTextUnlessAskedOtherwise(CapturedOutput log) {
        start("text").close();
        LoggerFactory.getLogger("io.hft.backend.LogFormatTest").warn("plain words");
        assertThat(log.getOut())
                .contains("LogFormatTest")
                .contains("plain words")
                .doesNotContain("{\"");
    }

    @Test
    void refusesAFormatThatDoesNotExist() {
        assertThatThrownBy(() -> start("xml")).hasMessageContaining("hft.log-formats.xml");
    }

    private static ConfigurableApplicationContext start(String format) {
        LoggingSystem.get(LogFormatTest.class.getClassLoader()).cleanUp();
        return new SpringApplicationBuilder(Nothing.class)
                .web(WebApplicationType.NONE)
                .properties("HFT_LOG_FORMAT=" + format)
                .run();
    }
}
