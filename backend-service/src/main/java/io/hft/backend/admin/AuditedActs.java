package io.hft.backend.admin;

import io.hft.backend.audit.AuditEvent;
import io.hft.backend.audit.AuditLog;
import io.hft.backend.engine.EngineRefusal;
import io.hft.backend.engine.EngineUnavailable;
import java.util.function.Function;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/**
 * Has the engine do what an operator wants. The wish is recorded and committed before the engine hears of it and its end behind it, since the two
 * cannot share a transaction: nothing is ever done that the audit log does not know of.
 */
@Component
class AuditedActs {
    private final AuditLog audit;

    AuditedActs(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * @param wish with an action such as {@code market.halt}; recorded as {@code …_requested} and {@code …_done}, {@code …_refused} or {@code …_unknown}
     * @param act throws when the engine refuses or does not answer
     * @param ended adds what came of it
     */
    <T> T carryOut(AuditEvent wish, Supplier<T> act, Function<T, AuditEvent> ended) {
        audit.record(wish.ended("requested"));
        T result;
        try {
            result = act.get();
        } catch (EngineRefusal e) {
            audit.record(wish.ended("refused").with("why", String.valueOf(e.getMessage())));
            throw e;
        } catch (EngineUnavailable e) {
            audit.record(wish.ended("unknown").with("why", String.valueOf(e.getMessage())));
            throw e;
        }
        audit.record(ended.apply(result).ended("done"));
        return result;
    }
}
