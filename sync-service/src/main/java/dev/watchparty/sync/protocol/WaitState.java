package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// For whom a room holds its film.
///
/// @param names those who are not ready, at most [#MAX_NAMED]; empty when the wait is over
/// @param tabs their tabs, in the order of the names
/// @param others how many more there are who are not named
/// @param untilMs server time at which the room goes on whoever is ready, absent when the wait is over
/// @param plays whether it then plays: somebody pressed play meanwhile, or it played before
@JsonInclude(JsonInclude.Include.NON_NULL)
public record WaitState(
        List<String> names,
        List<String> tabs,
        int others,

        @JsonSerialize(using = MillisSerializer.class) @Nullable
        Double untilMs,

        boolean plays) {

    /// A message to everybody stays short in the fullest room.
    public static final int MAX_NAMED = 20;

    public WaitState {
        names = List.copyOf(names);
        tabs = List.copyOf(tabs);
        if (names.size() != tabs.size() || names.size() > MAX_NAMED || others < 0) {
            throw new IllegalArgumentException(names.size() + " names, " + tabs.size() + " tabs, " + others + " more");
        }
    }

    /// The wait is over.
    public static WaitState over(boolean plays) {
        return new WaitState(List.of(), List.of(), 0, null, plays);
    }
}
