package dev.watchparty.sync.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class OutboxTest {

    private final Outbox outbox = new Outbox();

    @Test
    void oneFrameIsWrittenAtATimeInOrder() {
        outbox.offer(frame(Frame.Kind.SINGLE, "a"));
        outbox.offer(frame(Frame.Kind.SINGLE, "b"));

        assertThat(Objects.requireNonNull(outbox.next()).text()).isEqualTo("a");
        assertThat(outbox.next()).isNull();
        outbox.written();
        assertThat(Objects.requireNonNull(outbox.next()).text()).isEqualTo("b");
    }

    @Test
    void aNewerStateReplacesAnOlderOneOfItsKindThatStillWaits() {
        outbox.offer(frame(Frame.Kind.SEEK, "being written"));
        outbox.next();
        for (int i = 0; i < 1000; i++) {
            assertThat(outbox.offer(frame(Frame.Kind.SEEK, "seek " + i))).isTrue();
            assertThat(outbox.offer(frame(Frame.Kind.VIEWERS, "viewers " + i))).isTrue();
            assertThat(outbox.offer(frame(Frame.Kind.POLICY, "policy " + i))).isTrue();
            assertThat(outbox.offer(frame(Frame.Kind.PLAYBACK, "play " + i))).isTrue();
        }

        assertThat(rest()).containsExactly("seek 999", "viewers 999", "policy 999", "play 999");
    }

    @Test
    void aReplacedFrameDoesNotJumpTheQueue() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.SEEK, "seek 1"));
        outbox.offer(frame(Frame.Kind.PLAYBACK, "play 2"));
        outbox.offer(frame(Frame.Kind.SEEK, "seek 3"));

        assertThat(rest()).containsExactly("play 2", "seek 3");
    }

    @Test
    void aLoadMakesTheLinesOfTheFilmBeforeVoid() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.SEEK, "seek"));
        outbox.offer(frame(Frame.Kind.PLAYBACK, "play"));
        outbox.offer(frame(Frame.Kind.RATE, "rate"));
        outbox.offer(frame(Frame.Kind.POLICY, "policy"));
        outbox.offer(frame(Frame.Kind.LOAD, "load"));

        assertThat(rest()).containsExactly("policy", "load");
    }

    @Test
    void aWelcomeMakesAllStateBeforeVoid() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.SINGLE, "error"));
        outbox.offer(frame(Frame.Kind.LOAD, "load"));
        outbox.offer(frame(Frame.Kind.PLAYBACK, "play"));
        outbox.offer(frame(Frame.Kind.POLICY, "policy"));
        outbox.offer(frame(Frame.Kind.WELCOME, "welcome"));

        assertThat(rest()).containsExactly("error", "welcome");
    }

    @Test
    void aFullOutboxTakesNoMore() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        for (int i = 0; i < Outbox.CAPACITY; i++) {
            assertThat(outbox.offer(frame(Frame.Kind.SINGLE, "error"))).isTrue();
        }

        assertThat(outbox.offer(frame(Frame.Kind.SINGLE, "one too many"))).isFalse();
    }

    @Test
    void refusalsNeverFillIt() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        for (int i = 0; i < 1000; i++) {
            assertThat(outbox.offer(frame(Frame.Kind.REFUSAL, "error " + i))).isTrue();
        }

        assertThat(rest()).hasSize(Outbox.CAPACITY_FOR_TRIFLES).startsWith("error 0");
    }

    @Test
    void eachLineOfTheChatArrivesUnlessAllAreClearedBefore() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.CHAT_LOG, "what was said"));
        outbox.offer(frame(Frame.Kind.CHAT, "one"));
        outbox.offer(frame(Frame.Kind.WELCOME, "welcome"));
        outbox.offer(frame(Frame.Kind.CHAT, "two"));
        assertThat(rest()).containsExactly("what was said", "one", "welcome", "two");

        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.CHAT, "three"));
        outbox.offer(frame(Frame.Kind.CHAT_LOG, "nothing"));
        outbox.offer(frame(Frame.Kind.CHAT, "four"));
        assertThat(rest()).containsExactly("nothing", "four");
    }

    @Test
    void ofReactionsTheNewestAreEnoughAndNoneAreSentToWhoIsBehind() {
        outbox.offer(frame(Frame.Kind.SINGLE, "being written"));
        outbox.next();
        outbox.offer(frame(Frame.Kind.REACTIONS, "hearts"));
        outbox.offer(frame(Frame.Kind.REACTIONS, "fire"));
        for (int i = 1; i < Outbox.CAPACITY_FOR_TRIFLES; i++) {
            outbox.offer(frame(Frame.Kind.CHAT, "line"));
        }
        assertThat(outbox.offer(frame(Frame.Kind.REACTIONS, "applause"))).isTrue();

        assertThat(rest())
                .hasSize(Outbox.CAPACITY_FOR_TRIFLES)
                .startsWith("fire")
                .doesNotContain("applause");
    }

    private List<String> rest() {
        List<String> texts = new ArrayList<>();
        outbox.written();
        for (Frame frame = outbox.next(); frame != null; frame = outbox.next()) {
            texts.add(frame.text());
            outbox.written();
        }
        return texts;
    }

    private static Frame frame(Frame.Kind kind, String text) {
        return new Frame(kind, text);
    }
}
