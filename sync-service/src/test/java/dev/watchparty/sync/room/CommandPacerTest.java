package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.TimelineCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandPacerTest {

    private final CommandPacer pacer = new CommandPacer();

    @Test
    void commandsByHandPassAtOnceAndInOrder() {
        pacer.offer(seek(10));
        pacer.offer(new Play(null));

        assertThat(pacer.due(0)).containsExactly(seek(10), new Play(null));
        assertThat(pacer.nextDueMillis()).isInfinite();
    }

    @Test
    void aSecondOfHundredSeeksBecomesAFewAndTheLastOneWins() {
        List<TimelineCommand> carriedOut = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            pacer.offer(seek(i));
            carriedOut.addAll(pacer.due(i * 10));
        }
        carriedOut.addAll(pacer.due(pacer.nextDueMillis()));

        assertThat(carriedOut).hasSizeLessThan(20).last().isEqualTo(seek(99));
        assertThat(pacer.nextDueMillis()).isInfinite();
    }

    @Test
    void playAndPauseReplaceEachOtherButNotASeek() {
        exhaust();
        pacer.offer(seek(7));
        pacer.offer(new Play(null));
        pacer.offer(new Pause(null));
        pacer.offer(seek(8));

        assertThat(pacer.due(0)).isEmpty();
        assertThat(pacer.due(1000)).containsExactly(new Pause(null), seek(8));
    }

    @Test
    void whatIsHeldIsDueWhenATokenIs() {
        exhaust();
        pacer.offer(seek(7));

        double due = pacer.nextDueMillis();
        assertThat(due).isEqualTo(CommandPacer.MILLIS_PER_COMMAND);
        assertThat(pacer.due(due - 1)).isEmpty();
        assertThat(pacer.due(due)).containsExactly(seek(7));
    }

    @Test
    void whatIsForgottenNeverBecomesDue() {
        exhaust();
        pacer.offer(seek(7));
        pacer.forget();

        assertThat(pacer.nextDueMillis()).isInfinite();
        assertThat(pacer.due(10_000)).isEmpty();
    }

    private void exhaust() {
        for (int i = 0; i < CommandPacer.BURST; i++) {
            pacer.offer(seek(i));
            assertThat(pacer.due(0)).hasSize(1);
        }
    }

    private static Seek seek(double time) {
        return new Seek(time, null);
    }
}
