package io.hft.bench.session;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import io.hft.engine.v1.ExecutionType;
import io.hft.engine.v1.ListInstrumentsRequest;
import io.hft.engine.v1.SessionOpen;
import io.hft.engine.v1.SessionReply;
import io.hft.engine.v1.SessionReport;
import io.hft.engine.v1.SessionReports;
import io.hft.engine.v1.SessionRequest;
import io.hft.engine.v1.TradingEngineGrpc;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One client on one stream: of the engine's sessions, or of the echo. */
final class StreamLoad {
    private static final long SOURCE_ID = 1;
    private static final long BEGIN_WITHIN_SECONDS = 20;

    private StreamLoad() {}

    /** Orders through {@code OrderSession}. */
    static GrpcRun session(ManagedChannel channel, int batch, int window, GrpcRun.Plan plan) throws Exception {
        final int instrumentId = TradingEngineGrpc.newBlockingStub(channel)
                .withDeadlineAfter(BEGIN_WITHIN_SECONDS, TimeUnit.SECONDS)
                .listInstruments(ListInstrumentsRequest.getDefaultInstance())
                .getInstruments(0)
                .getInstrumentId();
        final CompletableFuture<Integer> opened = new CompletableFuture<>();
        final SessionAnswers answers = new SessionAnswers(opened, window, batch);
        TradingEngineGrpc.newStub(channel).orderSession(answers);
        answers.stream()
                .onNext(SessionRequest.newBuilder()
                        .setOpen(SessionOpen.newBuilder().setSourceId(SOURCE_ID))
                        .build());
        final int granted = opened.get(BEGIN_WITHIN_SECONDS, TimeUnit.SECONDS);
        if (granted < window) {
            throw new IllegalStateException(
                    "the engine grants a window of " + granted + " orders, asked for is one of " + window);
        }
        final GrpcRun run = send("session", answers, new FlowRequests(instrumentId, batch), batch, window, plan);
        if (answers.orders == 0) {
            throw new IllegalStateException("no order was accepted, " + answers.refused + " were refused");
        }
        return run;
    }

    /** The same messages through the echo. */
    static GrpcRun echo(ManagedChannel channel, int batch, int window, GrpcRun.Plan plan) throws Exception {
        final EchoAnswers answers = new EchoAnswers(window, batch);
        ClientCalls.asyncBidiStreamingCall(channel.newCall(Echo.STREAM, CallOptions.DEFAULT), answers);
        return send("echo", answers, new FlowRequests(1, batch), batch, window, plan);
    }

    private static GrpcRun send(
            String what, Answers<?> answers, FlowRequests requests, int batch, int window, GrpcRun.Plan plan) {
        final Window under = answers.window;
        final long warm = System.nanoTime() + plan.warmupNanos();
        while (System.nanoTime() - warm < 0) {
            sendOne(answers, requests);
        }
        under.measure();
        final long begin = System.nanoTime();
        final long answeredBefore = under.answered();
        final long end = begin + plan.nanos();
        while (System.nanoTime() - end < 0) {
            sendOne(answers, requests);
        }
        final long answered = under.answered() - answeredBefore;
        final long nanos = System.nanoTime() - begin;
        final GrpcRun run = GrpcRun.of(what, batch, window, answered, nanos, under.finish());
        answers.stream().onCompleted();
        return run;
    }

    private static void sendOne(Answers<?> answers, FlowRequests requests) {
        final SessionRequest request = requests.next(answers.window.sent() + 1);
        answers.window.enter(answers::isReady);
        answers.stream().onNext(request);
    }

    private abstract static class Answers<T> implements ClientResponseObserver<SessionRequest, T> {
        final Window window;
        private final CompletableFuture<ClientCallStreamObserver<SessionRequest>> started = new CompletableFuture<>();

        Answers(int window, int batch) {
            this.window = new Window(window, batch);
        }

        ClientCallStreamObserver<SessionRequest> stream() {
            return started.join();
        }

        boolean isReady() {
            return stream().isReady();
        }

        @Override
        public void beforeStart(ClientCallStreamObserver<SessionRequest> stream) {
            stream.setOnReadyHandler(window::signal);
            started.complete(stream);
        }

        @Override
        public void onError(Throwable cause) {
            window.fail(cause);
        }

        @Override
        public void onCompleted() {
            // We end the stream, after the last answer.
        }
    }

    private static final class EchoAnswers extends Answers<SessionRequest> {
        private long answered;

        EchoAnswers(int window, int batch) {
            super(window, batch);
        }

        @Override
        public void onNext(SessionRequest echo) {
            answered += echo.getCommands().getCommandsCount();
            window.answeredUpTo(answered);
        }
    }

    private static final class SessionAnswers extends Answers<SessionReply> {
        private final CompletableFuture<Integer> opened;
        private volatile long orders;
        private volatile long refused;

        SessionAnswers(CompletableFuture<Integer> opened, int window, int batch) {
            super(window, batch);
            this.opened = opened;
        }

        @Override
        public void onNext(SessionReply reply) {
            if (reply.hasOpened()) {
                opened.complete(reply.getOpened().getWindow());
                return;
            }
            final SessionReports reports = reply.getReports();
            long accepted = 0;
            long rejected = 0;
            for (int i = 0; i < reports.getReportsCount(); i++) {
                final SessionReport report = reports.getReports(i);
                if (report.getExecutionType() == ExecutionType.EXECUTION_NEW) {
                    accepted++;
                } else if (report.getExecutionType() == ExecutionType.EXECUTION_REJECTED) {
                    rejected++;
                }
            }
            orders += accepted;
            refused += rejected;
            window.answeredUpTo(reports.getLastSourceSequence());
        }

        @Override
        public void onError(Throwable cause) {
            opened.completeExceptionally(cause);
            super.onError(cause);
        }
    }
}
