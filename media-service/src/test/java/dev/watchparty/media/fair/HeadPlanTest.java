package dev.watchparty.media.fair;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.watchparty.media.container.Index;
import dev.watchparty.media.container.Index.Place;
import dev.watchparty.media.fair.HeadPlan.Part;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class HeadPlanTest {

    private static final Index UNKNOWN = new Index.Unknown();

    @Test
    void withoutAnIndexAtTheEndTheWholeBudgetIsTheHeads() {
        assertThat(HeadPlan.of(1_000, UNKNOWN, 100)).containsExactly(new Part(0, 100));
        assertThat(HeadPlan.of(1_000, new Index.Absent(), 100)).containsExactly(new Part(0, 100));
        assertThat(HeadPlan.of(1_000, new Index.At(Place.FRONT, 32, 900), 100)).containsExactly(new Part(0, 100));
    }

    @Test
    void anIndexAtTheEndIsKeptWholeAndTheHeadHasTheRest() {
        assertThat(HeadPlan.of(1_000, new Index.At(Place.END, 950, 990), 100))
                .containsExactly(new Part(0, 60), new Part(950, 990));
    }

    @Test
    void ofALongIndexTheBeginningIsKeptUpToHalfOfTheBudget() {
        assertThat(HeadPlan.of(1_000, new Index.At(Place.END, 500, 1_000), 100))
                .containsExactly(new Part(0, 50), new Part(500, 550));
    }

    @Test
    void aSmallFileIsKeptWhole() {
        assertThat(HeadPlan.of(80, new Index.At(Place.END, 60, 80), 100)).containsExactly(new Part(0, 80));
    }

    @Test
    void nothingIsKeptOfAnEmptyFileOrWithoutABudget() {
        assertThat(HeadPlan.of(0, UNKNOWN, 100)).isEmpty();
        assertThat(HeadPlan.of(1_000, new Index.At(Place.END, 950, 990), 0)).isEmpty();
    }

    @Test
    void whatIsNoSizeIsRefused() {
        assertThatThrownBy(() -> HeadPlan.of(-1, UNKNOWN, 100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> HeadPlan.of(1, UNKNOWN, -100)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Part(5, 5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whateverTheContainerClaimsPartsLieInsideTheFileApartAndWithinTheBudget() {
        SplittableRandom random = new SplittableRandom(4);
        for (int i = 0; i < 20_000; i++) {
            long size = random.nextLong(2_000);
            long from = random.nextLong(3_000);
            Index index = new Index.At(Place.END, from, from + random.nextLong(2_000));
            long budget = random.nextLong(1_500);

            List<Part> parts = HeadPlan.of(size, index, budget);

            long end = 0;
            long sum = 0;
            for (Part part : parts) {
                assertThat(part.fromByte()).isGreaterThanOrEqualTo(end);
                end = part.toByte();
                sum += part.length();
            }
            assertThat(end).as("%d, %s, %d", size, index, budget).isLessThanOrEqualTo(size);
            assertThat(sum).isLessThanOrEqualTo(budget);
        }
    }
}
