package io.hft.backend.idempotency;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Removes keys whose time is over, in small steps. Every backend does it; they do not get in each other's way. */
@Component
class ExpiredKeys {
    private static final Logger log = LoggerFactory.getLogger(ExpiredKeys.class);
    private static final int STEP = 1_000;

    private final IdempotentRequests requests;

    ExpiredKeys(IdempotentRequests requests) {
        this.requests = requests;
    }

    @Scheduled(initialDelayString = "PT1M", fixedDelayString = "PT10M")
    void delete() {
        try {
            int deleted;
            do {
                deleted = requests.deleteExpired(STEP);
            } while (deleted == STEP);
        } catch (DataAccessException | TransactionException e) {
            log.warn("expired idempotency keys stay for now: {}", e.getMessage());
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableScheduling
    static class Schedule {}
}
