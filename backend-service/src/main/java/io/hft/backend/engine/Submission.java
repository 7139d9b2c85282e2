package io.hft.backend.engine;

/**
 * The engine's answer to a new order.
 *
 * @param order the order's state after the command
 * @param duplicate the id was known before: nothing happened now
 * @param lastSequence whoever has applied the shard's events up to here has seen the whole outcome
 */
public record Submission(EngineOrder order, boolean duplicate, int shard, long lastSequence) {
    /**
     * Whether a duplicate's state may belong to this very order. Equal terms alone are no proof: the order is ours only when its
     * acceptance is among the events that are booked for it.
     */
    public boolean isAnswerTo(OrderCommand command) {
        return order.accountId() == command.accountId()
                && order.symbol().equals(command.symbol())
                && order.side() == command.side()
                && order.quantity().compareTo(command.quantity()) == 0
                && order.price().compareTo(command.price()) == 0;
    }
}
