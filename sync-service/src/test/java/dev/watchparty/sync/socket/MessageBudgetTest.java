package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.socket.MessageBudget.Verdict;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MessageBudgetTest {

    private static final double T = 1_800_000_000_000.0;

    private final MessageBudget budget = new MessageBudget();

    @Test
    void whatAPageSendsIsAlwaysAdmitted() {
        // A burst of clock samples at join, then ten minutes of reports and what a person does by hand.
        for (int i = 0; i < 20; i++) {
            assertThat(budget.admit(40, false, T + i)).isEqualTo(Verdict.ADMITTED);
        }
        for (int tenth = 0; tenth < 6000; tenth++) {
            assertThat(budget.admit(300, false, T + 1000 + tenth * 100)).isEqualTo(Verdict.ADMITTED);
        }
    }

    @Test
    void aHostMayDragASlider() {
        for (int i = 0; i < 6000; i++) {
            assertThat(budget.admit(60, true, T + i * 10)).isEqualTo(Verdict.ADMITTED);
        }
    }

    @Test
    void aBurstThatIsTooLargeLosesMessagesAndIsToldOnce() {
        Map<Verdict, Integer> verdicts = new EnumMap<>(Verdict.class);
        for (int i = 0; i < 200; i++) {
            verdicts.merge(budget.admit(40, false, T), 1, Integer::sum);
        }

        assertThat(verdicts)
                .containsOnlyKeys(Verdict.ADMITTED, Verdict.DROPPED, Verdict.DROPPED_AND_TOLD)
                .containsEntry(Verdict.DROPPED_AND_TOLD, 1);
        assertThat(budget.admit(40, false, T + 1000)).isEqualTo(Verdict.ADMITTED);
    }

    @Test
    void whoGoesOnIsAFlood() {
        int messages = 0;
        while (budget.admit(40, false, T + messages) != Verdict.FLOOD) {
            messages++;
            assertThat(messages).isLessThan(1000);
        }
        assertThat(messages).isGreaterThan(300);
    }

    @Test
    void longMessagesCostMore() {
        int admitted = 0;
        while (budget.admit(65_536, false, T) == Verdict.ADMITTED) {
            admitted++;
        }
        assertThat(admitted).isBetween(5, 10);
    }

    @Test
    void aClockThatStandsStillGivesNothing() {
        for (int i = 0; i < MessageBudget.BURST; i++) {
            budget.admit(0, false, T);
        }
        assertThat(budget.admit(0, false, T - 10_000)).isNotEqualTo(Verdict.ADMITTED);
    }
}
