package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class TokenBucketTest {

    private static final long SECOND = 1_000_000_000;

    @Test
    void startsFullAndRefillsWithTheRateUpToTheBurst() {
        TokenBucket bucket = new TokenBucket(new UplinkRate(1_000_000), 10_000, 5);

        assertThat(bucket.available(5)).isEqualTo(10_000);
        bucket.take(10_000, 5);
        assertThat(bucket.available(5)).isZero();
        assertThat(bucket.available(5 + 1_000_000)).isEqualTo(1_000);
        assertThat(bucket.available(5 + SECOND)).isEqualTo(10_000);
    }

    @Test
    void namesTheTimeAtWhichBytesAreThere() {
        TokenBucket bucket = new TokenBucket(new UplinkRate(3_000_000), 16_384, 0);
        bucket.take(16_384, 0);

        long at = bucket.readyAt(8_192, 0);

        assertThat(bucket.available(at)).isGreaterThanOrEqualTo(8_192);
        assertThat(at).isBetween(2_730_666L, 2_730_670L);
    }

    @Test
    void refusesToGiveWhatIsNotThere() {
        TokenBucket bucket = new TokenBucket(new UplinkRate(8_000), 100, 0);

        assertThatThrownBy(() -> bucket.take(101, 0)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> bucket.readyAt(101, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void timeThatSeemsToRunBackwardsGivesNothing() {
        TokenBucket bucket = new TokenBucket(new UplinkRate(1_000_000), 1_000, SECOND);
        bucket.take(1_000, SECOND);

        assertThat(bucket.available(0)).isZero();
        assertThat(bucket.available(SECOND)).isZero();
    }

    @Test
    void withoutALimitEverythingIsThere() {
        TokenBucket bucket = new TokenBucket(UplinkRate.UNLIMITED, 1, 0);

        bucket.take(Long.MAX_VALUE / 2, 0);
        assertThat(bucket.available(0)).isEqualTo(Long.MAX_VALUE);

        bucket.change(new UplinkRate(1_000_000), 1_000, SECOND);
        assertThat(bucket.available(SECOND)).isLessThanOrEqualTo(1_000);
    }

    @Test
    void noIntervalSeesMoreThanItsRateAndOneBurstWhateverTheRateDoes() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            long burst = random.nextLong(1_000, 100_000);
            long now = random.nextLong();
            TokenBucket bucket = new TokenBucket(new UplinkRate(random.nextLong(8_000, 10_000_000)), burst, now);
            double excess = 0;
            for (int step = 0; step < 2_000; step++) {
                long pause = random.nextLong(5_000_000);
                excess = Math.max(0, excess - bucket.rate().bytesPerSecond() / 1e9 * pause);
                now += pause;
                long available = bucket.available(now);
                if (available > 0 && random.nextInt(3) > 0) {
                    long bytes = random.nextLong(available) + 1;
                    bucket.take(bytes, now);
                    // The largest amount above the rate over all intervals that end now.
                    excess += bytes;
                    assertThat(excess).as("seed %d", seed).isLessThanOrEqualTo(burst + 1.0);
                }
                if (random.nextInt(50) == 0) {
                    bucket.change(new UplinkRate(random.nextLong(8_000, 10_000_000)), burst, now);
                }
            }
        }
    }
}
