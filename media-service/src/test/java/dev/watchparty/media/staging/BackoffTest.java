package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {

    @Test
    void doubles_from_200_ms_to_5_s_with_half_of_it_left_to_chance() {
        Random random = new Random(1);
        for (int failures = 1; failures < 200; failures++) {
            long ceiling = failures < 6 ? 200L << (failures - 1) : 5_000;
            for (int i = 0; i < 50; i++) {
                assertThat(Backoff.delayMillis(failures, random)).isBetween(ceiling / 2, ceiling);
            }
        }
        assertThat(Backoff.delayMillis(Integer.MAX_VALUE, random)).isBetween(2_500L, 5_000L);
    }

    @Test
    void differs_from_try_to_try() {
        Random random = new Random(2);

        assertThat(random.longs(20)
                        .map(_ -> Backoff.delayMillis(9, random))
                        .distinct()
                        .count())
                .isGreaterThan(10);
    }
}
