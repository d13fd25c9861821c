package dev.watchparty.sync.room;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a person's name fit to be shown: one line, at most [#MAX_CHARACTERS] characters, without what is
/// invisible or turns the text around it.
final class DisplayName {

    static final int MAX_CHARACTERS = 40;

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /// Letters and a sign that have no ink: fillers of Hangul, and the Braille pattern without dots.
    private static final Set<Integer> BLANKS = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

    private DisplayName() {}

    /// The name as it is shown.
    ///
    /// @param fallback stands in where nothing visible is left
    static String of(@Nullable String raw, String fallback) {
        String text = clean(raw == null ? "" : raw, MAX_CHARACTERS);
        return isSeen(text) ? text : fallback;
    }

    /// Whether there is anything to be seen of a text.
    static boolean isSeen(String text) {
        return text.codePoints().anyMatch(DisplayName::isVisible);
    }

    /// One line of at most `maxCharacters` code points.
    static String clean(String raw, int maxCharacters) {
        StringBuilder text = new StringBuilder(Math.min(raw.length(), 2 * maxCharacters));
        int length = 0;
        boolean gap = false;
        for (int i = 0; i < raw.length() && length < maxCharacters; ) {
            int character = raw.codePointAt(i);
            i += Character.charCount(character);
            if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
                gap = length > 0;
            } else if (isShown(character)) {
                if (gap && length + 1 < maxCharacters) {
                    text.append(' ');
                    length++;
                }
                gap = false;
                text.appendCodePoint(character);
                length++;
            }
        }
        return text.toString();
    }

    /// The joiners are kept: Persian needs one, families of emoji the other.
    private static boolean isShown(int character) {
        if (character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER) {
            return true;
        }
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static boolean isVisible(int character) {
        int type = Character.getType(character);
        return character != ZERO_WIDTH_JOINER
                && character != ZERO_WIDTH_NON_JOINER
                && type != Character.NON_SPACING_MARK
                && type != Character.ENCLOSING_MARK
                && !BLANKS.contains(character)
                && character != ' ';
    }
}
