package dev.watchparty.media.problem;

/// Ends a REST call with a problem. It is an answer, not a fault of ours: it carries no stack trace and is not logged.
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;

    public ProblemException(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
