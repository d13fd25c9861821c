package dev.watchparty.sync.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(30));

    @Test
    void failuresWaitTwiceAsLongEachTimeUpToTheUsualInterval() {
        List<Long> waits = Stream.generate(backoff::failed)
                .limit(8)
                .map(Duration::toSeconds)
                .toList();

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void anAnswerStartsOver() {
        backoff.failed();
        backoff.failed();

        assertThat(backoff.succeeded()).isEqualTo(Duration.ofSeconds(30));
        assertThat(backoff.failed()).isEqualTo(Duration.ofSeconds(1));
    }
}
