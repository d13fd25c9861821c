package dev.watchparty.sync.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.room.RoomName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Reads what the media service promises to say.
class ContractTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final StagedFilm FILM = new StagedFilm(
            "5f0c3a9be1d24c7f8a6b5d4e3f2a1b0c9d8e7f60",
            "anime/frieren-01.mkv",
            "/media/current?v=5f0c3a9be1d24c7f8a6b5d4e3f2a1b0c9d8e7f60",
            1475.041);

    @Test
    void theStageEventIsUnderstood() throws IOException {
        StageEvent event = StageResource.read(sample("stage-event.json").toString());

        assertThat(event.room()).isEqualTo("main");
        assertThat(event.staged().film()).isEqualTo(FILM);
        assertThat(event.staged().stageRevision()).isEqualTo(1795366800123L);
    }

    @Test
    void theStagedStateIsUnderstood() throws IOException {
        Staged staged = JSON.treeToValue(sample("staged.json"), Staged.class);

        assertThat(staged.film()).isEqualTo(FILM);
        assertThat(staged.stageRevision()).isEqualTo(1795366800123L);
    }

    @Test
    void theRoomsAreUnderstoodAndWhatIsNoNameIsLeftOut() throws IOException {
        assertThat(JSON.treeToValue(sample("rooms.json"), StagedRooms.class).names())
                .containsExactly(new RoomName("friends"), RoomName.MAIN);
        assertThat(JSON.readValue("{\"rooms\":[\"../etc\",\"ok\"],\"later\":1}", StagedRooms.class)
                        .names())
                .containsExactly(new RoomName("ok"));
    }

    @ParameterizedTest
    @CsvSource({"room", "staged", "staged.path", "staged.etag", "staged.url", "staged.stageRevision"})
    void anEventWithoutAFieldThatARoomNeedsIsRefused(String field) throws IOException {
        ObjectNode event = sample("stage-event.json");
        int dot = field.indexOf('.');
        if (dot < 0) {
            event.remove(field);
        } else {
            ((ObjectNode) event.get(field.substring(0, dot))).remove(field.substring(dot + 1));
        }

        assertThatThrownBy(() -> StageResource.read(event.toString())).isInstanceOf(JsonProcessingException.class);
    }

    @Test
    void anEventWithARoomThatIsNoneIsRefused() throws IOException {
        ObjectNode event = sample("stage-event.json").put("room", "../main");

        assertThatThrownBy(() -> StageResource.read(event.toString())).isInstanceOf(JsonProcessingException.class);
    }

    @ParameterizedTest
    @CsvSource({"0,", "-1,", "1e9,", ",", "12.5, 12.5"})
    void aDurationThatNoFilmHasCountsAsUnknown(@Nullable Double said, @Nullable Double understood) {
        assertThat(new Staged("a.mkv", "e", "/media/current?v=e", 1, said)
                        .film()
                        .durationSeconds())
                .isEqualTo(understood);
    }

    private static ObjectNode sample(String name) throws IOException {
        return (ObjectNode)
                JSON.readTree(Files.readString(Path.of("../deploy/contracts").resolve(name)));
    }
}
