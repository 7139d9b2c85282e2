package io.hft.backend.support;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistrar;

/** As {@link BackendTest}, with a real engine of the class's own beside the backend: a {@link TestEngine} as a bean, which ends with the context. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@BackendTest
@DirtiesContext
@Import(EngineTest.OwnEngine.class)
public @interface EngineTest {
    /** The engine, and where the backend finds it. */
    @TestConfiguration(proxyBeanMethods = false)
    class OwnEngine {
        @Bean
        TestEngine engine() {
            return new TestEngine();
        }

        @Bean
        DynamicPropertyRegistrar engineAddress(TestEngine engine) {
            return registry -> registry.add("hft.engine-client.port", engine::port);
        }
    }
}
