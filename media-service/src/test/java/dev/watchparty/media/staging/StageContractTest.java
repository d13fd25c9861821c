package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watchparty.media.container.Index;
import dev.watchparty.media.subtitles.SubtitleTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What is told of a stage is what `deploy/contracts` promises, name by name.
final class StageContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path CONTRACTS = Path.of("..", "deploy", "contracts");

    private static final StagedFile FRIEREN = new StagedFile(
            RoomName.MAIN,
            "anime/frieren-01.mkv",
            Path.of("media/anime/frieren-01.mkv"),
            "5f0c3a9be1d24c7f8a6b5d4e3f2a1b0c9d8e7f60",
            Instant.ofEpochMilli(1_795_366_800_123L),
            1_795_366_800_123L,
            1_468_006_400,
            Instant.parse("2026-01-02T03:04:05.678901234Z"),
            "(dev=1,ino=2)",
            "video/x-matroska",
            1475.041,
            List.of("avc1.640028", "mp4a.40.2"),
            new Index.Unknown(),
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");

    private static final List<SubtitleTrack> SUBTITLES =
            List.of(new SubtitleTrack("de.srt", "de", ""), new SubtitleTrack("vtt", null, ""));

    @Test
    void the_staged_state_is_as_the_sample() throws IOException {
        assertThat(written(StagedView.of(FRIEREN, SUBTITLES, null))).isEqualTo(sample("staged.json"));
    }

    @Test
    void the_stage_event_is_as_the_sample() throws IOException {
        assertThat(written(StageEvent.of(FRIEREN))).isEqualTo(sample("stage-event.json"));
    }

    @Test
    void a_problem_is_one_more_field() throws IOException {
        JsonNode told = written(StagedView.of(FRIEREN, SUBTITLES, FileProblem.FILE_MISSING));

        assertThat(told.get("problem").textValue()).isEqualTo("file-missing");
        assertThat(told.size()).isEqualTo(sample("staged.json").size() + 1);
    }

    private static JsonNode written(Object value) throws IOException {
        return JSON.readTree(JSON.writeValueAsBytes(value));
    }

    private static JsonNode sample(String name) throws IOException {
        return JSON.readTree(Files.readAllBytes(CONTRACTS.resolve(name)));
    }
}
