package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ClientMessage.Status;
import dev.watchparty.sync.timeline.Timeline;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/// Tells that a film is over whose container does not say how long it is: by the pages that play it.
///
/// *Whom to believe.* The film is over once more than half of those who play it say so: who follows, has no problem
/// and was heard of in the last [Member#HEARD_MILLIS]. A browser has one say however many tabs it has, and says so once
/// all of them do. So one viewer alone ends the film for nobody else, and one whose player got stuck does not keep two
/// others from the next film.
///
/// *What counts.* Only what was said after the room's line took hold, of a place that the room has reached: a report
/// of before a jump speaks of another place.
final class FilmEnd {

    /// A player may be a little ahead of its room.
    static final double AHEAD_SECONDS = 1;

    private FilmEnd() {}

    /// Where the film ends, empty where it goes on as far as anybody knows. The farthest place that was told, but none
    /// that the room has not reached: who names another one moves nobody.
    static OptionalDouble reached(Collection<Member> members, Timeline timeline, double now) {
        if (!timeline.playing() || now < timeline.atServerMillis()) {
            return OptionalDouble.empty();
        }
        double here = timeline.positionAt(now, Double.POSITIVE_INFINITY);
        Map<String, Boolean> voices = new LinkedHashMap<>();
        double endSeconds = 0;
        for (Member member : members) {
            Status status = member.status;
            if (status == null || !member.counts(now)) {
                continue;
            }
            boolean over = Boolean.TRUE.equals(status.ended())
                    && member.reportedAtMillis >= timeline.atServerMillis()
                    && status.time() <= here + AHEAD_SECONDS;
            voices.merge(member.viewerOrTab(), over, Boolean::logicalAnd);
            if (over) {
                endSeconds = Math.max(endSeconds, status.time());
            }
        }
        long over = voices.values().stream().filter(said -> said).count();
        return 2 * over > voices.size() ? OptionalDouble.of(Math.min(endSeconds, here)) : OptionalDouble.empty();
    }
}
