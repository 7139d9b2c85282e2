package io.hft.backend.engine;

/**
 * The engine's answer to a new order.
 *
 * @param order the order's state after the command
 * @param duplicate the id was known before: nothing happened now
 * @param lastSequence whoever has applied the shard's events up to here has seen the whole outcome
 */
public record Submission(EngineOrder order, boolean duplicate, int shard, long lastSequence) {
    /** Whether a duplicate's state belongs to this very order and not to somebody else's under the same id. */
    public boolean isAnswerTo(OrderCommand command) {
        return order.accountId() == command.accountId()
                && order.symbol().equals(command.symbol())
                && order.side() == command.side()
                && order.quantity().compareTo(command.quantity()) == 0
                && order.price().compareTo(command.price()) == 0;
    }
}
