package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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

    @ParameterizedTest
    @ValueSource(doubles = {-1, 1e9, Double.NaN})
    void anAgeThatCannotBeIsNotTaken(double rttAge) {
        var status = new Status(1, 1, true, null, null, 20.0, rttAge, null, true, false, null, null, null, null);

        assertThat(StatusCheck.plausible(status)).isEmpty();
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

    @Test
    void whatTheProblemIsAboutIsMadeFitToBeShown() {
        List<@Nullable String> told = new ArrayList<>(List.of("m\u202Ekv", " ", "x".repeat(1000)));
        told.add(null);
        told.addAll(Collections.nCopies(100, "ac-3"));

        Status shown = StatusCheck.plausible(status("not-supported", told)).orElseThrow();

        assertThat(shown.formats()).containsExactly("mkv", "x".repeat(40), "ac-3", "ac-3", "ac-3", "ac-3");
    }

    @Test
    void formatsWithoutAProblemOrWithNothingToBeSeenAreNone() {
        List<@Nullable String> mkv = new ArrayList<>(List.of("mkv"));
        List<@Nullable String> unseen = new ArrayList<>(List.of("\u200B"));

        assertThat(StatusCheck.plausible(status(null, mkv)).orElseThrow().formats())
                .isNull();
        assertThat(StatusCheck.plausible(status("broken", unseen)).orElseThrow().formats())
                .isNull();
    }

    private static Status status(@Nullable String problem, List<@Nullable String> formats) {
        return new Status(1, 1, true, null, null, null, null, null, true, false, problem, formats, null, null);
    }

    private static Status status(
            double time,
            double buffered,
            @Nullable Double drift,
            @Nullable Double clockError,
            @Nullable Double rtt,
            @Nullable Integer dropped,
            @Nullable String problem) {
        return new Status(
                time, buffered, true, drift, clockError, rtt, null, dropped, true, false, problem, null, null, null);
    }
}
