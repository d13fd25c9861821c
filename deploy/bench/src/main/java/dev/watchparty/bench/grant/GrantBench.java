package dev.watchparty.bench.grant;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/// `./watchparty bench grant`: what a grant costs with 10 flows and with 10,000, and what that is in proportion.
public final class GrantBench {

    private GrantBench() {}

    /// Measures and prints.
    ///
    /// @param arguments none for some two minutes, or `short` for some twenty seconds, whose error is larger
    public static void main(String[] arguments) throws RunnerException {
        boolean brief = Arrays.equals(arguments, new String[] {"short"});
        if (!brief && arguments.length > 0) {
            System.err.println("There is no part " + arguments[0] + ": short is the only one.");
            System.exit(2);
        }
        ChainedOptionsBuilder options = new OptionsBuilder().include(GrantBenchmark.class.getName());
        if (brief) {
            options.forks(3)
                    .warmupIterations(2)
                    .warmupTime(TimeValue.milliseconds(500))
                    .measurementTime(TimeValue.milliseconds(500));
        }
        Collection<RunResult> runs = new Runner(options.build()).run();
        Result<?> few = of(runs, "10");
        Result<?> many = of(runs, "10000");
        row("ns a grant, 10 flows", few.getScore(), few.getScoreError(), "");
        row("ns a grant, 10,000 flows", many.getScore(), many.getScoreError(), "");
        double ratio = many.getScore() / few.getScore();
        double relative = Math.hypot(many.getScoreError() / many.getScore(), few.getScoreError() / few.getScore());
        row("10,000 flows against 10", ratio, ratio * relative, "1.5");
    }

    private static Result<?> of(Collection<RunResult> runs, String flows) {
        return runs.stream()
                .filter(run -> run.getParams().getParam("flows").equals(flows))
                .findFirst()
                .orElseThrow()
                .getPrimaryResult();
    }

    private static void row(String figure, double measured, double error, String toReach) {
        System.out.printf(Locale.ROOT, "grant   %-58s %10.2f +- %-8.2f %s%n", figure, measured, error, toReach);
    }
}
