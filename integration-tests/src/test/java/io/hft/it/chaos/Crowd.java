package io.hft.it.chaos;

import io.hft.it.chaos.oracle.Request;
import io.hft.it.chaos.oracle.Request.State;
import io.hft.it.chaos.oracle.SessionLog;
import io.hft.it.chaos.oracle.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** All who trade, each on a virtual thread of its own. */
final class Crowd {
    private final List<RestBot> bots;
    private final List<SessionBot> sessionBots;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean trading;

    Crowd(List<RestBot> bots, List<SessionBot> sessionBots) {
        this.bots = List.copyOf(bots);
        this.sessionBots = List.copyOf(sessionBots);
    }

    List<RestBot> bots() {
        return bots;
    }

    List<Request> requests() {
        return bots.stream().flatMap(bot -> bot.requests().stream()).toList();
    }

    List<SessionLog> sessions() {
        return sessionBots.stream().map(SessionBot::log).toList();
    }

    List<Violation> surprises() {
        List<Violation> all = new ArrayList<>();
        bots.forEach(bot -> all.addAll(bot.surprises()));
        sessionBots.forEach(bot -> all.addAll(bot.surprises()));
        return all;
    }

    /** Lets all trade until {@link #stop}. */
    void start() {
        trading = true;
        BooleanSupplier goOn = () -> trading;
        bots.forEach(bot -> threads.add(Thread.ofVirtual().start(() -> bot.trade(goOn))));
        sessionBots.forEach(bot -> run(() -> bot.trade(goOn)));
    }

    /** Waits until everybody has stopped; what is under way stays unanswered. */
    void stop() throws InterruptedException {
        trading = false;
        join();
    }

    /** Has everybody repeat what has no final answer, until it has one or the time is over. */
    void settle(long seconds) throws InterruptedException {
        long deadline = System.nanoTime() + seconds * 1_000_000_000L;
        BooleanSupplier goOn = () -> System.nanoTime() < deadline;
        bots.forEach(bot -> run(() -> bot.settle(goOn)));
        sessionBots.forEach(bot -> run(() -> bot.settle(goOn)));
        join();
    }

    private interface Task {
        void run() throws InterruptedException;
    }

    private void run(Task task) {
        threads.add(Thread.ofVirtual().start(() -> {
            try {
                task.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }));
    }

    private void join() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
    }

    /** How far each of them is, to see later whether all get on. */
    Progress progress() {
        Map<Object, Long> counts = new HashMap<>();
        bots.forEach(bot -> counts.put(bot, bot.finalAnswers()));
        sessionBots.forEach(bot -> counts.put(bot, bot.answered()));
        return new Progress(counts);
    }

    /** @param counts final answers by who got them */
    record Progress(Map<Object, Long> counts) {
        /** Whether everybody has got so many answers since. */
        boolean isSince(Progress before, int answers) {
            return counts.entrySet().stream()
                    .allMatch(entry -> entry.getValue() >= before.counts().get(entry.getKey()) + answers);
        }
    }

    /** How many requests are in which state. */
    String summary() {
        Map<State, Integer> states = new HashMap<>();
        requests().forEach(request -> states.merge(request.state(), 1, Integer::sum));
        long commands = sessionBots.stream().mapToLong(SessionBot::answered).sum();
        return "requests " + states + ", session commands " + commands;
    }
}
