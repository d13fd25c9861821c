package dev.watchparty.media.fair;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// What each viewer got over the last ten seconds, and how fair that was among those who wanted something all
/// the while. One thread; fed once a second.
public final class ShareWindow {

    private static final int SECONDS = 10;

    private record Second(Map<ViewerKey, Long> bytes, Set<ViewerKey> wanting) {}

    private final Deque<Second> seconds = new ArrayDeque<>(SECONDS + 1);
    private Map<ViewerKey, Long> before = new HashMap<>();

    /// Takes in a second that is over.
    public void tick(Collection<Scheduler.ViewerState> viewers) {
        Map<ViewerKey, Long> totals = new HashMap<>();
        Map<ViewerKey, Long> bytes = new HashMap<>();
        Set<ViewerKey> wanting = new HashSet<>();
        for (Scheduler.ViewerState viewer : viewers) {
            totals.put(viewer.key(), viewer.grantedBytes());
            long since = viewer.grantedBytes() - before.getOrDefault(viewer.key(), 0L);
            // A viewer who left and came back counts from 0 again.
            bytes.put(viewer.key(), since < 0 ? viewer.grantedBytes() : since);
            if (viewer.ready() > 0 && viewer.band() != null) {
                wanting.add(viewer.key());
            }
        }
        before = totals;
        seconds.addLast(new Second(bytes, wanting));
        if (seconds.size() > SECONDS) {
            seconds.removeFirst();
        }
    }

    /// Forgets what these viewers got: another file is staged for them.
    public void reset(Set<ViewerKey> viewers) {
        for (Second second : seconds) {
            second.bytes().keySet().removeAll(viewers);
            second.wanting().removeAll(viewers);
        }
        before.keySet().removeAll(viewers);
    }

    /// Bytes a second that the viewer got, over the window as far as it reaches.
    public double bytesPerSecond(ViewerKey viewer) {
        return seconds.isEmpty() ? 0 : total(viewer) / (double) seconds.size();
    }

    /// Jain's index over the viewers who wanted something in every second of the window; 1 where nobody did.
    public double jain() {
        Set<ViewerKey> always = new HashSet<>();
        if (!seconds.isEmpty()) {
            always.addAll(seconds.getFirst().wanting());
            seconds.forEach(second -> always.retainAll(second.wanting()));
        }
        return JainIndex.of(always.stream().mapToDouble(this::total).toArray());
    }

    private long total(ViewerKey viewer) {
        long sum = 0;
        for (Second second : seconds) {
            sum += second.bytes().getOrDefault(viewer, 0L);
        }
        return sum;
    }
}
