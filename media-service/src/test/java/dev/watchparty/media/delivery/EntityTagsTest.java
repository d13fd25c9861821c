package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.delivery.EntityTags.Tag;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntityTagsTest {

    @Test
    void aListHoldsStrongAndWeakTagsInAnySpacing() {
        assertThat(EntityTags.parse(List.of("\"a\",W/\"b\" ,\t\"\"", "\"c\"")))
                .isEqualTo(new EntityTags(
                        false,
                        List.of(
                                new Tag(false, "\"a\""),
                                new Tag(true, "\"b\""),
                                new Tag(false, "\"\""),
                                new Tag(false, "\"c\""))));
    }

    @Test
    void aCommaInsideTheQuotesBelongsToTheTag() {
        assertThat(EntityTags.parse(List.of("\"a,\\b\", \"c\"")).tags())
                .containsExactly(new Tag(false, "\"a,\\b\""), new Tag(false, "\"c\""));
    }

    @Test
    void aStarAloneIsAny() {
        assertThat(EntityTags.parse(List.of(" * "))).isEqualTo(new EntityTags(true, List.of()));
        assertThat(EntityTags.parse(List.of("\"a\", *")).any()).isFalse();
        assertThat(EntityTags.parse(List.of("\"*\"")).any()).isFalse();
    }

    @Test
    void nothingCountsFromWhereTheListCannotBeReadOn() {
        assertThat(EntityTags.parse(List.of("\"a\", b, \"c\"")).tags()).containsExactly(new Tag(false, "\"a\""));
        assertThat(EntityTags.parse(List.of("w/\"a\"")).tags()).isEmpty();
        assertThat(EntityTags.parse(List.of("\"a")).tags()).isEmpty();
        assertThat(EntityTags.parse(List.of("\"a b\"")).tags()).isEmpty();
        assertThat(EntityTags.parse(List.of("W/")).tags()).isEmpty();
        assertThat(EntityTags.parse(List.of("")).tags()).isEmpty();
    }
}
