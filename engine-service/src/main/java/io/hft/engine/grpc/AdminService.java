package io.hft.engine.grpc;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import io.hft.engine.command.KillSwitchCommand;
import io.hft.engine.command.MassCancelCommand;
import io.hft.engine.command.SetRiskLimitsCommand;
import io.hft.engine.command.SetTradingStateCommand;
import io.hft.engine.command.UpsertInstrumentCommand;
import io.hft.engine.event.Event;
import io.hft.engine.event.EventType;
import io.hft.engine.instrument.TradingState;
import io.hft.engine.sequencing.ShardPipeline;
import io.hft.engine.v1.KillSwitchRequest;
import io.hft.engine.v1.KillSwitchResponse;
import io.hft.engine.v1.MassCancelRequest;
import io.hft.engine.v1.MassCancelResponse;
import io.hft.engine.v1.SetRiskLimitsRequest;
import io.hft.engine.v1.SetRiskLimitsResponse;
import io.hft.engine.v1.SetTradingStateRequest;
import io.hft.engine.v1.SetTradingStateResponse;
import io.hft.engine.v1.ShardSequence;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.UpsertInstrumentRequest;
import io.hft.engine.v1.UpsertInstrumentResponse;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.jspecify.annotations.Nullable;

/** What operators do: every call is a journaled command. Nobody is asked here who he is; see the operators' guide. */
final class AdminService {
    private static final long NO_SOURCE = OrderForm.NO_SOURCE;

    private final Markets markets;

    AdminService(final Markets markets) {
        this.markets = markets;
    }

    void massCancel(final MassCancelRequest request, final StreamObserver<MassCancelResponse> observer) {
        final long accountId = notNegative("account_id", request.getAccountId(), "0 means every account");
        final Market market = request.getSymbol().isEmpty() ? null : markets.require(request.getSymbol());
        if (accountId == 0 && market == null) {
            throw new InvalidField("account_id", "is required where no symbol is given");
        }
        final byte side = sideOrBoth(request.getSide());
        final int instrumentId = market == null ? 0 : market.id();
        new ShardsReply<MassCancelResponse>(observer, shardsOf(market)) {
            @Override
            MassCancelResponse message(final List<ShardSequence> sequences, final long canceled) {
                return MassCancelResponse.newBuilder()
                        .setCanceled(canceled)
                        .addAllShards(sequences)
                        .build();
            }
        }.send((buffer, offset) ->
                MassCancelCommand.encode(buffer, offset, NO_SOURCE, 0, accountId, instrumentId, side));
    }

    void killSwitch(final KillSwitchRequest request, final StreamObserver<KillSwitchResponse> observer) {
        final long accountId = notNegative("account_id", request.getAccountId(), "0 means all");
        final boolean engaged = request.getEngaged();
        final boolean cancel = request.getCancelOpenOrders();
        if (cancel && !engaged) {
            throw new InvalidField("cancel_open_orders", "goes with engaging only");
        }
        new ShardsReply<KillSwitchResponse>(observer, markets.shards()) {
            @Override
            KillSwitchResponse message(final List<ShardSequence> sequences, final long canceled) {
                return KillSwitchResponse.newBuilder()
                        .setCanceled(canceled)
                        .addAllShards(sequences)
                        .build();
            }
        }.send((buffer, offset) -> KillSwitchCommand.encode(buffer, offset, NO_SOURCE, 0, accountId, engaged, cancel));
    }

    void setTradingState(final SetTradingStateRequest request, final StreamObserver<SetTradingStateResponse> observer) {
        final Market market = markets.require(request.getSymbol());
        final byte state = tradingState("trading_state", request.getTradingStateValue());
        new ShardsReply<SetTradingStateResponse>(observer, List.of(market.shard())) {
            @Override
            void onEvent(final DirectBuffer buffer, final int offset) {
                publishState(buffer, offset);
            }

            @Override
            SetTradingStateResponse message(final List<ShardSequence> sequences, final long canceled) {
                return SetTradingStateResponse.newBuilder()
                        .setShard(sequences.getFirst().getShard())
                        .setLastSequence(sequences.getFirst().getLastSequence())
                        .build();
            }
        }.send((buffer, offset) -> SetTradingStateCommand.encode(buffer, offset, NO_SOURCE, 0, market.id(), state));
    }

    void setRiskLimits(final SetRiskLimitsRequest request, final StreamObserver<SetRiskLimitsResponse> observer) {
        final RiskLimitsForm limits = RiskLimitsForm.of(markets, request);
        new ShardsReply<SetRiskLimitsResponse>(observer, shardsOf(limits.market())) {
            @Override
            SetRiskLimitsResponse message(final List<ShardSequence> sequences, final long canceled) {
                return SetRiskLimitsResponse.newBuilder()
                        .addAllShards(sequences)
                        .build();
            }
        }.send((buffer, offset) -> SetRiskLimitsCommand.encode(
                buffer,
                offset,
                NO_SOURCE,
                0,
                limits.accountId(),
                limits.instrumentId(),
                limits.priceBandBasisPoints(),
                limits.maxQuantityLots(),
                limits.maxNotional(),
                limits.maxPositionLots(),
                limits.maxOpenOrders(),
                limits.ordersPerSecond()));
    }

    void upsertInstrument(
            final UpsertInstrumentRequest request, final StreamObserver<UpsertInstrumentResponse> observer) {
        if (!request.hasInstrument()) {
            throw new InvalidField("instrument", "is required");
        }
        final InstrumentForm form = InstrumentForm.of(request.getInstrument());
        final Market known = markets.find(form.symbol());
        if (known != null) {
            form.requireSameGrid(known);
            change(known.withInstrument(form.withId(known.id())), observer);
            return;
        }
        final ShardPipeline shard;
        try {
            shard = markets.requireShard(request.getInstrument().getShard());
        } catch (final InvalidField e) {
            throw new InvalidField(
                    "instrument.shard", "must be from 0 to " + (markets.shards().size() - 1));
        }
        final int wanted = request.getInstrument().getTradingStateValue();
        final byte state = wanted == 0 ? TradingState.TRADING.code() : tradingState("instrument.trading_state", wanted);
        defineNew(markets.announce(shard, form::withId), state, observer);
    }

    /** Changes the limits of a market that is open to requests already. */
    private void change(final Market market, final StreamObserver<UpsertInstrumentResponse> observer) {
        new ShardsReply<UpsertInstrumentResponse>(observer, List.of(market.shard())) {
            @Override
            void onEvent(final DirectBuffer buffer, final int offset) {
                if (Event.typeCode(buffer, offset) == EventType.INSTRUMENT.code()) {
                    markets.defined(market);
                }
            }

            @Override
            UpsertInstrumentResponse message(final List<ShardSequence> sequences, final long canceled) {
                return answer(market, sequences);
            }
        }.send((buffer, offset) -> encode(market, buffer, offset));
    }

    /** Requests may name the symbol as soon as the market is in the state that was asked for. */
    private void defineNew(
            final Market market, final byte state, final StreamObserver<UpsertInstrumentResponse> observer) {
        new ShardsReply<UpsertInstrumentResponse>(observer, List.of(market.shard())) {
            @Override
            void done(final List<ShardSequence> sequences, final long canceled) {
                if (state == TradingState.TRADING.code()) {
                    super.done(sequences, canceled);
                } else {
                    beginIn(state, market, observer);
                }
            }

            @Override
            void failed(final Status status) {
                markets.withdraw(market);
                super.failed(status);
            }

            @Override
            UpsertInstrumentResponse message(final List<ShardSequence> sequences, final long canceled) {
                markets.defined(market);
                return answer(market, sequences);
            }
        }.send((buffer, offset) -> encode(market, buffer, offset));
    }

    private void beginIn(
            final byte state, final Market market, final StreamObserver<UpsertInstrumentResponse> observer) {
        new ShardsReply<UpsertInstrumentResponse>(observer, List.of(market.shard())) {
            @Override
            void onEvent(final DirectBuffer buffer, final int offset) {
                publishState(buffer, offset);
            }

            @Override
            void failed(final Status status) {
                markets.defined(market);
                super.failed(status.withDescription("instrument.trading_state: " + market.symbol()
                        + " is defined and trading, since its state could not be set: " + status.getDescription()));
            }

            @Override
            UpsertInstrumentResponse message(final List<ShardSequence> sequences, final long canceled) {
                markets.defined(market);
                return answer(market, sequences);
            }
        }.send((buffer, offset) -> SetTradingStateCommand.encode(buffer, offset, NO_SOURCE, 0, market.id(), state));
    }

    private UpsertInstrumentResponse answer(final Market market, final List<ShardSequence> sequences) {
        return UpsertInstrumentResponse.newBuilder()
                .setInstrument(Wire.instrument(markets.require(market.symbol())))
                .setLastSequence(sequences.getFirst().getLastSequence())
                .build();
    }

    private void publishState(final DirectBuffer buffer, final int offset) {
        if (Event.typeCode(buffer, offset) == EventType.TRADING_STATE.code()) {
            markets.tradingState(
                    Event.instrumentId(buffer, offset), TradingState.of((byte) Event.quantityLots(buffer, offset)));
        }
    }

    private List<ShardPipeline> shardsOf(final @Nullable Market market) {
        return market == null ? markets.shards() : List.of(market.shard());
    }

    private static int encode(final Market market, final MutableDirectBuffer buffer, final int offset) {
        return UpsertInstrumentCommand.encode(buffer, offset, NO_SOURCE, 0, market.instrument());
    }

    private static byte sideOrBoth(final Side side) {
        return switch (side) {
            case SIDE_UNSPECIFIED, BUY, SELL -> (byte) side.getNumber();
            case UNRECOGNIZED -> throw new InvalidField("side", "must be BUY, SELL or, for both, unspecified");
        };
    }

    private static byte tradingState(final String field, final int code) {
        if (code < 0 || code > Byte.MAX_VALUE || !TradingState.isKnown((byte) code)) {
            throw new InvalidField(field, "must be TRADING, HALTED or CANCEL_ONLY");
        }
        return (byte) code;
    }

    private static long notNegative(final String field, final long value, final String zero) {
        if (value < 0) {
            throw new InvalidField(field, "must not be negative; " + zero);
        }
        return value;
    }
}
