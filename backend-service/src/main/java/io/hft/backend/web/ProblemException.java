package io.hft.backend.web;

/** Ends a request with a {@link Problem}. Thrown by {@code *.web} packages only; an answer, not a failure, so it has no trace. */
public final class ProblemException extends RuntimeException {
    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code().code() + ": " + problem.detail(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
