package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusCheckTest {

    @ParameterizedTest
    @CsvSource({
        // time, buffered, drift, clock error, round trip, dropped frames
        "NaN, 1, 0, 0, 0, 0",
        "-1, 1, 0, 0, 0, 0",
        "1e9, 1, 0, 0, 0, 0",
        "1, -1, 0, 0, 0, 0",
        "1, Infinity, 0, 0, 0, 0",
        "1, 1, 1e12, 0, 0, 0",
        "1, 1, NaN, 0, 0, 0",
        "1, 1, 0, -1, 0, 0",
        "1, 1, 0, 1e9, 0, 0",
        "1, 1, 0, 0, -1, 0",
        "1, 1, 0, 0, 60001, 0",
        "1, 1, 0, 0, NaN, 0",
        "1, 1, 0, 0, 0, -1",
    })
    void numbersThatCannotBeAreNotTaken(
            double time, double buffered, double drift, double clockError, double rtt, int dropped) {
        assertThat(StatusCheck.plausible(status(time, buffered, drift, clockError, rtt, dropped, null)))
                .isEmpty();
    }

    @Test
    void whatIsNotReportedIsNoReasonToRefuse() {
        Status status = status(1, 1, null, null, null, null, null);

        assertThat(StatusCheck.plausible(status)).contains(status);
    }

    @Test
    void theProblemIsMadeFitToBeShown() {
        Status status = status(1, 1, null, null, null, null, "no\u0000 sound\n" + "x".repeat(1000));

        assertThat(StatusCheck.plausible(status).orElseThrow().problem())
                .startsWith("no sound xxx")
                .hasSize(200);
    }

    private static Status status(
            double time,
            double buffered,
            @Nullable Double drift,
            @Nullable Double clockError,
            @Nullable Double rtt,
            @Nullable Integer dropped,
            @Nullable String problem) {
        return new Status(time, buffered, true, drift, clockError, rtt, dropped, true, false, problem, null);
    }
}
