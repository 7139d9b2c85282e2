package io.hft.backend.settlement;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import io.hft.backend.BackendApplication;
import io.hft.backend.support.TestDirectories;
import io.hft.backend.support.TestEngine;
import io.hft.backend.support.TestPostgres;
import io.hft.engine.v1.OrderType;
import io.hft.engine.v1.Side;
import io.hft.engine.v1.SubmitOrderRequest;
import io.hft.engine.v1.SubmitOrderResponse;
import io.hft.engine.v1.TradingEngineGrpc;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How fast the settler books a backlog: real engine, real PostgreSQL with its ordinary durability, real gRPC, all of them in or beside this
 * JVM. Not a test: run its main with the test class path. Arguments: orders (50,000: two events each), users (100), rounds (3).
 */
public final class SettlementBenchmark {
    private static final int IN_FLIGHT = 2_000;
    private static final int TICKS_PER_SECOND = 100;
    private static final long FIRST_USER = 100;

    private final JdbcTemplate jdbc;
    private final Settler settler;
    private final TradingEngineGrpc.TradingEngineStub engine;
    private final int users;
    private long orderIds = 1_000_000_100_000L;

    private SettlementBenchmark(ConfigurableApplicationContext backend, ManagedChannel channel, int users) {
        this.jdbc = backend.getBean(JdbcTemplate.class);
        this.settler = backend.getBean(Settler.class);
        this.engine = TradingEngineGrpc.newStub(channel);
        this.users = users;
    }

    public static void main(String[] arguments) throws Exception {
        int orders = argument(arguments, 0, 50_000);
        int users = argument(arguments, 1, 100);
        int rounds = argument(arguments, 2, 3);
        try (TestEngine engine = new TestEngine();
                ConfigurableApplicationContext backend = new SpringApplicationBuilder(BackendApplication.class)
                        .profiles("local")
                        .run(
                                "--server.port=0",
                                "--management.server.port=0",
                                "--hft.sandbox.enabled=false",
                                "--hft.reconciliation.enabled=false",
                                "--hft.engine-client.port=" + engine.port(),
                                "--hft.database.url=" + TestPostgres.newDatabase(),
                                "--hft.data-dir=" + TestDirectories.create("bench-data"))) {
            ManagedChannel channel = NettyChannelBuilder.forAddress("127.0.0.1", engine.port())
                    .usePlaintext()
                    .build();
            SettlementBenchmark benchmark = new SettlementBenchmark(backend, channel, users);
            benchmark.open();
            for (int round = 1; round <= rounds; round++) {
                benchmark.measure(round, orders);
            }
            channel.shutdownNow();
        }
        System.exit(0);
    }

    private static int argument(String[] arguments, int index, int usual) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : usual;
    }

    private void open() throws InterruptedException {
        while (settler.status().isEmpty() || cursor() < 0) {
            Thread.sleep(50);
        }
        jdbc.update("""
                insert into users (user_id, username, email, kind)
                select id, 'bench' || id, 'bench' || id || '@test.invalid', 'MEMBER' from generate_series(?, ?) id
                """, FIRST_USER, FIRST_USER + users - 1);
        jdbc.update("""
                insert into ledger_accounts (owner_id, asset, balance)
                select user_id, asset, 1000000000 from users, unnest(array['BTC', 'USD']) asset where username like 'bench%'
                """);
    }

    /** Half of them sells, half buys that take them at once; every user on both sides, never against itself. */
    private void measure(int round, int orders) throws InterruptedException {
        settler.stop();
        long before = cursorRow();
        long first = orderIds + 1;
        admit(first, orders);
        long produced = produce(first, orders);
        long events = produced - before;
        long begin = System.nanoTime();
        settler.start();
        while (cursor() < produced) {
            Thread.sleep(1);
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "round %d: %,d events of %,d orders settled in %.2f s: %,.0f events/s, %,.0f orders/s; processor time per event:"
                        + " settler %.1f us, reader %.1f us, its PostgreSQL process %.1f us%n",
                round,
                events,
                orders,
                seconds,
                events / seconds,
                orders / seconds,
                threadMicros("settler-0") / events,
                threadMicros("settler-reader-0") / events,
                databaseMicros() / events);
    }

    private void admit(long first, int orders) {
        jdbc.update("""
                insert into orders (order_id, user_id, symbol, side, type, time_in_force, price, quantity, status, held, shard)
                select ? + n, ? + (n + n / 2) % ?, 'BTC-USD', case n % 2 when 0 then 'SELL' else 'BUY' end, 'LIMIT', 'GTC',
                       50000, 0.01, 'PENDING_NEW', case n % 2 when 0 then 0.01 else 500 end, 0
                from generate_series(0, ? - 1) n
                """, first, FIRST_USER, users, orders);
        jdbc.update("""
                update ledger_accounts a set held = coalesce((select sum(o.held) from orders o where o.user_id = a.owner_id
                    and a.asset = case o.side when 'BUY' then 'USD' else 'BTC' end), 0) where owner_id is not null
                """);
        orderIds = first + orders;
    }

    private long produce(long first, int orders) throws InterruptedException {
        Semaphore permits = new Semaphore(IN_FLIGHT);
        long[] last = {0};
        for (int n = 0; n < orders; n++) {
            permits.acquire();
            engine.submitOrder(
                    SubmitOrderRequest.newBuilder()
                            .setOrderId(first + n)
                            .setAccountId(FIRST_USER + (n + n / 2) % users)
                            .setSymbol("BTC-USD")
                            .setSide(n % 2 == 0 ? Side.SELL : Side.BUY)
                            .setOrderType(OrderType.LIMIT)
                            .setPrice("50000")
                            .setQuantity("0.01")
                            .build(),
                    new StreamObserver<>() {
                        @Override
                        public void onNext(SubmitOrderResponse answer) {
                            synchronized (last) {
                                last[0] = Math.max(last[0], answer.getLastSequence());
                            }
                        }

                        @Override
                        public void onError(Throwable failure) {
                            failure.printStackTrace();
                            permits.release();
                        }

                        @Override
                        public void onCompleted() {
                            permits.release();
                        }
                    });
        }
        permits.acquire(IN_FLIGHT);
        synchronized (last) {
            return last[0];
        }
    }

    /** Since the thread was started, which is when the round began. */
    private static double threadMicros(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(name)) {
                return threads.getThreadCpuTime(thread.getThreadId()) / 1e3;
            }
        }
        return 0;
    }

    /** Of the settler's connection, which is as old as the round. Linux only. */
    private double databaseMicros() {
        List<Integer> process = jdbc.queryForList(
                "select pid from pg_stat_activity where application_name = 'hft-settler-0'", Integer.class);
        try {
            String stat = Files.readString(Path.of("/proc/" + process.getFirst() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * 1e6 / TICKS_PER_SECOND;
        } catch (IOException e) {
            return 0;
        }
    }

    private long cursor() {
        return settler.status().stream()
                .mapToLong(SettlementStatus::cursor)
                .findFirst()
                .orElse(-1);
    }

    private long cursorRow() {
        Long sequence = jdbc.queryForObject("select coalesce(max(sequence), 0) from settlement_cursors", Long.class);
        return sequence == null ? 0 : sequence;
    }
}
