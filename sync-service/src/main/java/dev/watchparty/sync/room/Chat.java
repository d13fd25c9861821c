package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ChatLine;
import dev.watchparty.sync.protocol.ClientMessage.React;
import dev.watchparty.sync.protocol.ClientMessage.Say;
import dev.watchparty.sync.protocol.Emoji;
import dev.watchparty.sync.protocol.ErrorCode;
import dev.watchparty.sync.protocol.Policy;
import dev.watchparty.sync.protocol.ServerMessage;
import dev.watchparty.sync.protocol.ServerMessage.Reaction;
import dev.watchparty.sync.protocol.ServerMessage.Refused;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What people say in a room. Not thread-safe; owned by its [Room].
///
/// *Gathering.* A line is news and no state: a newer one does not stand in for it, and in each connection's outbox it
/// takes a place that nothing else can have. So the room gathers what is said within [#INTERVAL_MILLIS] into one
/// message, and the fullest chat is four messages a second to everybody; a connection has to stand still for a quarter
/// of a minute before the chat alone closes it, and it then comes back to the whole of it.
///
/// *Limits.* A viewer's, that nobody talks the others down, and one of the room: a line goes to everybody, over the
/// same uplink as the film.
final class Chat {

    static final int MAX_CHARACTERS = 500;

    /// The oldest go first.
    static final int MAX_LINES = 200;

    /// So that a message stays below 64 KiB whatever was said.
    static final int LINES_PER_MESSAGE = 25;

    static final double INTERVAL_MILLIS = 250;

    static final int BURST = 5;
    static final double MILLIS_PER_LINE = 2000;
    static final int REACTION_BURST = 10;
    static final double MILLIS_PER_REACTION = 500;
    static final int ROOM_BURST = 50;
    static final double ROOM_MILLIS_PER_LINE = 100;

    /// More at once nobody could see.
    static final int REACTIONS_PER_MESSAGE = 50;

    private final Deque<ChatLine> lines = new ArrayDeque<>();
    private final List<ChatLine> untold = new ArrayList<>();
    private final Map<Emoji, Integer> reactions = new EnumMap<>(Emoji.class);
    private final Throttle lineNews = new Throttle(INTERVAL_MILLIS);
    private final Throttle reactionNews = new Throttle(INTERVAL_MILLIS);
    private final PerViewer linePace = new PerViewer(BURST, MILLIS_PER_LINE);
    private final PerViewer reactionPace = new PerViewer(REACTION_BURST, MILLIS_PER_REACTION);
    private final TokenBucket roomPace = new TokenBucket(ROOM_BURST, ROOM_MILLIS_PER_LINE);
    private long lastId;

    /// @param lines what was said before, in order of their numbers
    Chat(List<ChatLine> lines) {
        lines.forEach(this::keep);
    }

    /// What was said, the oldest line first.
    List<ChatLine> lines() {
        return List.copyOf(lines);
    }

    /// Number of the newest line, 0 where there is none.
    long newestId() {
        return lines.isEmpty() ? 0 : lastId;
    }

    /// Takes a line in, or says why not.
    Optional<Refused> say(Member author, Say said, Policy policy, double nowMillis) {
        Optional<Refused> refusal = rights(author, policy);
        if (refusal.isPresent()) {
            return refusal;
        }
        String text = DisplayName.clean(said.text() == null ? "" : said.text(), MAX_CHARACTERS);
        if (!DisplayName.isSeen(text)) {
            return refused(ErrorCode.BAD_MESSAGE, "There is nothing to be seen in the message.");
        }
        if (!linePace.take(author.viewerOrTab(), nowMillis)) {
            return refused(ErrorCode.TOO_FAST, "You write faster than others can read. Wait a few seconds.");
        }
        if (!roomPace.take(nowMillis)) {
            return refused(ErrorCode.TOO_FAST, "Everybody is writing at once. Wait a few seconds.");
        }
        ChatLine line = new ChatLine(lastId + 1, author.tab, author.name, author.role, nowMillis, text);
        keep(line);
        untold.add(line);
        lineNews.changed();
        return Optional.empty();
    }

    /// Counts a reaction, or says why not. Of very many at once some are forgotten.
    Optional<Refused> react(Member viewer, React reaction, Policy policy, double nowMillis) {
        Optional<Refused> refusal = rights(viewer, policy);
        if (refusal.isPresent()) {
            return refusal;
        }
        if (reaction.emoji() == null) {
            return refused(ErrorCode.BAD_MESSAGE, "A reaction needs an \"emoji\".");
        }
        if (!reactionPace.take(viewer.viewerOrTab(), nowMillis)) {
            return refused(ErrorCode.TOO_FAST, "That was fast. Wait a few seconds.");
        }
        if (reactions.values().stream().mapToInt(Integer::intValue).sum() < REACTIONS_PER_MESSAGE) {
            reactions.merge(reaction.emoji(), 1, Integer::sum);
            reactionNews.changed();
        }
        return Optional.empty();
    }

    /// Forgets all that was said.
    ///
    /// @return what tells everybody
    ServerMessage clear() {
        lines.clear();
        untold.clear();
        return new ServerMessage.WholeChat(List.of());
    }

    /// Forgets what was said from one tab. The numbers of the other lines stay.
    ///
    /// @return what tells everybody, empty where there was nothing
    Optional<ServerMessage> clear(String tab) {
        List<Long> ids = lines.stream()
                .filter(line -> line.tab().equals(tab))
                .map(ChatLine::id)
                .toList();
        lines.removeIf(line -> line.tab().equals(tab));
        untold.removeIf(line -> line.tab().equals(tab));
        return ids.isEmpty() ? Optional.empty() : Optional.of(new ServerMessage.Unsaid(ids));
    }

    /// What tells somebody new all that was said.
    List<ServerMessage> history() {
        List<ServerMessage> messages = new ArrayList<>();
        for (List<ChatLine> part : parts(lines())) {
            messages.add(messages.isEmpty() ? new ServerMessage.WholeChat(part) : new ServerMessage.Said(part));
        }
        return messages;
    }

    /// What everybody is to be told now.
    List<ServerMessage> due(double nowMillis) {
        List<ServerMessage> messages = new ArrayList<>();
        if (lineNews.take(nowMillis)) {
            parts(untold).forEach(part -> messages.add(new ServerMessage.Said(part)));
            untold.clear();
        }
        if (reactionNews.take(nowMillis)) {
            messages.add(new ServerMessage.Reacted(reactions.entrySet().stream()
                    .map(counted -> new Reaction(counted.getKey(), counted.getValue()))
                    .toList()));
            reactions.clear();
        }
        return messages;
    }

    /// When [#due] has something, positive infinity where there is no news.
    double nextMillis() {
        return Math.min(lineNews.nextMillis(), reactionNews.nextMillis());
    }

    private void keep(ChatLine line) {
        lastId = line.id();
        lines.addLast(line);
        if (lines.size() > MAX_LINES) {
            lines.removeFirst();
        }
    }

    private static Optional<Refused> rights(Member member, Policy policy) {
        if (!policy.chat()) {
            return refused(ErrorCode.CHAT_OFF, "The host has turned the chat off.");
        }
        return member.isMuted() ? refused(ErrorCode.MUTED, "The host has muted you.") : Optional.empty();
    }

    private static List<List<ChatLine>> parts(List<ChatLine> lines) {
        List<List<ChatLine>> parts = new ArrayList<>();
        for (int from = 0; from < lines.size(); from += LINES_PER_MESSAGE) {
            parts.add(List.copyOf(lines.subList(from, Math.min(from + LINES_PER_MESSAGE, lines.size()))));
        }
        return parts;
    }

    private static Optional<Refused> refused(ErrorCode code, String message) {
        return Optional.of(new Refused(code, message));
    }

    /// A bucket for each viewer, over its reconnects; of at most [#MOST], those silent for longest are forgotten.
    private static final class PerViewer {

        private static final int MOST = 1000;

        private final int burst;
        private final double millisPerToken;
        private final Map<String, TokenBucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, TokenBucket> eldest) {
                return size() > MOST;
            }
        };

        PerViewer(int burst, double millisPerToken) {
            this.burst = burst;
            this.millisPerToken = millisPerToken;
        }

        boolean take(String viewer, double nowMillis) {
            return buckets.computeIfAbsent(viewer, unseen -> new TokenBucket(burst, millisPerToken))
                    .take(nowMillis);
        }
    }
}
