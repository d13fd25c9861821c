package dev.watchparty.media.fair;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Which share a request is served from.
///
/// A cookie is cheap to make, an address less so. A cookie counts as a viewer of its own while it has a live
/// room socket; everything else from an address is one viewer. An address has at most four shares, and what is
/// more splits them: the first carries the address's anonymous requests, and a live cookie joins the one with
/// the fewest others. A cookie keeps its share while it is live. One thread.
public final class ViewerGroups {

    public static final int SHARES_PER_ADDRESS = 4;

    /// Anonymous requests are often none: they make their share the last choice, and not a full one.
    private static final int ANONYMOUS = 1;

    private static final int COOKIE = 2;

    private record Seat(String cookie, String address) {}

    private final Map<Seat, Integer> slots = new HashMap<>();
    private final Map<String, int[]> loads = new HashMap<>();
    private Set<String> live = Set.of();

    /// Cookies that have a live room socket now; the shares of all others are given up.
    public void live(Set<String> cookies) {
        live = Set.copyOf(cookies);
        slots.entrySet().removeIf(entry -> {
            if (live.contains(entry.getKey().cookie())) {
                return false;
            }
            leave(entry.getKey().address(), entry.getValue());
            return true;
        });
    }

    /// The share that serves a request.
    ///
    /// @param cookie the viewer's cookie, null where there is none or it is not ours
    public ViewerKey keyOf(String address, @Nullable String cookie) {
        if (cookie == null || !live.contains(cookie)) {
            return new ViewerKey(address, 0);
        }
        return new ViewerKey(address, slots.computeIfAbsent(new Seat(cookie, address), seat -> join(address)));
    }

    /// Whether a cookie has a live room socket.
    public boolean isLive(String cookie) {
        return live.contains(cookie);
    }

    /// The shares of live cookies that have asked for something.
    ///
    /// @param each takes a cookie and a share of it
    public void forEachShare(BiConsumer<String, ViewerKey> each) {
        slots.forEach((seat, slot) -> each.accept(seat.cookie(), new ViewerKey(seat.address(), slot)));
    }

    private int join(String address) {
        int[] load = loads.computeIfAbsent(address, ignored -> {
            int[] fresh = new int[SHARES_PER_ADDRESS];
            fresh[0] = ANONYMOUS;
            return fresh;
        });
        int least = 0;
        for (int slot = 1; slot < load.length; slot++) {
            if (load[slot] < load[least]) {
                least = slot;
            }
        }
        load[least] += COOKIE;
        return least;
    }

    private void leave(String address, int slot) {
        int[] load = loads.get(address);
        if (load == null) {
            return;
        }
        load[slot] -= COOKIE;
        int sum = 0;
        for (int each : load) {
            sum += each;
        }
        if (sum == ANONYMOUS) {
            loads.remove(address);
        }
    }
}
