package dev.watchparty.sync.uplink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watchparty.sync.room.PageReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Says what the media service expects, and reads what it promises to answer.
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String VIEWER = "3f9a1c0b7d2e48a6c5d4e3f2";

    @Test
    void theReportIsTheSample() throws IOException {
        Report report = Report.of(List.of(
                List.of(new PageReport(VIEWER, "a1b2c3d4", 12.5, 41.7, 850.0)),
                List.of(),
                List.of(new PageReport(VIEWER, "e5f6a7b8", null, null, null))));

        assertThat(JSON.readTree(report.encode())).isEqualTo(JSON.readTree(sample("viewers.json")));
    }

    @Test
    void aReportIsNoLongerThanTheMediaServiceTakes() {
        List<PageReport> room = Collections.nCopies(2500, new PageReport(VIEWER, "t", 1.0, 2.0, 3.0));

        assertThat(Report.of(List.of(room, room)).viewers()).hasSize(Report.MOST);
    }

    @Test
    void theAnswerIsUnderstood() throws IOException {
        Map<String, Double> parts = Shares.read(sample("viewers-answer.json")).parts();

        assertThat(parts).containsOnlyKeys(VIEWER);
        assertThat(parts.get(VIEWER)).isCloseTo(0.125, within(1e-9));
    }

    @Test
    void withoutALimitTheWholeIsWhatAllGetTogether() throws IOException {
        assertThat(Shares.read("{\"uplinkBitsPerSecond\":null,\"viewers\":{\"a\":300,\"b\":100,\"c\":-5}}")
                        .parts())
                .isEqualTo(Map.of("a", 0.75, "b", 0.25, "c", 0.0));
        assertThat(Shares.read("{\"viewers\":{\"a\":0}}").parts()).isEqualTo(Map.of("a", 0.0));
    }

    @Test
    void aBurstAboveTheLineIsTheWholeLine() throws IOException {
        assertThat(Shares.read("{\"uplinkBitsPerSecond\":100,\"viewers\":{\"a\":130}}")
                        .parts())
                .isEqualTo(Map.of("a", 1.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "{}",
                "{\"viewers\":null}",
                "{\"viewers\":[1]}",
                "{\"viewers\":{\"a\":null}}",
                "{\"uplinkBitsPerSecond\":0,\"viewers\":{}}",
                "{\"viewers\":{}} {}"
            })
    void anAnswerThatIsNoneIsRefused(String answer) {
        assertThatThrownBy(() -> Shares.read(answer)).isInstanceOf(JsonProcessingException.class);
    }

    private static String sample(String name) throws IOException {
        return Files.readString(Path.of("../deploy/contracts").resolve(name));
    }
}
