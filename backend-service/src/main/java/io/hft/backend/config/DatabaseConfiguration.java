package io.hft.backend.config;

import io.hft.backend.config.postgres.EmbeddedPostgres;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.util.StringUtils;

/** The database of {@code DATABASE_URL}, or an embedded PostgreSQL of our own that lives exactly as long as the pool over it needs it. */
@Configuration(proxyBeanMethods = false)
class DatabaseConfiguration {
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final Logger log = LoggerFactory.getLogger(DatabaseConfiguration.class);

    /** An own PostgreSQL; destroyed after the pool, since the pool is made from it. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(NoDatabaseUrl.class)
    static class Embedded {
        @Bean
        EmbeddedPostgres embeddedPostgres(DatabaseProperties database, StorageProperties storage) {
            return EmbeddedPostgres.start(
                    storage.dataDir().resolve("postgres"), database.binariesDir(), database.port());
        }

        @Bean
        JdbcConnectionDetails jdbcConnectionDetails(EmbeddedPostgres postgres) {
            return new Connection(postgres.jdbcUrl(), EmbeddedPostgres.USER, EmbeddedPostgres.PASSWORD);
        }
    }

    /** Somebody else's PostgreSQL. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(GivenDatabaseUrl.class)
    static class External {
        @Bean
        JdbcConnectionDetails jdbcConnectionDetails(DatabaseProperties database) {
            DatabaseUrl url = DatabaseUrl.parse(database.url());
            log.info("database: {}", url);
            return new Connection(url.jdbcUrl(), url.username(), url.passwordOr(database.password()));
        }
    }

    /** A lock that was waited for in vain is no defect of ours, and may be tried again; the framework does not know PostgreSQL's state for it. */
    @Bean
    static BeanPostProcessor lockTimeouts() {
        SQLExceptionSubclassTranslator translator = new SQLExceptionSubclassTranslator();
        translator.setCustomTranslator((task, sql, e) -> LOCK_NOT_AVAILABLE.equals(e.getSQLState())
                ? new CannotAcquireLockException(task + ": a lock was not free in time", e)
                : null);
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                if (bean instanceof JdbcTemplate jdbc) {
                    jdbc.setExceptionTranslator(translator);
                }
                return bean;
            }
        };
    }

    private record Connection(
            String url, @Nullable String username, @Nullable String password) implements JdbcConnectionDetails {
        @Override
        public @Nullable String getUsername() {
            return username;
        }

        @Override
        public @Nullable String getPassword() {
            return password;
        }

        @Override
        public String getJdbcUrl() {
            return url;
        }
    }

    static final class GivenDatabaseUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return StringUtils.hasText(context.getEnvironment().getProperty("hft.database.url"));
        }
    }

    static final class NoDatabaseUrl implements Condition {
        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return !StringUtils.hasText(context.getEnvironment().getProperty("hft.database.url"));
        }
    }
}
