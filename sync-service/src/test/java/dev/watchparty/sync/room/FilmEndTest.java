package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.SetQueue;
import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.protocol.NextFilm;
import dev.watchparty.sync.protocol.Policy.OnStall;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Next;
import dev.watchparty.sync.protocol.ServerMessage.Paused;
import dev.watchparty.sync.protocol.ServerMessage.Playing;
import dev.watchparty.sync.protocol.ServerMessage.Sought;
import dev.watchparty.sync.protocol.StagedFilm;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The end of a film whose length nobody knows beforehand.
class FilmEndTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double WALL = 1_800_000_000_000.0;
    private static final long HOST = 1;
    private static final long ANN = 2;
    private static final long BEN = 3;
    private static final long CEE = 4;
    private static final double END = 60;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Room room = Room.empty(RoomName.MAIN, "clock", T);
    private double now = T;
    private double startedMillis;

    @BeforeEach
    void aFilmOfUnknownLengthHasJustRunOut() {
        join(HOST, null);
        apply(new RoomCommand.Raise(HOST));
        join(ANN, "ann's browser");
        join(BEN, "ben's browser");
        join(CEE, "cee's browser");
        apply(new RoomCommand.Stage(new StagedFilm("a", "a.mkv", "/media", null), 7));
        control(new SetQueue(new ArrayList<>(List.of("b.mkv")), null, null));
        now += 1000;
        startedMillis = toAll(control(new Play(null)), Playing.class)
                .getFirst()
                .timeline()
                .at();
        now = startedMillis + 1000 * END + 500;
    }

    @Test
    void isWhereMoreThanHalfOfThoseWhoPlayItSayAndTheNextOneIsCountedDownTo() {
        plays(BEN);
        plays(CEE);
        assertThat(toAll(ended(ANN), Paused.class)).isEmpty();

        List<RoomEvent> events = ended(BEN);

        assertThat(toAll(events, Paused.class)).singleElement().satisfies(paused -> {
            assertThat(paused.timeline().time()).isEqualTo(END);
            assertThat(paused.timeline().playing()).isFalse();
        });
        assertThat(toAll(events, Next.class))
                .containsExactly(new Next(new NextFilm("b.mkv", now + UpNext.COUNTDOWN_MILLIS)));
        assertThat(events).contains(new RoomEvent.Changed());
        assertThat(toAll(ended(CEE), ServerMessage.class)).as("said once").isEmpty();
    }

    @Test
    void isNotWhatOneOfTwoSays() {
        apply(new RoomCommand.Leave(CEE));
        plays(BEN);

        assertThat(toAll(ended(ANN), Paused.class)).isEmpty();
        assertThat(toAll(ended(BEN), Paused.class)).hasSize(1);
    }

    @Test
    void isWhatTheOnlyViewerSays() {
        assertThat(toAll(ended(ANN), Paused.class)).hasSize(1);
    }

    @Test
    void isNotWhatOneBrowserSaysWithManyTabs() {
        plays(ANN);
        plays(BEN);
        for (long tab = 10; tab < 20; tab++) {
            join(tab, "cee's browser");
            assertThat(toAll(ended(tab), Paused.class)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"away", "problem", "silent", "gone"})
    void isNotUpToWhoDoesNotWatch(String why) {
        plays(BEN);
        plays(CEE);
        switch (why) {
            case "away" -> {
                report(BEN, 3, false, false, null);
                report(CEE, 3, false, false, null);
            }
            case "problem" -> {
                report(BEN, 3, false, true, "no-picture");
                report(CEE, 3, false, true, "broken");
            }
            case "silent" -> now += Member.HEARD_MILLIS + 1;
            default -> {
                apply(new RoomCommand.Leave(BEN));
                apply(new RoomCommand.Leave(CEE));
            }
        }

        assertThat(toAll(ended(ANN), Paused.class)).hasSize(1);
    }

    @Test
    void isNotWhatWasSaidBeforeAJump() {
        plays(CEE);
        ended(ANN);
        control(new Seek(10.0, null));
        now += 3000;

        assertThat(toAll(ended(BEN), Paused.class))
                .as("the end is not where the room is")
                .isEmpty();
        now = startedMillis + 1000 * END + 60_000;
        plays(CEE);
        assertThat(toAll(report(BEN, 40, true, true, null), Paused.class))
                .as("of Ann nothing was heard since")
                .isEmpty();
    }

    @Test
    void isNotWhereTheRoomHasNotBeen() {
        report(ANN, 3000, true, true, null);

        assertThat(toAll(report(BEN, 3000, true, true, null), Paused.class)).isEmpty();
        assertThat(room.saved(now, WALL).playing()).isTrue();
    }

    @Test
    void isTheFarthestPlaceThatWasToldAndNoneThatIsStillToCome() {
        plays(BEN);
        plays(CEE);
        report(ANN, 2, true, true, null);
        assertThat(toAll(report(BEN, END + 1.4, true, true, null), Paused.class))
                .singleElement()
                .satisfies(paused -> assertThat(paused.timeline().time()).isCloseTo(END + 0.5, within(1e-6)));
    }

    @Test
    void isNotAskedForWhereTheLengthIsKnown() {
        apply(new RoomCommand.Stage(new StagedFilm("b", "c.mkv", "/media", 100.0), 8));
        control(new Play(null));
        now += 20_000;

        report(ANN, 10, true, true, null);
        report(BEN, 10, true, true, null);
        assertThat(toAll(report(CEE, 10, true, true, null), Paused.class)).isEmpty();
    }

    @Test
    void isStartedOverFromByPlay() {
        ended(ANN);
        now += 1000;
        control(new Pause(null));
        now += 1000;

        List<RoomEvent> events = control(new Play(null));

        assertThat(toAll(events, Playing.class))
                .singleElement()
                .satisfies(playing -> assertThat(playing.timeline().time()).isZero());
        assertThat(toAll(events, Next.class)).containsExactly(new Next(null));
    }

    @Test
    void isNoneAnyMoreAfterAJumpBack() {
        ended(ANN);
        now += 1000;
        control(new Seek(30.0, null));
        now += 1000;

        assertThat(toAll(control(new Seek(500.0, null)), Sought.class))
                .singleElement()
                .satisfies(sought -> assertThat(sought.timeline().time()).isEqualTo(500));
    }

    @Test
    void isNoStallThatTheOthersWaitFor() {
        control(new ChangePolicy(null, null, null, OnStall.PAUSE_FOR_ALL, null, null));
        plays(BEN);
        plays(CEE);
        apply(new RoomCommand.Report(
                ANN, new Status(END, 5, true, 0.0, 1.0, 20.0, 0.0, 0, true, false, null, null, null, null)));

        assertThat(toAll(ended(ANN), Paused.class)).isEmpty();
    }

    private List<RoomEvent> ended(long member) {
        return report(member, END, true, true, null);
    }

    private List<RoomEvent> plays(long member) {
        return report(member, END, false, true, null);
    }

    private List<RoomEvent> report(
            long member, double time, boolean ended, boolean following, @Nullable String problem) {
        return apply(new RoomCommand.Report(
                member,
                new Status(
                        time,
                        0,
                        false,
                        0.0,
                        1.0,
                        20.0,
                        0.0,
                        0,
                        following,
                        false,
                        problem,
                        null,
                        ended ? true : null,
                        null)));
    }

    private void join(long member, @Nullable String viewer) {
        apply(new RoomCommand.Join(member, ResumeToken.fresh(RANDOM), viewer));
        apply(new RoomCommand.Hello(member, "Somebody", null, null));
    }

    private List<RoomEvent> control(ClientMessage.Control message) {
        return apply(new RoomCommand.Control(HOST, message, false));
    }

    private List<RoomEvent> apply(RoomCommand command) {
        return room.apply(command, now);
    }

    private static <T extends ServerMessage> List<T> toAll(List<RoomEvent> events, Class<T> type) {
        return events.stream()
                .flatMap(event -> event instanceof RoomEvent.TellAll tell ? Stream.of(tell.message()) : Stream.empty())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }
}
