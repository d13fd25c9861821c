package dev.watchparty.sync.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watchparty.sync.room.RoomName;
import dev.watchparty.sync.room.StageOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is asked of the media service, and what its answers mean.
class StageWishesTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void theWishIsAsTheSample() throws IOException {
        String wish = StageWishes.encode(new RoomName("friends"), "anime/frieren-02.mkv", 1_795_366_800_123L);

        assertThat(JSON.readTree(wish))
                .isEqualTo(JSON.readTree(Files.readString(Path.of("../deploy/contracts/stage-wish.json"))));
    }

    @ParameterizedTest
    @CsvSource({
        "200, '{\"ok\":true}', Taken",
        "409, '{\"code\":\"stage-moved\"}', Taken",
        "404, '{\"code\":\"no-such-file\",\"detail\":\"why\"}', Unplayable",
        "400, '{\"code\":\"not-a-video\",\"detail\":\"why\"}', Unplayable",
        "400, '{\"code\":\"bad-path\",\"detail\":\"why\"}', Unplayable",
        "409, '{\"code\":\"still-written\",\"detail\":\"why\"}', Unplayable",
        "503, '{\"code\":\"library-away\",\"detail\":\"why\"}', Unavailable",
        "507, '{\"code\":\"not-kept\",\"detail\":\"why\"}', Unavailable",
        "403, '{\"code\":\"wrong-secret\",\"detail\":\"why\"}', Unavailable",
        // Another program at that address.
        "404, '<html>', Unavailable",
        "404, , Unavailable",
        "502, '{\"code\":7,\"detail\":[]}', Unavailable",
    })
    void anAnswerIsOfTheFileOrOfTheService(int status, @Nullable String body, String outcome) {
        StageOutcome told = StageWishes.outcome(status, body);

        assertThat(told.getClass().getSimpleName()).isEqualTo(outcome);
        if (body != null && body.contains("why")) {
            assertThat(told).hasFieldOrPropertyWithValue("reason", "why");
        }
    }
}
