package dev.watchparty.sync.protocol;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import java.util.Objects;

/// What somebody said in a room.
///
/// @param id counts the room's lines, from 1; a line that a page has already may come again, by the same number
/// @param tab public half of the author's resume token
/// @param name the author's name when it was said
/// @param role the author's role when it was said
/// @param at server time when it was said
/// @param text one line, at most 500 characters
public record ChatLine(
        long id,
        String tab,
        String name,
        Role role,
        @JsonSerialize(using = MillisSerializer.class) double at,
        String text) {

    public ChatLine {
        Objects.requireNonNull(tab, "tab");
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(role, "role");
        Objects.requireNonNull(text, "text");
    }
}
