package dev.watchparty.sync.room;

import dev.watchparty.sync.room.SavedChat.MutedTab;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Who may not talk in a room: tabs, and where it is known and meant all tabs of their browsers, over reconnects and
/// restarts. At most [#MOST], the one muted first forgotten first.
final class Muted {

    static final int MOST = 100;

    private final Deque<MutedTab> tabs = new ArrayDeque<>();

    Muted(List<MutedTab> tabs) {
        tabs.forEach(this::add);
    }

    /// Returns whether it is new.
    boolean add(MutedTab tab) {
        if (tabs.contains(tab)) {
            return false;
        }
        tabs.addLast(tab);
        if (tabs.size() > MOST) {
            tabs.removeFirst();
        }
        return true;
    }

    /// Lets a tab talk again, and those that were muted for being of the same browser.
    ///
    /// @param viewer public name of its browser, null where it is not known
    /// @return whether it was muted
    boolean remove(String tab, @Nullable String viewer) {
        return tabs.removeIf(muted -> matches(muted, tab, viewer));
    }

    boolean contains(String tab, @Nullable String viewer) {
        return tabs.stream().anyMatch(muted -> matches(muted, tab, viewer));
    }

    /// In the order in which they were muted.
    List<MutedTab> all() {
        return List.copyOf(tabs);
    }

    private static boolean matches(MutedTab muted, String tab, @Nullable String viewer) {
        return muted.tab().equals(tab) || (viewer != null && viewer.equals(muted.viewer()));
    }
}
