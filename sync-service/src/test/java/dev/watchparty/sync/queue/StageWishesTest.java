package dev.watchparty.sync.queue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StuckReason;
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
        "200, '{\"ok\":true}'",
        "409, '{\"code\":\"stage-moved\"}'",
    })
    void aFilmThatIsStagedOrAnotherThatIsMakesTheWishGranted(int status, String body) {
        assertThat(StageWishes.outcome(status, body)).isEqualTo(new StageOutcome.Taken());
    }

    @ParameterizedTest
    @CsvSource({
        "404, NO_SUCH_FILE, no-such-file",
        "400, NOT_A_VIDEO, not-a-video",
        "400, BAD_PATH, bad-path",
        "409, STILL_WRITTEN, still-written",
    })
    void aFileThatCannotBeStagedIsTheFilesFault(int status, SkipReason reason, String code) {
        assertThat(StageWishes.outcome(status, "{\"code\":\"%s\",\"detail\":\"why\"}".formatted(code)))
                .isEqualTo(new StageOutcome.Unplayable(reason, "why"));
    }

    @ParameterizedTest
    @CsvSource({
        "503, LIBRARY_AWAY, '{\"code\":\"library-away\"}'",
        "503, UNREADABLE, '{\"code\":\"unreadable\"}'",
        "507, NOT_KEPT, '{\"code\":\"not-kept\"}'",
        "403, REFUSED, '{\"code\":\"wrong-secret\"}'",
        "502, REFUSED, '{\"code\":\"no-answer\"}'",
        // Another program at that address.
        "404, REFUSED, '<html>'",
        "404, REFUSED, ",
        "502, REFUSED, '{\"code\":7,\"detail\":[]}'",
    })
    void whateverElseIsNotTheFilesFault(int status, StuckReason reason, @Nullable String body) {
        assertThat(StageWishes.outcome(status, body))
                .isEqualTo(
                        new StageOutcome.Unavailable(reason, "The media service answers with status " + status + "."));
    }
}
