package io.hft.backend.identity;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes refresh tokens and sessions whose time is over, in small steps. Every backend does it; they do not get in each other's way. */
@Component
class ExpiredTokens {
    private static final Logger log = LoggerFactory.getLogger(ExpiredTokens.class);
    private static final int STEP = 1_000;

    private final TokenIssuer tokens;
    private final Sessions sessions;

    ExpiredTokens(TokenIssuer tokens, Sessions sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Scheduled(initialDelayString = "PT2M", fixedDelayString = "PT1H")
    void delete() {
        try {
            int deleted;
            do {
                deleted = tokens.deleteExpired(STEP);
            } while (deleted == STEP);
            do {
                deleted = sessions.deleteExpired(STEP);
            } while (deleted == STEP);
        } catch (DataAccessException | TransactionException e) {
            log.warn("expired refresh tokens stay for now: {}", e.getMessage());
        }
    }
}
