package dev.watchparty.media.fair.pipeline;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Brings what responses send next into the page cache, so that `sendfile` on an event loop finds it there: a disk
/// that has to be waited for is waited for on a worker, and by the responses that need it alone.
///
/// Files are looked at in windows of a MiB, as their etag names them. A window is mapped and loaded, so that its bytes
/// never pass through the heap, and then counts as present for a minute, and for another each time that it is sent; if
/// the page cache gives it up sooner, the kernel reads it as it would without us. While a window is sent, the next is
/// brought.
///
/// Bounded: of 4,096 windows is remembered when they were touched, loads that somebody waits for are as many as
/// responses, and beyond 64 loads nothing is brought in advance. Any thread, never blocks.
final class PageWarmer {

    private static final Logger LOG = Logger.getLogger(PageWarmer.class);

    static final long WINDOW = 1 << 20;
    static final int REMEMBERED = 4_096;
    private static final int LOADS_IN_ADVANCE = 64;
    private static final long FRESH = Duration.ofMinutes(1).toNanos();

    private record Window(String etag, long number) {}

    private final Executor workers;
    private final LongSupplier nanoClock;
    private final Map<Window, Long> present = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Window, Long> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Map<Window, List<Runnable>> loading = new HashMap<>();
    private long loads;

    /// @param workers where disks may be waited for
    PageWarmer(Executor workers, LongSupplier nanoClock) {
        this.workers = workers;
        this.nanoClock = nanoClock;
    }

    /// Makes bytes of a file present.
    ///
    /// @param file open until the response ends; where it is closed before, nothing is brought
    /// @param fromByte first byte that is sent next
    /// @param toByte the byte after the last of these
    /// @param endByte the byte after the response's last
    /// @param then runs once, on any thread, when they are present or cannot be; not at all where they are already
    /// @return whether they are present already
    boolean bring(String etag, FileChannel file, long fromByte, long toByte, long endByte, Runnable then) {
        long last = (toByte - 1) / WINDOW;
        List<Window> missing = new ArrayList<>();
        boolean here;
        synchronized (this) {
            AtomicInteger outstanding = new AtomicInteger();
            Runnable one = () -> {
                if (outstanding.decrementAndGet() == 0) {
                    then.run();
                }
            };
            for (long number = fromByte / WINDOW; number <= last; number++) {
                Window window = new Window(etag, number);
                if (!touch(window)) {
                    outstanding.incrementAndGet();
                    if (await(window, one)) {
                        missing.add(window);
                    }
                }
            }
            here = outstanding.get() == 0;
            Window next = new Window(etag, last + 1);
            if (next.number() * WINDOW < endByte
                    && !isFresh(present.get(next), nanoClock.getAsLong())
                    && loading.size() < LOADS_IN_ADVANCE
                    && await(next, null)) {
                missing.add(next);
            }
        }
        // Outside of the lock: an executor may run its task at once, or refuse it when the service ends.
        for (Window window : missing) {
            try {
                workers.execute(() -> load(window, file, endByte));
            } catch (RuntimeException refused) {
                LOG.debugf(refused, "Not brought: %s", window);
                finish(window);
            }
        }
        return here;
    }

    /// Windows that were brought since the beginning.
    synchronized long loads() {
        return loads;
    }

    /// Windows of which it is remembered that they are present.
    synchronized int remembered() {
        return present.size();
    }

    /// What is sent now is in the page cache, and used there.
    ///
    /// @return whether it is present
    private boolean touch(Window window) {
        long now = nanoClock.getAsLong();
        return isFresh(present.computeIfPresent(window, (_, since) -> isFresh(since, now) ? now : since), now);
    }

    private static boolean isFresh(@Nullable Long since, long now) {
        return since != null && now - since <= FRESH;
    }

    /// @return whether somebody has to load it
    private boolean await(Window window, @Nullable Runnable then) {
        List<Runnable> waiting = loading.get(window);
        boolean first = waiting == null;
        if (waiting == null) {
            waiting = new ArrayList<>();
            loading.put(window, waiting);
        }
        if (then != null) {
            waiting.add(then);
        }
        return first;
    }

    private void load(Window window, FileChannel file, long endByte) {
        long from = window.number() * WINDOW;
        try (Arena arena = Arena.ofConfined()) {
            // Never beyond the response, whose end lies inside of the file.
            file.map(FileChannel.MapMode.READ_ONLY, from, Math.min(WINDOW, endByte - from), arena)
                    .load();
        } catch (IOException | InternalError e) {
            // The response is over, or the file became shorter or unreadable: who sends from it finds out.
            LOG.debugf("Cannot bring %s: %s", window, e);
        } finally {
            finish(window);
        }
    }

    private void finish(Window window) {
        List<Runnable> waiting;
        synchronized (this) {
            loads++;
            present.put(window, nanoClock.getAsLong());
            waiting = loading.remove(window);
        }
        if (waiting != null) {
            waiting.forEach(Runnable::run);
        }
    }
}
