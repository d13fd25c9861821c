package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.delivery.Preconditions.Outcome;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PreconditionsTest {

    private static final Instant MODIFIED = Instant.parse("2026-05-01T12:00:00.250Z");
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Validators CURRENT = Validators.of("e1", MODIFIED);
    private static final String BEFORE = "Fri, 01 May 2026 11:59:59 GMT";
    private static final String SAME = "Fri, 01 May 2026 12:00:00 GMT";
    private static final String AFTER = "Fri, 01 May 2026 12:00:01 GMT";

    /// Names stand for the dates: BEFORE, SAME and AFTER the file's own.
    @ParameterizedTest(name = "{5}")
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
        # If-Match     | If-Unmod. | If-None-Match | If-Mod.  | outcome      | rule
        -              | -         | -             | -        | PERFORM      | no condition
        "e1"           | -         | -             | -        | PERFORM      | 13.1.1 the tag is listed
        "x", "e1"      | -         | -             | -        | PERFORM      | 13.1.1 the tag is listed among others
        *              | -         | -             | -        | PERFORM      | 13.1.1 * and there is a representation
        "e2"           | -         | -             | -        | FAILED       | 13.1.1 another tag
        W/"e1"         | -         | -             | -        | FAILED       | 13.1.1 strong comparison: a weak tag never matches
        e1             | -         | -             | -        | FAILED       | 13.1.1 not a tag
        -              | SAME      | -             | -        | PERFORM      | 13.1.4 not modified since
        -              | AFTER     | -             | -        | PERFORM      | 13.1.4 not modified since
        -              | BEFORE    | -             | -        | FAILED       | 13.1.4 modified since
        -              | nonsense  | -             | -        | PERFORM      | 13.1.4 no valid date is ignored
        "e1"           | BEFORE    | -             | -        | PERFORM      | 13.2.2 step 2 only without If-Match
        "e2"           | SAME      | -             | -        | FAILED       | 13.2.2 step 1 decides
        -              | -         | "e1"          | -        | NOT_MODIFIED | 13.1.2 the tag is listed
        -              | -         | W/"e1"        | -        | NOT_MODIFIED | 13.1.2 weak comparison
        -              | -         | "x", W/"e1"   | -        | NOT_MODIFIED | 13.1.2 listed among others
        -              | -         | *             | -        | NOT_MODIFIED | 13.1.2 * and there is a representation
        -              | -         | "e2"          | -        | PERFORM      | 13.1.2 another tag
        -              | -         | e1            | -        | PERFORM      | 13.1.2 not a tag
        -              | -         | -             | SAME     | NOT_MODIFIED | 13.1.3 not modified since
        -              | -         | -             | AFTER    | NOT_MODIFIED | 13.1.3 not modified since
        -              | -         | -             | BEFORE   | PERFORM      | 13.1.3 modified since
        -              | -         | -             | nonsense | PERFORM      | 13.1.3 no valid date is ignored
        -              | -         | "e2"          | SAME     | PERFORM      | 13.2.2 step 4 only without If-None-Match
        -              | -         | "e1"          | BEFORE   | NOT_MODIFIED | 13.2.2 step 3 decides
        "e1"           | -         | "e1"          | -        | NOT_MODIFIED | 13.2.2 step 3 after step 1
        "e2"           | -         | "e1"          | -        | FAILED       | 13.2.2 step 1 before step 3
        -              | BEFORE    | "e1"          | -        | FAILED       | 13.2.2 step 2 before step 3
        -              | SAME      | -             | SAME     | NOT_MODIFIED | 13.2.2 step 4 after step 2
        """)
    void conditionsAreEvaluatedInTheOrderOfTheRfc(
            @Nullable String ifMatch,
            @Nullable String ifUnmodifiedSince,
            @Nullable String ifNoneMatch,
            @Nullable String ifModifiedSince,
            Outcome outcome,
            String rule) {
        Preconditions preconditions = new Preconditions(
                lines(ifMatch), lines(ifUnmodifiedSince), lines(ifNoneMatch), lines(ifModifiedSince), List.of());

        assertThat(preconditions.evaluate(CURRENT, false, NOW)).isEqualTo(outcome);
        assertThat(preconditions.evaluate(CURRENT, true, NOW)).isEqualTo(outcome);
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(delimiter = '|', textBlock = """
        "e1"     | PERFORM               | 13.1.5 the current tag
        "e2"     | PERFORM_WITHOUT_RANGE | 13.1.5 another tag
        W/"e1"   | PERFORM_WITHOUT_RANGE | 13.1.5 strong comparison
        "e1", "e2" | PERFORM_WITHOUT_RANGE | 13.1.5 one tag, no list
        e1       | PERFORM_WITHOUT_RANGE | 13.1.5 neither tag nor date
        *        | PERFORM_WITHOUT_RANGE | 13.1.5 neither tag nor date
        SAME     | PERFORM               | 13.1.5 exactly the date
        AFTER    | PERFORM_WITHOUT_RANGE | 13.1.5 a later date is not exactly it
        BEFORE   | PERFORM_WITHOUT_RANGE | 13.1.5 an earlier date
        """)
    void ifRangeKeepsTheRangeOnlyForTheVeryRepresentation(String ifRange, Outcome outcome, String rule) {
        Preconditions preconditions = new Preconditions(List.of(), List.of(), List.of(), List.of(), lines(ifRange));

        assertThat(preconditions.evaluate(CURRENT, true, NOW)).isEqualTo(outcome);
        // 14.2, 13.1.5: without Range it is ignored.
        assertThat(preconditions.evaluate(CURRENT, false, NOW)).isEqualTo(Outcome.PERFORM);
    }

    @Test
    void aDateIsNoStrongValidatorWhileItsSecondLasts() {
        Preconditions preconditions = new Preconditions(List.of(), List.of(), List.of(), List.of(), lines("SAME"));

        assertThat(preconditions.evaluate(CURRENT, true, Instant.parse("2026-05-01T12:00:00.900Z")))
                .isEqualTo(Outcome.PERFORM_WITHOUT_RANGE);
        assertThat(preconditions.evaluate(CURRENT, true, Instant.parse("2026-05-01T12:00:01Z")))
                .isEqualTo(Outcome.PERFORM);
    }

    @Test
    void aRepeatedDateOrIfRangeIsNotValid() {
        assertThat(new Preconditions(List.of(), List.of(), List.of(), List.of(SAME, SAME), List.of())
                        .evaluate(CURRENT, false, NOW))
                .isEqualTo(Outcome.PERFORM);
        assertThat(new Preconditions(List.of(), List.of(), List.of(), List.of(), List.of("\"e1\"", "\"e1\""))
                        .evaluate(CURRENT, true, NOW))
                .isEqualTo(Outcome.PERFORM_WITHOUT_RANGE);
    }

    @Test
    void aTagListMayComeInSeveralLines() {
        assertThat(new Preconditions(List.of(), List.of(), List.of("\"x\"", "\"e1\""), List.of(), List.of())
                        .evaluate(CURRENT, false, NOW))
                .isEqualTo(Outcome.NOT_MODIFIED);
    }

    private static List<String> lines(@Nullable String value) {
        return value == null
                ? List.of()
                : List.of(
                        switch (value) {
                            case "BEFORE" -> BEFORE;
                            case "SAME" -> SAME;
                            case "AFTER" -> AFTER;
                            default -> value;
                        });
    }
}
