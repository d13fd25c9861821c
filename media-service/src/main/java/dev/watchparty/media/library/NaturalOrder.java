package dev.watchparty.media.library;

import java.text.Normalizer;
import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Pattern;

/// Orders names as people do: numbers by their value ("2" before "10"), letters without regard to case and accents, and
/// "Film" before "Film 2". Names that differ in nothing else are ordered by their characters, so that the order is
/// total. A key is computed once a name: folding inside the comparison would cost a folder of 10,000 names a quarter of
/// a million foldings.
final class NaturalOrder {

    private static final Pattern MARKS = Pattern.compile("\\p{M}+");

    static final Comparator<Key> KEYS = (a, b) -> {
        int order = compareFolded(a.stem, b.stem);
        if (order == 0) {
            order = a.extension.compareTo(b.extension);
        }
        return order != 0 ? order : a.name.compareTo(b.name);
    };

    private NaturalOrder() {}

    /// @param stem folded name without its extension: "1.mkv" comes before "1.5.mkv"
    record Key(String name, String stem, String extension) {}

    static Key fileKey(String name) {
        int dot = name.lastIndexOf('.');
        return dot <= 0
                ? new Key(name, fold(name), "")
                : new Key(name, fold(name.substring(0, dot)), name.substring(dot + 1));
    }

    static Key folderKey(String name) {
        return new Key(name, fold(name), "");
    }

    /// A name without regard to case and accents.
    static String fold(String name) {
        return MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD))
                .replaceAll("")
                .toLowerCase(Locale.ROOT);
    }

    private static int compareFolded(String a, String b) {
        int i = 0;
        int j = 0;
        int zeros = 0;
        while (i < a.length() && j < b.length()) {
            if (isDigit(a.charAt(i)) && isDigit(b.charAt(j))) {
                int endA = endOfDigits(a, i);
                int endB = endOfDigits(b, j);
                int firstA = firstNonZero(a, i, endA);
                int firstB = firstNonZero(b, j, endB);
                int order = Integer.compare(endA - firstA, endB - firstB);
                if (order == 0) {
                    order = a.substring(firstA, endA).compareTo(b.substring(firstB, endB));
                }
                if (order != 0) {
                    return order;
                }
                // Equal numbers: fewer leading zeros first, but only if the rest is equal too.
                if (zeros == 0) {
                    zeros = Integer.compare(firstA - i, firstB - j);
                }
                i = endA;
                j = endB;
            } else {
                int order = Character.compare(a.charAt(i), b.charAt(j));
                if (order != 0) {
                    return order;
                }
                i++;
                j++;
            }
        }
        int order = Integer.compare(a.length() - i, b.length() - j);
        return order != 0 ? order : zeros;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int firstNonZero(String text, int from, int end) {
        int first = from;
        while (first < end && text.charAt(first) == '0') {
            first++;
        }
        return first;
    }
}
