package io.hft.backend.config.replica;

import io.hft.backend.config.DatabaseProperties;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Nothing at all without a {@code DATABASE_REPLICA_URL}. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnExpression("!'${hft.database.replica.url:}'.isBlank()")
class ReplicaConfiguration {
    @Bean
    Replica replica(DatabaseProperties database, Environment settings) {
        return new Replica(
                settings.getRequiredProperty("hft.database.replica.url"),
                database.password(),
                settings.getRequiredProperty("hft.database.replica.pool-size", Integer.class));
    }

    @Bean
    static BeanPostProcessor routing(ObjectProvider<Replica> replica) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource database && name.equals("dataSource")
                        ? new RoutedDataSource(database, replica.getObject())
                        : bean;
            }
        };
    }

    @Bean
    WebMvcConfigurer replicaReads(Replica replica, DataSource database, MeterRegistry metrics) {
        return new WebMvcConfigurer() {
            @Override
            public void addInterceptors(InterceptorRegistry registry) {
                registry.addInterceptor(new ReplicaReads(replica, database, metrics))
                        .addPathPatterns(ReplicaReads.PATHS);
            }
        };
    }
}
