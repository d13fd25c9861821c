package dev.watchparty.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttentionTest {

    private static final String INFO = "2026-11-22 17:10:59,123 INFO  [io.quarkus] (main) started";
    private static final String WARN = "2026-11-22 17:10:59,123 WARN  [dev.watchparty] (vert.x-1) slow disk";
    private static final String ERROR = "2026-11-22 17:10:59,123 ERROR [dev.watchparty] (vert.x-1) no disk";

    private final Attention attention = new Attention();

    @Test
    void warningsAndErrorsDeserveIt() {
        assertThat(shown(INFO, WARN, INFO, ERROR, INFO)).containsExactly(WARN, ERROR);
    }

    @Test
    void aStackTraceGoesWithItsError() {
        assertThat(shown(ERROR, "java.io.IOException: gone", "\tat a.B.c(B.java:1)", INFO, "\tat of.Info(I.java:1)"))
                .containsExactly(ERROR, "java.io.IOException: gone", "\tat a.B.c(B.java:1)");
    }

    @Test
    void aLongStackTraceIsCutButTheNextOneStartsAnew() {
        String[] trace = IntStream.range(0, 100).mapToObj(i -> "\tat line " + i).toArray(String[]::new);
        shown(ERROR);

        assertThat(shown(trace)).hasSizeBetween(5, 20);
        assertThat(shown(ERROR, "java.io.IOException: again")).hasSize(2);
    }

    @Test
    void whatTheJvmSaysAmongTheLinesOfALogIsShown() {
        String alarm = "Exception in thread \"worker-1\" java.lang.IllegalAccessError: module java.base";
        assertThat(shown(INFO, alarm, "\tat a.B.c(B.java:1)", INFO, "more of that"))
                .containsExactly(alarm, "\tat a.B.c(B.java:1)");
    }

    @Test
    void whatTheJvmSaysBeforeAnyLogIsShown() {
        assertThat(shown("Error: Could not find or load main class")).hasSize(1);
    }

    private List<String> shown(String... lines) {
        return List.of(lines).stream().filter(attention::deserves).toList();
    }
}
