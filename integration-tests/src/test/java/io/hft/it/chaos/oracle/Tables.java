package io.hft.it.chaos.oracle;

import io.hft.it.support.Database;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The database's tables, whole. */
public record Tables(
        List<OrderRow> orders,
        List<FillRow> fills,
        List<TransferRow> transfers,
        List<AccountRow> accounts,
        List<KeyRow> keys,
        long settledSequence) {
    private static final Set<String> OPEN = Set.of("PENDING_NEW", "NEW", "PENDING_TRIGGER", "PARTIALLY_FILLED");

    /** A row of {@code orders}. */
    public record OrderRow(
            long orderId,
            long userId,
            @Nullable String clientOrderId,
            String symbol,
            String side,
            String type,
            String timeInForce,
            BigDecimal price,
            BigDecimal quantity,
            BigDecimal cumulativeQuantity,
            BigDecimal cumulativeQuote,
            String status,
            @Nullable String rejectReason,
            BigDecimal held) {
        public boolean isOpen() {
            return OPEN.contains(status);
        }

        /** The asset that it pays with. */
        String payingAsset() {
            return symbol.split("-")[side.equals("SELL") ? 0 : 1];
        }

        /** This order with another status. */
        public OrderRow withStatus(String other) {
            return new OrderRow(
                    orderId,
                    userId,
                    clientOrderId,
                    symbol,
                    side,
                    type,
                    timeInForce,
                    price,
                    quantity,
                    cumulativeQuantity,
                    cumulativeQuote,
                    other,
                    rejectReason,
                    held);
        }
    }

    /** A row of {@code fills}. */
    public record FillRow(
            int shard,
            long sequence,
            long tradeId,
            long orderId,
            long userId,
            String side,
            BigDecimal price,
            BigDecimal quantity,
            BigDecimal quoteAmount,
            String liquidity) {}

    /** A row of {@code transfers}. */
    public record TransferRow(
            long transferId,
            String asset,
            long debitAccountId,
            long creditAccountId,
            BigDecimal amount,
            String kind,
            @Nullable Long tradeId) {}

    /** A row of {@code ledger_accounts}; the owner of an external account is null. */
    public record AccountRow(
            long accountId, @Nullable Long ownerId, String asset, BigDecimal balance, BigDecimal held) {}

    /** A row of {@code idempotent_requests}. */
    public record KeyRow(
            long userId,
            String scope,
            String key,
            long orderId,
            @Nullable Integer status,
            @Nullable String body) {}

    /** Reads them all. Nothing may be under way. */
    public static Tables read(Database database) {
        return new Tables(
                database.query("select * from orders order by order_id", Tables::order),
                database.query("select * from fills order by shard, sequence", Tables::fill),
                database.query("select * from transfers order by transfer_id", Tables::transfer),
                database.query("select * from ledger_accounts order by account_id", Tables::account),
                database.query("select * from idempotent_requests order by request_id", Tables::key),
                database.settledSequence());
    }

    private static OrderRow order(ResultSet row) throws SQLException {
        return new OrderRow(
                row.getLong("order_id"),
                row.getLong("user_id"),
                row.getString("client_order_id"),
                row.getString("symbol"),
                row.getString("side"),
                row.getString("type"),
                row.getString("time_in_force"),
                row.getBigDecimal("price"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("cumulative_quantity"),
                row.getBigDecimal("cumulative_quote"),
                row.getString("status"),
                row.getString("reject_reason"),
                row.getBigDecimal("held"));
    }

    private static FillRow fill(ResultSet row) throws SQLException {
        return new FillRow(
                row.getInt("shard"),
                row.getLong("sequence"),
                row.getLong("trade_id"),
                row.getLong("order_id"),
                row.getLong("user_id"),
                row.getString("side"),
                row.getBigDecimal("price"),
                row.getBigDecimal("quantity"),
                row.getBigDecimal("quote_amount"),
                row.getString("liquidity"));
    }

    private static TransferRow transfer(ResultSet row) throws SQLException {
        return new TransferRow(
                row.getLong("transfer_id"),
                row.getString("asset"),
                row.getLong("debit_account_id"),
                row.getLong("credit_account_id"),
                row.getBigDecimal("amount"),
                row.getString("kind"),
                row.getObject("trade_id", Long.class));
    }

    private static AccountRow account(ResultSet row) throws SQLException {
        return new AccountRow(
                row.getLong("account_id"),
                row.getObject("owner_id", Long.class),
                row.getString("asset"),
                row.getBigDecimal("balance"),
                row.getBigDecimal("held"));
    }

    private static KeyRow key(ResultSet row) throws SQLException {
        return new KeyRow(
                row.getLong("user_id"),
                row.getString("scope"),
                row.getString("key"),
                row.getLong("order_id"),
                row.getObject("status", Integer.class),
                row.getString("body"));
    }
}
