package dev.watchparty.sync.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.watchparty.sync.protocol.ChatLine;
import dev.watchparty.sync.protocol.ClientMessage;
import dev.watchparty.sync.protocol.ClientMessage.ChangePolicy;
import dev.watchparty.sync.protocol.ClientMessage.ClearChat;
import dev.watchparty.sync.protocol.ClientMessage.Mute;
import dev.watchparty.sync.protocol.ClientMessage.React;
import dev.watchparty.sync.protocol.ClientMessage.Say;
import dev.watchparty.sync.protocol.Codec;
import dev.watchparty.sync.protocol.Emoji;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.Role;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Reacted;
import dev.watchparty.sync.protocol.ServerMessage.Reaction;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import dev.watchparty.sync.protocol.ServerMessage.Said;
import dev.watchparty.sync.protocol.ServerMessage.Unsaid;
import dev.watchparty.sync.protocol.ServerMessage.Viewers;
import dev.watchparty.sync.protocol.ServerMessage.Welcome;
import dev.watchparty.sync.protocol.ServerMessage.WholeChat;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What people say in a room, from the command to what everybody hears.
class ChatTest {

    private static final double T = 1_800_000_000_000.0;
    private static final double WALL = 1_800_000_000_000.0;
    private static final long HOST = 1;
    private static final long ANN = 2;
    private static final long BEN = 3;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Room room = Room.empty(RoomName.MAIN, "clock", T);
    private double now = T;

    @Test
    void aLineGoesToEverybodyWithItsAuthorAndServerTime() {
        Welcome ann = joined(ANN, "Ann");
        joined(BEN, "Ben");
        now += 5;

        List<RoomEvent> events = say(ANN, "Hi");

        assertThat(said(events)).containsExactly(new ChatLine(1, ann.you().tab(), "Ann", Role.VIEWER, now, "Hi"));
        assertThat(events).contains(new RoomEvent.Changed());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "  two   words \t|two words",
                "<img src=x onerror=alert(1)>|<img src=x onerror=alert(1)>",
                "\u202Eexe.txt\u202C|exe.txt",
                "\u2067Hi\u2069 there|Hi there",
                "a\u0000b\u0007c\u2028d|abc d",
                "\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67|\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
            })
    void aLineIsWhatCanBeSeenOnOneLine(String raw, String shown) {
        joined(ANN, "Ann");

        assertThat(said(say(ANN, raw))).extracting(ChatLine::text).containsExactly(shown);
    }

    @Test
    void aLineIsCutToFiveHundredCharactersAndNeverWithinOne() {
        joined(ANN, "\u202E<b>" + "x".repeat(10_000));

        List<ChatLine> lines = said(say(ANN, "\uD83C\uDFAC".repeat(10_000)));

        assertThat(lines).extracting(ChatLine::text).containsExactly("\uD83C\uDFAC".repeat(500));
        assertThat(lines).extracting(ChatLine::name).containsExactly("<b>" + "x".repeat(37));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "   ", "\u200B\u200D", "\u202E", "\u0301"})
    void whatCannotBeSeenIsNotSaid(String text) {
        joined(ANN, "Ann");

        assertThat(refusal(say(ANN, text), ANN)).isEqualTo(ErrorCode.BAD_MESSAGE);
        assertThat(room.saved(now, WALL).chat().lines()).isEmpty();
    }

    @Test
    void whoWritesTooFastIsRefusedAndNobodyElseIs() {
        joined(ANN, "Ann");
        joined(BEN, "Ben");
        for (int i = 0; i < Chat.BURST; i++) {
            assertThat(refusals(say(ANN, "line " + i), ANN)).isEmpty();
        }

        assertThat(refusal(say(ANN, "one too many"), ANN)).isEqualTo(ErrorCode.TOO_FAST);
        assertThat(refusals(say(BEN, "Hi"), BEN)).isEmpty();

        now += Chat.MILLIS_PER_LINE;
        assertThat(refusals(say(ANN, "slower"), ANN)).isEmpty();
        assertThat(refusal(say(ANN, "and again"), ANN)).isEqualTo(ErrorCode.TOO_FAST);
    }

    @Test
    void anotherConnectionOfTheSameBrowserHasNoLimitOfItsOwn() {
        join(ANN, "browser");
        for (int i = 0; i < Chat.BURST; i++) {
            say(ANN, "line " + i);
        }
        apply(new RoomCommand.Leave(ANN));
        join(BEN, "browser");

        assertThat(refusal(say(BEN, "one too many"), BEN)).isEqualTo(ErrorCode.TOO_FAST);
    }

    @Test
    void aCrowdIsGatheredIntoFourMessagesASecondAndHeldToTheRoomsOwnLimit() {
        for (long member = 1; member <= 250; member++) {
            joined(member, "Viewer " + member);
        }
        List<RoomEvent> events = new ArrayList<>();
        int refused = 0;
        for (int round = 0; round < 4; round++) {
            for (long member = 1; member <= 250; member++) {
                now++;
                List<RoomEvent> answer = say(member, "Hi");
                refused += refusals(answer, member).size();
                events.addAll(answer);
            }
        }
        events.addAll(wakeAt(room.nextWakeMillis()));

        long passed = Chat.ROOM_BURST + (long) (1000 / Chat.ROOM_MILLIS_PER_LINE);
        assertThat(1000 - refused).isBetween((int) passed - 1, (int) passed);
        assertThat(said(events)).hasSize(1000 - refused);
        assertThat(messages(events, Said.class)).hasSizeLessThanOrEqualTo(1 + 4 + 2);
    }

    @Test
    void theRoomKeepsTheLastTwoHundredLinesAndTellsThemToWhoComes() {
        joined(ANN, "Ann");
        for (int i = 1; i <= 250; i++) {
            now += Chat.MILLIS_PER_LINE;
            say(ANN, "line " + i);
        }

        join(BEN, null);
        List<ServerMessage> told = messagesTo(hello(BEN, "Ben"), BEN);

        assertThat(((Welcome) told.getFirst()).chatId()).isEqualTo(250);
        assertThat(told.get(1)).isInstanceOf(WholeChat.class);
        assertThat(told.subList(2, told.size())).hasOnlyElementsOfType(Said.class);
        assertThat(lines(told))
                .extracting(ChatLine::id)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(51, 250).boxed().toList());
        assertThat(messagesTo(hello(BEN, "Benjamin"), BEN)).hasSize(1);
    }

    @Test
    void noMessageIsLongerThanAFrameWhateverWasSaid() {
        joined(ANN, "\uD83C\uDFAC".repeat(40));
        for (String text : List.of("\uD83C\uDFAC".repeat(500), "\"\\".repeat(250))) {
            for (int i = 0; i < Chat.MAX_LINES; i++) {
                now += Chat.MILLIS_PER_LINE;
                say(ANN, text);
            }
            join(BEN, null);
            assertThat(messagesTo(hello(BEN, "Ben"), BEN))
                    .hasSizeGreaterThan(1)
                    .allSatisfy(message -> assertThat(Codec.encode(message).getBytes(StandardCharsets.UTF_8).length)
                            .isLessThan(64 * 1024));
            apply(new RoomCommand.Leave(BEN));
        }
    }

    @Test
    void whoComesWhileALineWaitsToBeToldHearsItByTheSameNumber() {
        joined(ANN, "Ann");
        say(ANN, "first");
        say(ANN, "second");
        join(BEN, null);

        assertThat(lines(messagesTo(hello(BEN, "Ben"), BEN)))
                .extracting(ChatLine::id)
                .containsExactly(1L, 2L);
        assertThat(said(wakeAt(room.nextWakeMillis()))).extracting(ChatLine::id).containsExactly(2L);
    }

    @Test
    void whatWasSaidIsSavedAndRestoredAndNumbersGoOn() {
        joined(ANN, "Ann");
        say(ANN, "before");
        room = Room.restored(room.saved(now, WALL), "another clock", now, WALL);
        now += 10_000;
        join(BEN, null);

        assertThat(lines(messagesTo(hello(BEN, "Ben"), BEN)))
                .extracting(ChatLine::text)
                .containsExactly("before");
        assertThat(said(say(BEN, "after"))).extracting(ChatLine::id).containsExactly(2L);
    }

    @Test
    void anAdminClearsTheChatForEverybodyAndWhatWasNotYetToldIsForgotten() {
        host();
        joined(ANN, "Ann");
        say(ANN, "told");
        say(ANN, "not yet told");

        List<RoomEvent> events = control(HOST, new ClearChat(null, null));

        assertThat(messages(events, WholeChat.class)).containsExactly(new WholeChat(List.of()));
        assertThat(events).contains(new RoomEvent.Changed());
        assertThat(said(wakeAt(now + 10_000))).isEmpty();
        assertThat(room.saved(now, WALL).chat().lines()).isEmpty();
        join(BEN, null);
        assertThat(messagesTo(hello(BEN, "Ben"), BEN))
                .singleElement()
                .isInstanceOfSatisfying(
                        Welcome.class, welcome -> assertThat(welcome.chatId()).isZero());
    }

    @Test
    void whereThePolicySaysSoNobodyTalksOrReacts() {
        host();
        joined(ANN, "Ann");
        control(HOST, new ChangePolicy(null, null, null, null, false, null));

        assertThat(refusal(say(ANN, "Hi"), ANN)).isEqualTo(ErrorCode.CHAT_OFF);
        assertThat(refusal(react(ANN, Emoji.HEART), ANN)).isEqualTo(ErrorCode.CHAT_OFF);
        assertThat(refusal(say(HOST, "Hi"), HOST)).isEqualTo(ErrorCode.CHAT_OFF);

        control(HOST, new ChangePolicy(null, null, null, null, true, null));
        assertThat(said(say(ANN, "Hi"))).hasSize(1);
    }

    @Test
    void anAdminTakesAwayWhatOneAuthorSaidAndNothingElse() {
        host();
        String tab = joined(ANN, "Ann").you().tab();
        joined(BEN, "Ben");
        say(ANN, "First");
        say(BEN, "Second");
        wakeAt(now + 1000);
        say(ANN, "Third");
        say(ANN, "Not told yet");

        List<RoomEvent> events = control(HOST, new ClearChat(tab, null));

        assertThat(messages(events, Unsaid.class)).containsExactly(new Unsaid(List.of(1L, 3L, 4L)));
        assertThat(events).contains(new RoomEvent.Changed());
        assertThat(said(wakeAt(now + 1000))).isEmpty();
        join(4, null);
        assertThat(lines(messagesTo(hello(4, "Dee"), 4)))
                .extracting(ChatLine::id)
                .containsExactly(2L);
        say(ANN, "Sorry");
        assertThat(said(wakeAt(now + 1000))).extracting(ChatLine::id).containsExactly(5L);
    }

    @Test
    void whoLeftCanBeClearedAndWhoSaidNothingIsNoNews() {
        host();
        String tab = joined(ANN, "Ann").you().tab();
        say(ANN, "Bye");
        apply(new RoomCommand.Leave(ANN));

        assertThat(messages(control(HOST, new ClearChat(tab, null)), Unsaid.class))
                .containsExactly(new Unsaid(List.of(1L)));
        assertThat(messages(control(HOST, new ClearChat(tab, null)), ServerMessage.class))
                .isEmpty();
        assertThat(messages(control(HOST, new ClearChat("", null)), ServerMessage.class))
                .isEmpty();
    }

    @Test
    void whoIsMutedIsToldAndNeitherTalksNorReactsUntilAllowedAgain() {
        host();
        Welcome ann = joined(ANN, "Ann");
        String tab = ann.you().tab();

        List<RoomEvent> muting = control(HOST, new Mute(tab, true, null));

        assertThat(welcome(muting, ANN).you().muted()).isTrue();
        assertThat(refusal(say(ANN, "Hi"), ANN)).isEqualTo(ErrorCode.MUTED);
        assertThat(refusal(react(ANN, Emoji.HEART), ANN)).isEqualTo(ErrorCode.MUTED);
        assertThat(list(wakeAt(now + 2000)).viewers())
                .filteredOn(row -> row.tab().equals(tab))
                .singleElement()
                .satisfies(row -> assertThat(row.muted()).isTrue());

        assertThat(welcome(control(HOST, new Mute(tab, false, null)), ANN).you().muted())
                .isFalse();
        assertThat(said(say(ANN, "Hi"))).hasSize(1);
    }

    @Test
    void muteHoldsOverAReconnectARestartAndAFreshTokenOfTheSameBrowser() {
        host();
        join(ANN, "browser");
        Welcome ann = welcome(hello(ANN, "Ann"), ANN);
        assertThat(control(HOST, new Mute(ann.you().tab(), true, null))).contains(new RoomEvent.Changed());

        room = Room.restored(room.saved(now, WALL), "another clock", now, WALL);
        join(4, null);
        assertThat(welcome(apply(new RoomCommand.Hello(4, "Ann", ann.resume(), null)), 4)
                        .you()
                        .muted())
                .isTrue();
        join(5, "browser");
        assertThat(refusal(say(5, "Hi"), 5)).isEqualTo(ErrorCode.MUTED);
        join(6, "another");
        assertThat(refusals(say(6, "Hi"), 6)).isEmpty();

        host();
        control(HOST, new Mute(ann.you().tab(), false, null));
        assertThat(refusals(say(4, "Hi"), 4)).isEmpty();
    }

    @Test
    void anAdminsBrowserLosesTheWordInOneTabOnlyAndAnAdminNever() {
        join(HOST, "browser");
        Welcome host = welcome(hello(HOST, "Host"), HOST);
        apply(new RoomCommand.Raise(HOST));
        join(ANN, "browser");
        Welcome ann = welcome(hello(ANN, "Ann"), ANN);
        join(BEN, "browser");
        hello(BEN, "Ben");

        control(HOST, new Mute(ann.you().tab(), true, null));

        assertThat(refusal(say(ANN, "Hi"), ANN)).isEqualTo(ErrorCode.MUTED);
        assertThat(refusals(say(BEN, "Hi"), BEN)).isEmpty();
        assertThat(refusal(control(HOST, new Mute(host.you().tab(), true, null)), HOST))
                .isEqualTo(ErrorCode.NO_SUCH_VIEWER);
        assertThat(refusal(control(HOST, new Mute(null, true, null)), HOST)).isEqualTo(ErrorCode.NO_SUCH_VIEWER);
    }

    @Test
    void whoLeftMutedCanBeAllowedToTalkAgain() {
        host();
        Welcome ann = joined(ANN, "Ann");
        control(HOST, new Mute(ann.you().tab(), true, null));
        apply(new RoomCommand.Leave(ANN));

        assertThat(refusals(control(HOST, new Mute(ann.you().tab(), false, null)), HOST))
                .isEmpty();
        assertThat(refusal(control(HOST, new Mute(ann.you().tab(), false, null)), HOST))
                .isEqualTo(ErrorCode.NO_SUCH_VIEWER);
        assertThat(refusal(control(HOST, new Mute(ann.you().tab(), true, null)), HOST))
                .isEqualTo(ErrorCode.NO_SUCH_VIEWER);
    }

    @Test
    void reactionsAreCountedTogetherAndKeptByNobody() {
        joined(ANN, "Ann");
        joined(BEN, "Ben");

        assertThat(messages(react(ANN, Emoji.HEART), Reacted.class))
                .containsExactly(new Reacted(List.of(new Reaction(Emoji.HEART, 1))));
        List<RoomEvent> together = new ArrayList<>();
        together.addAll(react(ANN, Emoji.FIRE));
        together.addAll(react(BEN, Emoji.HEART));
        together.addAll(react(ANN, Emoji.FIRE));
        assertThat(together).isEmpty();

        assertThat(messages(wakeAt(room.nextWakeMillis()), Reacted.class))
                .containsExactly(new Reacted(List.of(new Reaction(Emoji.HEART, 1), new Reaction(Emoji.FIRE, 2))));
        assertThat(room.nextWakeMillis()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(room.saved(now, WALL).chat()).isEqualTo(SavedChat.EMPTY);
    }

    @Test
    void whoReactsTooFastIsRefusedAndOfACrowdsReactionsSomeAreForgotten() {
        for (long member = 1; member <= 20; member++) {
            joined(member, "Viewer " + member);
        }
        for (int i = 0; i < Chat.REACTION_BURST; i++) {
            for (long member = 1; member <= 20; member++) {
                assertThat(refusals(react(member, Emoji.CONFETTI), member)).isEmpty();
            }
        }
        assertThat(refusal(react(1, Emoji.CONFETTI), 1)).isEqualTo(ErrorCode.TOO_FAST);
        assertThat(refusal(react(2, null), 2)).isEqualTo(ErrorCode.BAD_MESSAGE);

        assertThat(messages(wakeAt(room.nextWakeMillis()), Reacted.class))
                .containsExactly(new Reacted(List.of(new Reaction(Emoji.CONFETTI, Chat.REACTIONS_PER_MESSAGE))));
    }

    private List<RoomEvent> apply(RoomCommand command) {
        return room.apply(command, now);
    }

    private List<RoomEvent> wakeAt(double millis) {
        now = Math.max(now, millis);
        return apply(new RoomCommand.Wake());
    }

    private void join(long member, @Nullable String viewer) {
        apply(new RoomCommand.Join(member, ResumeToken.fresh(RANDOM), viewer));
    }

    private List<RoomEvent> hello(long member, String name) {
        return apply(new RoomCommand.Hello(member, name, null, null));
    }

    private Welcome joined(long member, String name) {
        join(member, null);
        return welcome(hello(member, name), member);
    }

    private void host() {
        joined(HOST, "Host");
        apply(new RoomCommand.Raise(HOST));
    }

    private List<RoomEvent> say(long member, @Nullable String text) {
        return apply(new RoomCommand.Talk(member, new Say(text)));
    }

    private List<RoomEvent> react(long member, @Nullable Emoji emoji) {
        return apply(new RoomCommand.Talk(member, new React(emoji)));
    }

    private List<RoomEvent> control(long member, ClientMessage.Control message) {
        return apply(new RoomCommand.Control(member, message, false));
    }

    private static List<ServerMessage> messagesTo(List<RoomEvent> events, long member) {
        return events.stream()
                .filter(event -> event instanceof RoomEvent.Tell tell && tell.member() == member)
                .map(event -> ((RoomEvent.Tell) event).message())
                .toList();
    }

    private static <T extends ServerMessage> List<T> messages(List<RoomEvent> events, Class<T> type) {
        return events.stream()
                .filter(RoomEvent.TellAll.class::isInstance)
                .map(event -> ((RoomEvent.TellAll) event).message())
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static List<ChatLine> said(List<RoomEvent> events) {
        return messages(events, Said.class).stream()
                .flatMap(said -> said.lines().stream())
                .toList();
    }

    /// The lines of a history, in the order in which they are told.
    private static List<ChatLine> lines(List<ServerMessage> messages) {
        List<ChatLine> lines = new ArrayList<>();
        for (ServerMessage message : messages) {
            if (message instanceof WholeChat whole) {
                lines.addAll(whole.lines());
            } else if (message instanceof Said said) {
                lines.addAll(said.lines());
            }
        }
        return lines;
    }

    private static Welcome welcome(List<RoomEvent> events, long member) {
        return messagesTo(events, member).stream()
                .filter(Welcome.class::isInstance)
                .map(Welcome.class::cast)
                .findFirst()
                .orElseThrow();
    }

    private static Viewers list(List<RoomEvent> events) {
        return events.stream()
                .filter(RoomEvent.TellSome.class::isInstance)
                .map(event -> (Viewers) ((RoomEvent.TellSome) event).message())
                .findFirst()
                .orElseThrow();
    }

    private static List<Refused> refusals(List<RoomEvent> events, long member) {
        return messagesTo(events, member).stream()
                .filter(Refused.class::isInstance)
                .map(Refused.class::cast)
                .toList();
    }

    private static ErrorCode refusal(List<RoomEvent> events, long member) {
        List<Refused> refusals = refusals(events, member);
        assertThat(refusals).as("refusals: %s", events).hasSize(1);
        assertThat(refusals.getFirst().message()).isNotBlank();
        return Objects.requireNonNull(refusals.getFirst().code());
    }
}
