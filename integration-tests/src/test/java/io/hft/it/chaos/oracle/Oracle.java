package io.hft.it.chaos.oracle;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks at the evidence point by point. */
public final class Oracle {
    /** What the points are, for people. */
    public static final Map<Integer, String> POINTS = points();

    private Oracle() {}

    private static Map<Integer, String> points() {
        Map<Integer, String> points = new LinkedHashMap<>();
        points.put(0, "comes back by itself, and answers as it should");
        points.put(1, "an acknowledged order exists exactly once");
        points.put(2, "money adds up");
        points.put(3, "engine and database agree");
        points.put(4, "the book obeys its rules");
        points.put(5, "live state = replay of the files");
        points.put(6, "no gap, no repeat; a client's book is the engine's");
        points.put(7, "one key, one effect; one principal, one account");
        return points;
    }

    /** Everything that is wrong; empty when nothing is. */
    public static List<Violation> check(Evidence evidence) {
        List<Violation> all = new ArrayList<>();
        all.addAll(OrderChecks.check(evidence));
        all.addAll(SessionChecks.check(evidence));
        all.addAll(MoneyChecks.check(evidence));
        all.addAll(AgreementChecks.check(evidence));
        all.addAll(BookModel.check(evidence));
        all.addAll(ReplayChecks.check(evidence));
        all.addAll(StreamChecks.check(evidence));
        all.addAll(KeyChecks.check(evidence));
        return all;
    }

    /** What the database has of each request, before its client has repeated it. */
    public static Map<Request, List<Long>> effects(Tables tables, List<Request> requests) {
        return OrderChecks.effects(tables, requests);
    }
}
