package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Load;
import dev.watchparty.sync.protocol.ClientMessage.Pause;
import dev.watchparty.sync.protocol.ClientMessage.Play;
import dev.watchparty.sync.protocol.ClientMessage.Rate;
import dev.watchparty.sync.protocol.ClientMessage.Seek;
import dev.watchparty.sync.protocol.ClientMessage.StartNow;
import dev.watchparty.sync.protocol.ClientMessage.TimelineCommand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Keeps a dragged slider from flooding a room: a token bucket of [#BURST] commands lets what people do by hand
/// pass at once, beyond it the newest command of each kind waits for the next token and older ones of its kind
/// are forgotten. So the last one always wins, and at most one command of each kind is held.
final class CommandPacer {

    static final int BURST = 5;
    static final double MILLIS_PER_COMMAND = 100;

    /// A quarter of a microsecond is as fine as server time gets, so a whole token may be a little less.
    private static final double ONE = 1 - 1e-4;

    private final Map<Kind, TimelineCommand> held = new LinkedHashMap<>();
    private double tokens = BURST;
    private double countedAtMillis = Double.NEGATIVE_INFINITY;

    /// Takes a command in; what may be carried out comes from [#due].
    void offer(TimelineCommand command) {
        Kind kind = kind(command);
        held.remove(kind);
        held.put(kind, command);
    }

    /// Commands that may be carried out now, oldest first.
    List<TimelineCommand> due(double nowMillis) {
        refill(nowMillis);
        List<TimelineCommand> due = new ArrayList<>();
        var commands = held.values().iterator();
        while (tokens >= ONE && commands.hasNext()) {
            due.add(commands.next());
            commands.remove();
            tokens--;
        }
        return due;
    }

    /// When [#due] has something again, positive infinity where nothing is held.
    double nextDueMillis() {
        return held.isEmpty()
                ? Double.POSITIVE_INFINITY
                : countedAtMillis + Math.max(0, 1 - tokens) * MILLIS_PER_COMMAND;
    }

    /// Another film is on: what was meant for the one before must not move it. Not for a `load` that was offered here:
    /// what came before it has been due before it, and what came after it is meant for what it loads.
    void forget() {
        held.clear();
    }

    private void refill(double nowMillis) {
        double elapsed = Math.max(0, nowMillis - countedAtMillis);
        tokens = Math.min(BURST, tokens + elapsed / MILLIS_PER_COMMAND);
        countedAtMillis = Math.max(countedAtMillis, nowMillis);
    }

    private static Kind kind(TimelineCommand command) {
        return switch (command) {
            case Play play -> Kind.PLAYBACK;
            case Pause pause -> Kind.PLAYBACK;
            case StartNow start -> Kind.PLAYBACK;
            case Seek seek -> Kind.POSITION;
            case Rate rate -> Kind.RATE;
            case Load load -> Kind.FILM;
        };
    }

    /// Of each kind the newest command makes the older ones void.
    private enum Kind {
        PLAYBACK,
        POSITION,
        RATE,
        FILM
    }
}
