package dev.watchparty.media.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class SearchTurnsTest {

    private final SearchTurns turns = new SearchTurns(Duration.ofMillis(10));

    @Test
    void a_newer_search_of_the_same_person_ends_the_older_and_nobody_elses() {
        SearchTurns.Turn others = turns.begin("ben");
        SearchTurns.Turn older = turns.begin("ann");
        SearchTurns.Turn newer = turns.begin("ann");

        assertThat(older.isLast()).isFalse();
        assertThat(newer.isLast()).isTrue();
        assertThat(others.isLast()).isTrue();
        older.close();
        assertThat(newer.isLast()).as("after the older one's end").isTrue();
    }

    @Test
    void so_many_search_at_once_and_a_place_is_free_again_after_each() throws InterruptedException {
        SearchTurns.Turn first = turns.begin("first");
        for (int i = 1; i < SearchTurns.AT_ONCE; i++) {
            assertThat(turns.begin("other " + i).await()).isTrue();
        }
        assertThat(first.await()).isTrue();

        SearchTurns.Turn late = turns.begin("late");
        assertThat(late.await()).isFalse();
        late.close();
        first.close();
        first.close();
        assertThat(turns.begin("next").await()).isTrue();
        assertThat(turns.begin("one too many").await()).isFalse();
    }
}
