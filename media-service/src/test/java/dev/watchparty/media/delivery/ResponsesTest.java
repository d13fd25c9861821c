package dev.watchparty.media.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.media.delivery.Responses.Entry;
import org.junit.jupiter.api.Test;

final class ResponsesTest {

    private final Responses responses = new Responses(3, 2);

    private Responses.Place enter(String address) {
        return ((Entry.Entered) responses.enter(address)).place();
    }

    @Test
    void aPlaceIsFreeAgainOnceItIsLeftAndLeavingTwiceFreesNoSecondOne() {
        Responses.Place first = enter("one");
        enter("two");
        enter("three");
        assertThat(responses.enter("four")).isEqualTo(new Entry.Full(false));

        first.leave();
        first.leave();

        assertThat(responses.underWay()).isEqualTo(2);
        enter("four");
        assertThat(responses.enter("five")).isEqualTo(new Entry.Full(false));
    }

    @Test
    void anAddressThatAsksTenThousandTimesTakesNoMoreThanItsPlaces() {
        Responses.Place first = enter("greedy");
        enter("greedy");
        for (int i = 0; i < 10_000; i++) {
            assertThat(responses.enter("greedy")).isEqualTo(new Entry.Full(true));
        }

        assertThat(responses.underWay()).isEqualTo(2);
        enter("other");
        first.leave();
        enter("greedy");
    }

    @Test
    void nothingIsKeptOfAddressesThatLeft() {
        for (int i = 0; i < 1_000; i++) {
            enter("address " + i).leave();
        }
        enter("one");
        enter("one");
        assertThat(responses.enter("one")).isEqualTo(new Entry.Full(true));

        assertThat(responses.addresses()).isEqualTo(1);
    }
}
