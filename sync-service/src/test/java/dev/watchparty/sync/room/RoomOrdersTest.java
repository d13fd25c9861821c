package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ChatLine;
import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.Emoji;
import dev.watchparty.sync.protocol.Policy.OnStall;
import dev.watchparty.sync.protocol.Policy.WaitForReady;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.StuckReason;
import dev.watchparty.sync.protocol.TimelineState;
import dev.watchparty.sync.protocol.WaitState;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a room promises whatever comes in whatever order: joins, reports true and false, commands, films, silence,
/// removals and restarts, by chance from a seed.
class RoomOrdersTest {

    private static final int PARTIES = 200;
    private static final int STEPS = 500;
    private static final int MOST_MEMBERS = 8;
    private static final double TELL_MILLIS = Room.WAIT_INTERVAL_MILLIS;
    private static final SecureRandom TOKENS = new SecureRandom();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4})
    void whateverComesInWhateverOrderALineIsNeverUndercutAndAWaitIsNeverHeld(int block) {
        int waits = 0;
        for (int party = 0; party < PARTIES / 4; party++) {
            Chaos chaos = new Chaos(1_000L * block + party);
            for (int step = 0; step < STEPS; step++) {
                chaos.step();
            }
            waits += chaos.waits;
        }
        assertThat(waits).as("waits that were looked at").isGreaterThan(PARTIES);
    }

    private static final class Chaos {

        private final Random random;
        private final List<Long> members = new ArrayList<>();
        private final List<String> secrets = new ArrayList<>();
        private final List<String> tabs = new ArrayList<>();
        private Room room = Room.empty(RoomName.MAIN, "clock", 0);
        private double now;
        private long nextMember = 1;
        private long stageRevision;
        private @Nullable TimelineState line;
        private boolean lineMayComeEarlier;
        private @Nullable WaitState wait;
        private RoomEvent.@Nullable AskStage asked;
        private int waits;

        Chaos(long seed) {
            random = new Random(seed);
        }

        void step() {
            pass(List.of(0, 0, 20, 200, 1500, 6000).get(random.nextInt(6)));
            if (members.isEmpty() || (members.size() < MOST_MEMBERS && random.nextInt(5) == 0)) {
                join();
                return;
            }
            long member = members.get(random.nextInt(members.size()));
            switch (random.nextInt(13)) {
                case 0 -> apply(new RoomCommand.Leave(member));
                case 1 -> apply(new RoomCommand.Heard(member));
                case 2 -> apply(new RoomCommand.Raise(member));
                case 3 -> film();
                case 4 -> restart();
                case 12 -> answer();
                case 5, 6, 7 -> apply(new RoomCommand.Report(member, status()));
                case 8 -> apply(new RoomCommand.Talk(member, talk()));
                default -> apply(new RoomCommand.Control(member, control(), random.nextBoolean()));
            }
        }

        private void join() {
            long member = nextMember++;
            members.add(member);
            apply(new RoomCommand.Join(member, ResumeToken.fresh(TOKENS), random.nextBoolean() ? "viewer" : null));
            String resume = secrets.isEmpty() || random.nextBoolean() ? null : any(secrets);
            if (random.nextInt(4) > 0) {
                apply(new RoomCommand.Hello(member, "Somebody", resume, null));
            }
        }

        private void film() {
            if (random.nextInt(8) == 0) {
                apply(new RoomCommand.Restage(null, ++stageRevision, room.stageRevision()));
            } else if (random.nextBoolean()) {
                StagedFilm film = new StagedFilm("e1", "a.mkv", "/media", random.nextBoolean() ? 60.0 : null);
                apply(new RoomCommand.Stage(film, ++stageRevision));
            }
        }

        /// The media service says what became of the next film, or falls silent, or says it twice.
        private void answer() {
            RoomEvent.AskStage question = asked;
            if (question == null) {
                return;
            }
            switch (random.nextInt(5)) {
                case 0 -> {
                    apply(new RoomCommand.StageAnswered(question.question(), new StageOutcome.Taken()));
                    StagedFilm film = new StagedFilm("e1", question.path(), "/media", 60.0);
                    apply(new RoomCommand.Stage(film, ++stageRevision));
                }
                case 1 ->
                    apply(new RoomCommand.StageAnswered(
                            question.question(), new StageOutcome.Unplayable(SkipReason.NO_SUCH_FILE, "gone")));
                case 2 ->
                    apply(new RoomCommand.StageAnswered(
                            question.question(), new StageOutcome.Unavailable(StuckReason.NO_ANSWER, "away")));
                case 3 ->
                    apply(new RoomCommand.StageAnswered(
                            question.question() - 1, new StageOutcome.Unplayable(SkipReason.NO_SUCH_FILE, "old")));
                default -> {}
            }
        }

        private void restart() {
            if (random.nextInt(4) > 0) {
                return;
            }
            SavedRoom saved = room.saved(now, 1_000_000);
            room = Room.restored(saved, "another clock", now, 1_000_000 + random.nextInt(100_000) - 10_000);
            members.clear();
            wait = null;
            lineMayComeEarlier = true;
            apply(new RoomCommand.Wake());
        }

        private Status status() {
            double here = line == null ? 0 : line.time();
            return new Status(
                    random.nextInt(9) == 0 ? Double.NaN : random.nextBoolean() ? here : random.nextInt(100),
                    random.nextInt(8),
                    random.nextBoolean(),
                    null,
                    1.0,
                    List.of(5.0, 300.0, 60_000.0, -1.0).get(random.nextInt(4)),
                    0.0,
                    0,
                    random.nextInt(5) > 0,
                    false,
                    random.nextInt(9) == 0 ? "no-picture" : null,
                    null,
                    random.nextInt(3) == 0 ? true : null,
                    null);
        }

        private ClientMessage.Talk talk() {
            return random.nextBoolean()
                    ? new ClientMessage.Say(any(List.of("Hi", " ", "x".repeat(10_000))))
                    : new ClientMessage.React(any(List.of(Emoji.values())));
        }

        private ClientMessage.Control control() {
            return switch (random.nextInt(16)) {
                case 0, 1 -> new ClientMessage.Play(null);
                case 2 -> new ClientMessage.Pause(null);
                case 3, 4 -> new ClientMessage.Seek((double) random.nextInt(70), null);
                case 5 -> new ClientMessage.Rate(List.of(0.25, 1.0, 4.0).get(random.nextInt(3)), null);
                case 6 -> new ClientMessage.Load("e1", null);
                case 7 -> new ClientMessage.StartNow(null);
                case 8 ->
                    new ClientMessage.ChangePolicy(
                            null,
                            null,
                            any(List.of(WaitForReady.values())),
                            any(List.of(OnStall.values())),
                            random.nextBoolean(),
                            null);
                case 9 -> new ClientMessage.Mute(tabs.isEmpty() ? null : any(tabs), random.nextBoolean(), null);
                case 10 -> new ClientMessage.ClearChat(tabs.isEmpty() || random.nextBoolean() ? null : any(tabs), null);
                case 11 -> new ClientMessage.Cohost(tabs.isEmpty() ? null : any(tabs), random.nextBoolean(), null);
                case 12 ->
                    new ClientMessage.SetQueue(
                            new ArrayList<>(List.of("a.mkv", "b.mkv", "c.mkv").subList(0, random.nextInt(4))),
                            random.nextBoolean() ? null : (long) random.nextInt(9),
                            null);
                case 13 -> new ClientMessage.NextNow(null);
                case 14 -> new ClientMessage.NextStop(null);
                default -> new ClientMessage.Remove(tabs.isEmpty() ? null : any(tabs), null);
            };
        }

        private <T> T any(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }

        /// Wakes the room when it wants to be, and not more often than it can be.
        private void pass(double millis) {
            double end = now + millis;
            int atOnce = 0;
            for (double next = room.nextWakeMillis(); next <= end; next = room.nextWakeMillis()) {
                atOnce = next <= now ? atOnce + 1 : 0;
                assertThat(atOnce).as("wakes in one instant").isLessThan(4);
                now = Math.max(now, next);
                apply(new RoomCommand.Wake());
            }
            now = end;
        }

        private void apply(RoomCommand command) {
            List<RoomEvent> events = room.apply(command, now);
            if (command instanceof RoomCommand.Leave leave) {
                members.remove(leave.member());
            }
            List<Long> out = events.stream().flatMap(Chaos::outBy).distinct().toList();
            members.removeAll(out);
            for (RoomEvent event : events) {
                switch (event) {
                    case RoomEvent.Tell tell -> hear(tell.message());
                    case RoomEvent.TellAll tell -> hear(tell.message());
                    case RoomEvent.TellSome tell -> {
                        assertThat(members).containsAll(tell.members());
                        hear(tell.message());
                    }
                    case RoomEvent.Evict evict -> {}
                    case RoomEvent.Remove remove -> {}
                    case RoomEvent.Probe probe -> {}
                    case RoomEvent.AskStage ask -> {
                        assertThat(members).as("somebody to put it on for").isNotEmpty();
                        assertThat(ask.ifStageRevision()).isEqualTo(room.stageRevision());
                        asked = ask;
                    }
                    case RoomEvent.Changed changed -> {}
                }
            }
            out.forEach(gone -> apply(new RoomCommand.Leave(gone)));
            if (members.isEmpty()) {
                // What happens now is told to nobody.
                wait = null;
                lineMayComeEarlier = true;
            }
            assertThat(room.memberCount()).isEqualTo(members.size());
            if (wait != null) {
                waits++;
                assertThat(now).isLessThanOrEqualTo(Objects.requireNonNull(wait.untilMs()) + TELL_MILLIS);
                assertThat(Objects.requireNonNull(line).playing())
                        .as("plays while it waits")
                        .isFalse();
            }
        }

        private static Stream<Long> outBy(RoomEvent event) {
            return switch (event) {
                case RoomEvent.Evict evict -> Stream.of(evict.member());
                case RoomEvent.Remove remove -> Stream.of(remove.member());
                case RoomEvent.Tell tell -> Stream.of();
                case RoomEvent.TellAll tell -> Stream.of();
                case RoomEvent.TellSome tell -> Stream.of();
                case RoomEvent.Probe probe -> Stream.of();
                case RoomEvent.AskStage ask -> Stream.of();
                case RoomEvent.Changed changed -> Stream.of();
            };
        }

        private void hear(ServerMessage message) {
            switch (message) {
                case ServerMessage.Playing it -> take(it.timeline());
                case ServerMessage.Paused it -> take(it.timeline());
                case ServerMessage.Sought it -> take(it.timeline());
                case ServerMessage.RateChanged it -> take(it.timeline());
                case ServerMessage.Loaded it -> {
                    lineMayComeEarlier = true;
                    take(new TimelineState(0, now, it.rev(), 1, false));
                }
                case ServerMessage.Waiting it -> wait = it.waiting().tabs().isEmpty() ? null : it.waiting();
                case ServerMessage.Welcome it -> {
                    lineMayComeEarlier = true;
                    take(it.timeline());
                    wait = it.waiting();
                    secrets.add(it.resume());
                    tabs.add(it.you().tab());
                }
                case ServerMessage.WholeChat it -> read(it.lines());
                case ServerMessage.Said it -> {
                    assertThat(it.lines()).isNotEmpty();
                    read(it.lines());
                }
                case ServerMessage.Unsaid it ->
                    assertThat(it.ids()).isNotEmpty().hasSizeLessThanOrEqualTo(Chat.MAX_LINES);
                case ServerMessage.Reacted it ->
                    assertThat(it.reactions()).isNotEmpty().allMatch(reaction -> reaction.count() > 0);
                case ServerMessage.PolicyChanged it -> {}
                case ServerMessage.Viewers it -> assertThat(it.viewers()).hasSize(members.size());
                case ServerMessage.Queue it -> assertThat(it.queue().paths()).hasSizeLessThanOrEqualTo(3);
                case ServerMessage.Next it -> {}
                case ServerMessage.Refused it -> {}
                case ServerMessage.Pong it -> {}
            }
        }

        private static void read(List<ChatLine> lines) {
            assertThat(lines).hasSizeLessThanOrEqualTo(Chat.LINES_PER_MESSAGE);
            assertThat(lines).isSortedAccordingTo(Comparator.comparingLong(ChatLine::id));
            assertThat(lines)
                    .allMatch(line -> !line.text().isBlank() && line.text().length() <= Chat.MAX_CHARACTERS);
        }

        private void take(TimelineState told) {
            TimelineState before = line;
            if (before != null) {
                assertThat(told.rev()).isGreaterThanOrEqualTo(before.rev());
                if (!lineMayComeEarlier) {
                    assertThat(told.at()).isGreaterThanOrEqualTo(before.at());
                }
            }
            assertThat(told.at()).isLessThanOrEqualTo(now + Room.MAX_LEAD_MILLIS);
            line = told;
            lineMayComeEarlier = false;
        }
    }
}
