package dev.watchparty.sync.room;

import dev.watchparty.sync.protocol.ChatLine;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What outlives the process of what people say in a room.
///
/// @param lines in order of their numbers
/// @param muted who may not talk, in the order in which they were muted
public record SavedChat(List<ChatLine> lines, List<MutedTab> muted) {

    public static final SavedChat EMPTY = new SavedChat(List.of(), List.of());

    public SavedChat {
        lines = lines == null ? List.of() : List.copyOf(lines);
        muted = muted == null ? List.of() : List.copyOf(muted);
    }

    /// Who may not talk.
    ///
    /// @param tab public half of its resume token
    /// @param viewer public name of its browser, all tabs of which are muted with it; null where that is not meant
    public record MutedTab(String tab, @Nullable String viewer) {

        public MutedTab {
            Objects.requireNonNull(tab, "tab");
        }
    }
}
