package io.hft.backend.identity;

import io.hft.backend.config.StartupFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.EnvironmentAware;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.stereotype.Component;

/** In the profile {@code production} nothing starts with open doors, or with secrets that stand in our documentation. Names every setting at once. */
@Component
@Profile("production")
final class ProductionChecks implements BeanFactoryPostProcessor, EnvironmentAware {
    private static final int ADMIN_PASSWORD_MIN = 12;
    private static final Set<String> KNOWN_PASSWORDS = Set.of(
            "",
            "admin",
            "password",
            "secret",
            "changeme",
            "change-me",
            "postgres",
            "hft",
            "trading_user",
            "trading_password",
            "correct horse battery",
            "correct-horse-battery",
            "correct horse battery staple");

    private Environment environment = new StandardEnvironment();

    @Override
    public void setEnvironment(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        List<String> wrong = problems(environment);
        if (!wrong.isEmpty()) {
            throw new StartupFailure("the production profile refuses to start: " + String.join("; ", wrong));
        }
    }

    static List<String> problems(Environment settings) {
        List<String> wrong = new ArrayList<>();
        if (settings.getProperty("hft.sandbox.enabled", Boolean.class, false)) {
            wrong.add("HFT_SANDBOX must not be true");
        }
        String url = settings.getProperty("hft.database.url", "");
        if (url.isBlank()) {
            wrong.add("DATABASE_URL is missing");
        } else if (KNOWN_PASSWORDS.contains(databasePassword(url, settings))) {
            wrong.add("DATABASE_URL has a default password or none");
        }
        String masterKey = settings.getProperty("hft.identity.master-key", "");
        if (masterKey.isBlank()) {
            wrong.add("HFT_MASTER_KEY is missing (openssl rand -base64 32)");
        } else if (masterKey.strip().chars().distinct().count() < 10) {
            wrong.add("HFT_MASTER_KEY is not random");
        }
        String admin = settings.getProperty("hft.identity.admin.password", "");
        if (!admin.isBlank()
                && (admin.length() < ADMIN_PASSWORD_MIN
                        || KNOWN_PASSWORDS.contains(admin.toLowerCase(Locale.ROOT))
                        || admin.equalsIgnoreCase(settings.getProperty("hft.identity.admin.username", "")))) {
            wrong.add("HFT_ADMIN_PASSWORD is a default or has less than " + ADMIN_PASSWORD_MIN + " characters");
        }
        if (settings.getProperty("hft.identity.cors-origins", "").contains("*")) {
            wrong.add("HFT_CORS_ORIGINS must name origins, not *");
        }
        return wrong;
    }

    private static String databasePassword(String url, Environment settings) {
        String inUrl = passwordOf(url);
        return inUrl.isEmpty() ? settings.getProperty("hft.database.password", "") : inUrl;
    }

    /** Both forms of the address: {@code //user:password@host} and {@code ?password=}. */
    private static String passwordOf(String url) {
        int at = url.lastIndexOf('@');
        int authority = url.indexOf("//");
        if (at > authority && authority >= 0) {
            String userInfo = url.substring(authority + 2, at);
            int colon = userInfo.indexOf(':');
            return colon < 0 ? "" : userInfo.substring(colon + 1);
        }
        int parameter = url.indexOf("password=");
        if (parameter < 0) {
            return "";
        }
        String rest = url.substring(parameter + "password=".length());
        int end = rest.indexOf('&');
        return end < 0 ? rest : rest.substring(0, end);
    }
}
