package io.hft.backend.web.cursor;

import java.security.SecureRandom;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The secret behind the cursors: made by the first backend, kept in the database, the same for all. */
@Component
class CursorKey implements SmartInitializingSingleton {
    private static final int SECRET_BYTES = 32;

    private final JdbcClient jdbc;
    private volatile byte[] secret = new byte[0];

    CursorKey(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Not when it is first needed: that may be a request which reads from where nothing can be written. */
    @Override
    public void afterSingletonsInstantiated() {
        secret();
    }

    byte[] secret() {
        byte[] known = secret;
        if (known.length == 0) {
            known = load();
            secret = known;
        }
        return known;
    }

    private byte[] load() {
        byte[] fresh = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(fresh);
        jdbc.sql("insert into cursor_key (secret) values (?) on conflict do nothing")
                .param(fresh)
                .update();
        return jdbc.sql("select secret from cursor_key").query(byte[].class).single();
    }
}
