package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.Cohost;
import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.NextNow;
import dev.watchparty.sync.protocol.ClientMessage.NextStop;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.SetQueue;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.NextFilm;
import dev.watchparty.sync.protocol.QueueState;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Next;
import dev.watchparty.sync.protocol.ServerMessage.Playing;
import dev.watchparty.sync.protocol.ServerMessage.Queue;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.ServerMessage.Waiting;
import dev.watchparty.sync.protocol.ServerMessage.Welcome;
import dev.watchparty.sync.protocol.SkipReason;
import dev.watchparty.sync.protocol.StagedFilm;
import dev.watchparty.sync.protocol.StuckReason;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The queue of a room and its countdown.
class RoomQueueTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double WALL = 1_800_000_000_000.0;
    private static final long HOST = 1;
    private static final long ANN = 2;
    private static final long OTHER_HOST = 3;
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final double COUNTDOWN = UpNext.COUNTDOWN_MILLIS;

    private Room room = Room.empty(RoomName.MAIN, "clock", T);
    private double now = T;

    @BeforeEach
    void aFilmIsOn() {
        admin(HOST);
        join(ANN);
        apply(new RoomCommand.Stage(film("first.mkv"), 7));
    }

    @Test
    void theWholeQueueIsToldToAdminsOnly() {
        List<RoomEvent> events = queue("b.mkv", "c.mkv");

        assertThat(toSome(events, Queue.class))
                .containsExactly(new Queue(new QueueState(1, List.of("b.mkv", "c.mkv"), List.of(), null)));
        assertThat(events).noneMatch(RoomEvent.TellAll.class::isInstance);
        assertThat(recipients(events)).containsExactly(HOST);
        assertThat(events).contains(new RoomEvent.Changed());
        assertThat(admin(OTHER_HOST).queue())
                .isNotNull()
                .satisfies(told -> assertThat(told.paths()).containsExactly("b.mkv", "c.mkv"));
        assertThat(join(9).queue()).isNull();
    }

    @Test
    void aFilmThatEndsBeginsACountdownThatEverybodyIsTold() {
        queue("b.mkv");
        double ends = toTheEnd();

        assertThat(next(wakeAt(ends))).isEqualTo(new NextFilm("b.mkv", ends + COUNTDOWN));
        assertThat(join(9).next()).isEqualTo(new NextFilm("b.mkv", ends + COUNTDOWN));
        assertThat(asked(wakeAt(ends + COUNTDOWN - 1))).isEmpty();
        assertThat(room.nextWakeMillis()).isEqualTo(ends + COUNTDOWN);
        assertThat(asked(wakeAt(ends + COUNTDOWN))).containsExactly(new RoomEvent.AskStage(1, "b.mkv", 7));
        assertThat(asked(wakeAt(ends + COUNTDOWN + 1))).as("asked once").isEmpty();
    }

    @Test
    void withoutAQueueAFilmJustEnds() {
        double ends = toTheEnd();

        assertThat(toAll(wakeAt(ends), Next.class)).isEmpty();
        assertThat(asked(wakeAt(ends + COUNTDOWN))).isEmpty();
    }

    @Test
    void theNextFilmLeavesTheQueueAtItsStageAndPlaysByItself() {
        queue("b.mkv", "c.mkv");
        countDown();
        apply(new RoomCommand.StageAnswered(1, new StageOutcome.Taken()));

        List<RoomEvent> events = apply(new RoomCommand.Stage(film("b.mkv"), 8));

        assertThat(toAll(events, Playing.class))
                .hasSize(1)
                .first()
                .satisfies(playing -> assertThat(playing.timeline().time()).isZero());
        assertThat(next(events)).isNull();
        assertThat(toSome(events, Queue.class).getLast().queue().paths()).containsExactly("c.mkv");
        assertThat(room.saved(now, WALL).queue()).containsExactly("c.mkv");
    }

    @Test
    void theNextFilmWaitsForThoseWhoReportWhateverThePolicy() {
        queue("b.mkv");
        countDown();
        apply(new RoomCommand.Report(ANN, status(0, false)));

        List<RoomEvent> events = apply(new RoomCommand.Stage(film("b.mkv"), 8));
        assertThat(toAll(events, Playing.class)).isEmpty();
        assertThat(toAll(events, Waiting.class))
                .hasSize(1)
                .first()
                .satisfies(wait -> assertThat(wait.waiting().plays()).isTrue());

        now += 1000;
        assertThat(toAll(apply(new RoomCommand.Report(ANN, status(0, true))), Playing.class))
                .hasSize(1);
    }

    @Test
    void anotherRuleThatChangesDoesNotEndThatWait() {
        queue("b.mkv");
        countDown();
        apply(new RoomCommand.Report(ANN, status(0, false)));
        apply(new RoomCommand.Stage(film("b.mkv"), 8));

        now += 100;
        assertThat(toAll(control(HOST, new ChangePolicy(null, false, null, null, null, null)), Playing.class))
                .isEmpty();
        now += 1000;
        assertThat(toAll(apply(new RoomCommand.Report(ANN, status(0, true))), Playing.class))
                .hasSize(1);
    }

    @Test
    void aStageThatComesBeforeItsAnswerIsTheSame() {
        queue("b.mkv", "c.mkv");
        countDown();
        apply(new RoomCommand.Stage(film("b.mkv"), 8));

        assertThat(messages(apply(
                        new RoomCommand.StageAnswered(1, new StageOutcome.Unavailable(StuckReason.REFUSED, "late")))))
                .isEmpty();
        assertThat(room.saved(now, WALL).queue()).containsExactly("c.mkv");
    }

    @Test
    void anotherFilmStagedByHandEndsTheCountdownAndStandsPaused() {
        queue("b.mkv");
        wakeAt(toTheEnd());

        List<RoomEvent> events = apply(new RoomCommand.Stage(film("by-hand.mkv"), 8));

        assertThat(next(events)).isNull();
        assertThat(toAll(events, Playing.class)).isEmpty();
        assertThat(asked(wakeAt(now + COUNTDOWN))).isEmpty();
        assertThat(room.saved(now, WALL).queue()).containsExactly("b.mkv");
    }

    @Test
    void aQueuedFilmStagedByHandIsNotToComeAgain() {
        queue("b.mkv", "c.mkv", "b.mkv");

        List<RoomEvent> events = apply(new RoomCommand.Stage(film("c.mkv"), 8));
        assertThat(toSome(events, Queue.class).getLast().queue().paths()).containsExactly("b.mkv", "b.mkv");
        apply(new RoomCommand.Stage(film("b.mkv"), 9));
        assertThat(room.saved(now, WALL).queue()).containsExactly("b.mkv");
        assertThat(toAll(apply(new RoomCommand.Wake()), Playing.class)).isEmpty();
    }

    @Test
    void theMediaServicesOwnTruthCountsAsAStage() {
        queue("b.mkv");
        countDown();

        List<RoomEvent> events = apply(new RoomCommand.Restage(film("b.mkv"), 8, 7));

        assertThat(toAll(events, Playing.class)).hasSize(1);
        assertThat(room.saved(now, WALL).queue()).isEmpty();
        assertThat(messages(apply(new RoomCommand.Restage(film("b.mkv"), 8, 8))))
                .as("told again")
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("whatEndsACountdown")
    void whoeverDoesSomethingElseEndsTheCountdown(ClientMessage.Control control) {
        queue("b.mkv");
        wakeAt(toTheEnd());

        assertThat(next(control(HOST, control))).isNull();
        assertThat(asked(wakeAt(now + COUNTDOWN))).isEmpty();
        assertThat(room.saved(now, WALL).queue()).containsExactly("b.mkv");
    }

    static Stream<ClientMessage.Control> whatEndsACountdown() {
        return Stream.of(new NextStop(null), new Seek(10.0, null), new Play(null), new Load("first.mkv", null));
    }

    @Test
    void emptyingTheQueueEndsTheCountdownAndChangingItsFirstFilmDoesNot() {
        queue("b.mkv", "c.mkv");
        double ends = toTheEnd();
        wakeAt(ends);

        assertThat(next(queue("c.mkv", "b.mkv"))).isEqualTo(new NextFilm("c.mkv", ends + COUNTDOWN));
        List<RoomEvent> events = control(HOST, wish(null));
        assertThat(next(events)).isNull();
    }

    @Test
    void nowAsksAtOnceWithAndWithoutACountdown() {
        queue("b.mkv", "c.mkv");

        assertThat(asked(control(HOST, new NextNow(null)))).containsExactly(new RoomEvent.AskStage(1, "b.mkv", 7));
        assertThat(asked(control(HOST, new NextNow(null))))
                .as("is asked already")
                .isEmpty();
        apply(new RoomCommand.Stage(film("b.mkv"), 8));
        wakeAt(toTheEnd());
        assertThat(asked(control(HOST, new NextNow(null)))).containsExactly(new RoomEvent.AskStage(2, "c.mkv", 8));
    }

    @Test
    void whatIsStoppedAfterItWasAskedForComesPausedAndLeavesTheQueue() {
        queue("b.mkv");
        countDown();
        control(HOST, new NextStop(null));

        List<RoomEvent> events = apply(new RoomCommand.Stage(film("b.mkv"), 8));

        assertThat(toAll(events, Playing.class)).isEmpty();
        assertThat(room.saved(now, WALL).queue()).isEmpty();
    }

    @Test
    void aFileThatIsGoneIsToldAndTheNextOneIsTaken() {
        queue("gone.mkv", "c.mkv");
        countDown();

        List<RoomEvent> events =
                apply(new RoomCommand.StageAnswered(1, new StageOutcome.Unplayable(SkipReason.NO_SUCH_FILE, "gone")));

        QueueState queue = toSome(events, Queue.class).getLast().queue();
        assertThat(queue.paths()).containsExactly("c.mkv");
        assertThat(queue.skipped()).containsExactly(new QueueState.Skipped("gone.mkv", SkipReason.NO_SUCH_FILE));
        assertThat(asked(events)).containsExactly(new RoomEvent.AskStage(2, "c.mkv", 7));
        List<RoomEvent> changed = queue("d.mkv");
        assertThat(toSome(changed, Queue.class).getLast().queue().skipped()).isEmpty();
    }

    @Test
    void aQueueOfFilesThatAreGoneEnds() {
        queue("gone.mkv", "gone too.mkv");
        countDown();
        apply(new RoomCommand.StageAnswered(1, new StageOutcome.Unplayable(SkipReason.NO_SUCH_FILE, "gone")));

        List<RoomEvent> events =
                apply(new RoomCommand.StageAnswered(2, new StageOutcome.Unplayable(SkipReason.NO_SUCH_FILE, "gone")));

        assertThat(next(events)).isNull();
        assertThat(toSome(events, Queue.class).getLast().queue().skipped()).hasSize(2);
        assertThat(asked(wakeAt(now + COUNTDOWN))).isEmpty();
    }

    @Test
    void aMediaServiceThatIsAwayIsAskedAgainForAMinuteAndTheQueueStays() {
        queue("b.mkv");
        countDown();
        long question = 1;
        for (double spent = 0; spent < UpNext.GIVE_UP_MILLIS; spent += UpNext.RETRY_MILLIS) {
            apply(new RoomCommand.StageAnswered(
                    question++, new StageOutcome.Unavailable(StuckReason.NO_ANSWER, "away")));
            assertThat(asked(wakeAt(now + UpNext.RETRY_MILLIS)))
                    .containsExactly(new RoomEvent.AskStage(question, "b.mkv", 7));
        }
        assertThat(next(apply(new RoomCommand.StageAnswered(
                        question, new StageOutcome.Unavailable(StuckReason.NO_ANSWER, "away")))))
                .isNull();

        Welcome told = admin(OTHER_HOST);
        assertThat(told.next()).isNull();
        assertThat(Objects.requireNonNull(told.queue()).stuck()).isEqualTo(StuckReason.NO_ANSWER);
        assertThat(told.queue().paths()).containsExactly("b.mkv");
    }

    @Test
    void anAnswerThatNeverComesIsGivenUp() {
        queue("b.mkv");
        countDown();

        assertThat(next(wakeAt(now + UpNext.GIVE_UP_MILLIS))).isNull();
        assertThat(Objects.requireNonNull(admin(OTHER_HOST).queue()).stuck()).isEqualTo(StuckReason.NOT_TOLD);
    }

    @Test
    void withNobodyHereNothingIsPutOnAndWhoComesSoonGetsTheWholeCountdown() {
        queue("b.mkv");
        double ends = toTheEnd();
        wakeAt(ends);
        apply(new RoomCommand.Leave(HOST));
        apply(new RoomCommand.Leave(ANN));

        assertThat(asked(wakeAt(ends + COUNTDOWN))).isEmpty();
        now += UpNext.LONELY_MILLIS - 1;
        assertThat(join(ANN).next()).isEqualTo(new NextFilm("b.mkv", now + COUNTDOWN));
        assertThat(asked(wakeAt(now + COUNTDOWN))).hasSize(1);
    }

    @Test
    void whereNobodyComesNothingIsPutOnAnyMore() {
        queue("b.mkv");
        double ends = toTheEnd();
        wakeAt(ends);
        apply(new RoomCommand.Leave(HOST));
        apply(new RoomCommand.Leave(ANN));
        wakeAt(ends + COUNTDOWN);

        wakeAt(now + UpNext.LONELY_MILLIS);

        assertThat(room.nextWakeMillis()).isInfinite();
        assertThat(join(ANN).next()).isNull();
        assertThat(room.saved(now, WALL).queue()).containsExactly("b.mkv");
        assertThat(room.saved(now, WALL).counting()).isFalse();
    }

    @Test
    void itWorksWithoutAnAdmin() {
        queue("b.mkv");
        double ends = toTheEnd();
        apply(new RoomCommand.Leave(HOST));

        wakeAt(ends);
        assertThat(asked(wakeAt(ends + COUNTDOWN))).containsExactly(new RoomEvent.AskStage(1, "b.mkv", 7));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000, 60_000})
    void aCountdownBeginsAnewAfterARestart(long awayMillis) {
        queue("b.mkv", "c.mkv");
        wakeAt(toTheEnd() + 4000);
        SavedRoom saved = room.saved(now, WALL);

        room = Room.restored(saved, "another clock", now, WALL + awayMillis);

        assertThat(join(ANN).next()).isEqualTo(new NextFilm("b.mkv", now + COUNTDOWN));
        assertThat(asked(wakeAt(now + COUNTDOWN))).containsExactly(new RoomEvent.AskStage(1, "b.mkv", 7));
        assertThat(Objects.requireNonNull(admin(HOST).queue()).paths()).containsExactly("b.mkv", "c.mkv");
    }

    @Test
    void afterALongAbsenceTheQueueIsThereAndNothingIsPutOn() {
        queue("b.mkv");
        wakeAt(toTheEnd());

        room = Room.restored(room.saved(now, WALL), "another clock", now, WALL + 61_000);

        assertThat(join(ANN).next()).isNull();
        assertThat(Objects.requireNonNull(admin(HOST).queue()).paths()).containsExactly("b.mkv");
        assertThat(asked(wakeAt(now + COUNTDOWN))).isEmpty();
    }

    @Test
    void aKillBetweenQuestionAndStageLosesNothing() {
        queue("b.mkv", "c.mkv");
        countDown();
        room = Room.restored(room.saved(now, WALL), "another clock", now, WALL + 3000);
        join(ANN);

        List<RoomEvent> events = apply(new RoomCommand.Restage(film("b.mkv"), 8, 7));

        assertThat(toAll(events, Playing.class)).hasSize(1);
        assertThat(asked(wakeAt(now + COUNTDOWN))).isEmpty();
        assertThat(room.saved(now, WALL).queue()).containsExactly("c.mkv");
    }

    @Test
    void ofTwoAdminsTheOneWhoSawAnOlderQueueIsToldTheNewer() {
        admin(OTHER_HOST);
        control(HOST, wish(0L, "b.mkv"));

        List<RoomEvent> events = control(OTHER_HOST, wish(0L, "c.mkv"));

        assertThat(messagesTo(events, OTHER_HOST))
                .satisfiesExactly(
                        refused -> assertThat(((Refused) refused).code()).isEqualTo(ErrorCode.STALE_QUEUE),
                        queue -> assertThat(((Queue) queue).queue().paths()).containsExactly("b.mkv"));
        assertThat(toSome(control(OTHER_HOST, wish(1L, "b.mkv", "c.mkv")), Queue.class))
                .hasSize(1);
    }

    @Test
    void onlyAnAdminSetsTheQueueAndACohostMayStopAndHurry() {
        Welcome ann = join(9);
        control(HOST, new Cohost(ann.you().tab(), true, null));
        queue("b.mkv");
        wakeAt(toTheEnd());

        assertThat(refusal(control(9, wish(null)), 9)).isEqualTo(ErrorCode.NOT_ADMIN);
        assertThat(refusal(control(ANN, new NextStop(null)), ANN)).isEqualTo(ErrorCode.NOT_ADMIN);
        assertThat(refusal(control(ANN, new NextNow(null)), ANN)).isEqualTo(ErrorCode.NOT_ADMIN);
        assertThat(next(control(9, new NextStop(null)))).isNull();
        assertThat(asked(control(9, new NextNow(null)))).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("queuesThatAreNone")
    void aQueueThatIsNoneIsRefusedAndChangesNothing(@Nullable List<@Nullable String> paths) {
        queue("b.mkv");

        assertThat(refusal(control(HOST, new SetQueue(paths, null, null)), HOST))
                .isEqualTo(ErrorCode.BAD_QUEUE);
        assertThat(room.saved(now, WALL).queue()).containsExactly("b.mkv");
    }

    static Stream<@Nullable List<@Nullable String>> queuesThatAreNone() {
        return Stream.of(
                null,
                Collections.<@Nullable String>singletonList(null),
                wish(null, Collections.nCopies(QueueState.MOST + 1, "a.mkv").toArray(new String[0]))
                        .paths(),
                wish(null, "").paths(),
                wish(null, "/etc/passwd").paths(),
                wish(null, "./").paths(),
                wish(null, "a\nb.mkv").paths(),
                wish(null, "a".repeat(UpNext.MAX_PATH_CHARACTERS + 1)).paths());
    }

    @Test
    void aHundredFilmsAreAQueueAndAPathIsKeptAsTheStageTellsIt() {
        control(
                HOST,
                wish(null, Collections.nCopies(QueueState.MOST, "./a//b.mkv").toArray(new String[0])));

        assertThat(room.saved(now, WALL).queue()).hasSize(QueueState.MOST).containsOnly("a/b.mkv");
    }

    @Test
    void aPolicyThatChangesMeanwhileLeavesTheCountdownAlone() {
        queue("b.mkv");
        double ends = toTheEnd();
        wakeAt(ends);

        control(HOST, new ChangePolicy(false, null, null, null, null, null));

        assertThat(asked(wakeAt(ends + COUNTDOWN))).hasSize(1);
    }

    /// Plays from just before the end, and tells when that is.
    private double toTheEnd() {
        now += 1000;
        control(HOST, new Seek(99.0, null));
        Playing playing = toAll(control(HOST, new Play(null)), Playing.class).getFirst();
        return playing.timeline().at() + 1000;
    }

    private void countDown() {
        wakeAt(toTheEnd());
        assertThat(asked(wakeAt(now + COUNTDOWN))).hasSize(1);
    }

    private List<RoomEvent> queue(String... paths) {
        return control(HOST, wish(null, paths));
    }

    private static SetQueue wish(@Nullable Long rev, String... paths) {
        return new SetQueue(new ArrayList<>(List.of(paths)), rev, null);
    }

    private List<RoomEvent> apply(RoomCommand command) {
        return room.apply(command, now);
    }

    private List<RoomEvent> wakeAt(double millis) {
        now = Math.max(now, millis);
        return apply(new RoomCommand.Wake());
    }

    private List<RoomEvent> control(long member, ClientMessage.Control message) {
        return apply(new RoomCommand.Control(member, message, false));
    }

    private Welcome join(long member) {
        apply(new RoomCommand.Join(member, ResumeToken.fresh(RANDOM), null));
        return (Welcome) messagesTo(apply(new RoomCommand.Hello(member, "Somebody", null, null)), member)
                .getFirst();
    }

    private Welcome admin(long member) {
        join(member);
        return (Welcome)
                messagesTo(apply(new RoomCommand.Raise(member)), member).getFirst();
    }

    private static StagedFilm film(String path) {
        return new StagedFilm(path, path, "/media/current?v=" + path, 100.0);
    }

    private static Status status(double time, boolean ready) {
        return new Status(time, 5, ready, 0.0, 1.0, 20.0, 0.0, 0, true, false, null, null, null, null);
    }

    private static List<RoomEvent.AskStage> asked(List<RoomEvent> events) {
        return events.stream()
                .filter(RoomEvent.AskStage.class::isInstance)
                .map(RoomEvent.AskStage.class::cast)
                .toList();
    }

    private static @Nullable NextFilm next(List<RoomEvent> events) {
        List<Next> told = toAll(events, Next.class);
        assertThat(told).as("the countdown is told").isNotEmpty();
        return told.getLast().next();
    }

    private static ErrorCode refusal(List<RoomEvent> events, long member) {
        return ((Refused) messagesTo(events, member).getFirst()).code();
    }

    private static List<Long> recipients(List<RoomEvent> events) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.TellSome some ? some.members().stream() : Stream.of())
                .toList();
    }

    private static List<ServerMessage> messagesTo(List<RoomEvent> events, long member) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.Tell tell && tell.member() == member
                        ? Stream.of(tell.message())
                        : Stream.empty())
                .toList();
    }

    private static List<ServerMessage> messages(List<RoomEvent> events) {
        return Stream.concat(toAll(events, ServerMessage.class).stream(), toSome(events, Queue.class).stream())
                .toList();
    }

    private static <T extends ServerMessage> List<T> toAll(List<RoomEvent> events, Class<T> type) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.TellAll tell ? Stream.of(tell.message()) : Stream.empty())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static <T extends ServerMessage> List<T> toSome(List<RoomEvent> events, Class<T> type) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.TellSome tell ? Stream.of(tell.message()) : Stream.empty())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
