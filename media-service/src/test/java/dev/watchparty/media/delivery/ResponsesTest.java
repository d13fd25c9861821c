package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ResponsesTest {

    @Test
    void aPlaceIsFreeAgainOnceItIsLeftAndLeavingTwiceFreesNoSecondOne() {
        Responses responses = new Responses(2);
        Responses.Place first = responses.enter().orElseThrow();
        assertThat(responses.enter()).isPresent();
        assertThat(responses.enter()).isEmpty();

        first.leave();
        first.leave();

        assertThat(responses.underWay()).isEqualTo(1);
        assertThat(responses.enter()).isPresent();
        assertThat(responses.enter()).isEmpty();
    }
}
