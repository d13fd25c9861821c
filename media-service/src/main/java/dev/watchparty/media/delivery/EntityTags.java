package dev.watchparty.media.delivery;

import java.util.ArrayList;
import java.util.List;

/// Value of `If-Match` or `If-None-Match`: `*`, or a list of entity tags (RFC 9110 8.8.3). What cannot be read matches
/// nothing, and nothing after it counts.
///
/// @param any whether it is `*`
record EntityTags(boolean any, List<Tag> tags) {

    /// @param opaque with its quotes
    record Tag(boolean weak, String opaque) {

        /// 8.8.3.2: both strong and the same.
        boolean matchesStrongly(String strongEtag) {
            return !weak && opaque.equals(strongEtag);
        }

        /// 8.8.3.2: the same, whatever their strength.
        boolean matchesWeakly(String strongEtag) {
            return opaque.equals(strongEtag);
        }
    }

    EntityTags {
        tags = List.copyOf(tags);
    }

    /// @param fieldLines lines of one field; 5.3: several lines are one list
    static EntityTags parse(List<String> fieldLines) {
        String field = String.join(",", fieldLines);
        if (field.strip().equals("*")) {
            return new EntityTags(true, List.of());
        }
        List<Tag> tags = new ArrayList<>();
        int at = 0;
        while (at < field.length()) {
            char c = field.charAt(at);
            if (c == ',' || c == ' ' || c == '\t') {
                at++;
                continue;
            }
            // 8.8.3: W/ is case-sensitive.
            boolean weak = field.startsWith("W/", at);
            int open = weak ? at + 2 : at;
            int close = endOfOpaque(field, open);
            if (close < 0) {
                break;
            }
            tags.add(new Tag(weak, field.substring(open, close)));
            at = close;
        }
        return new EntityTags(false, tags);
    }

    /// Behind the closing quote of the opaque tag that opens at `open`, -1 where there is none. A comma inside the
    /// quotes belongs to the tag.
    private static int endOfOpaque(String field, int open) {
        if (open >= field.length() || field.charAt(open) != '"') {
            return -1;
        }
        for (int i = open + 1; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '"') {
                return i + 1;
            }
            boolean etagc = c == 0x21 || (c >= 0x23 && c != 0x7f);
            if (!etagc) {
                return -1;
            }
        }
        return -1;
    }
}
