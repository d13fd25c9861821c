package dev.watchparty.media.library;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Who may search now: one search a person, of which a newer one ends the older, and [#AT_ONCE] together, so that
/// typing keeps neither the disk nor the workers from others. Any thread.
final class SearchTurns {

    static final int AT_ONCE = 2;

    private final ConcurrentMap<String, Turn> last = new ConcurrentHashMap<>();
    private final Semaphore disk = new Semaphore(AT_ONCE, true);
    private final Duration patience;

    /// @param patience how long a search waits for its turn
    SearchTurns(Duration patience) {
        this.patience = patience;
    }

    /// Ends this person's older search.
    Turn begin(String person) {
        Turn turn = new Turn(person);
        last.put(person, turn);
        return turn;
    }

    /// A search from its beginning to its end; close it when it is over.
    final class Turn implements AutoCloseable {

        private final String person;
        private boolean searches;

        private Turn(String person) {
            this.person = person;
        }

        /// Waits a moment for the disk to be free.
        ///
        /// @return whether it may search
        boolean await() throws InterruptedException {
            searches = disk.tryAcquire(patience.toMillis(), TimeUnit.MILLISECONDS);
            return searches;
        }

        boolean isLast() {
            return last.get(person) == this;
        }

        @Override
        public void close() {
            last.remove(person, this);
            if (searches) {
                searches = false;
                disk.release();
            }
        }
    }
}
