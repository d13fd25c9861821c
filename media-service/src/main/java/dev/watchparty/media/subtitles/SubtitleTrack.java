package dev.watchparty.media.subtitles;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A subtitle file beside a film, `film.de.srt` beside `film.mkv`.
///
/// @param key what its name has after the film's stem and a dot (`de.srt`, `srt`, `en.forced.vtt`): its name within the
/// film's tracks
/// @param language BCP 47 tag in the file's name, absent where it has none
/// @param label what else the name says (`forced`), as people wrote it; empty where it says nothing
public record SubtitleTrack(String key, @Nullable String language, String label) {

    private static final Pattern KEY = Pattern.compile("(?:(.+)\\.)?(srt|vtt)", Pattern.CASE_INSENSITIVE);

    /// Language, perhaps script and region (RFC 5646 2.1), in the order and the lengths that file names use.
    private static final Pattern LANGUAGE =
            Pattern.compile("\\p{Alpha}{2,3}(?:[-_]\\p{Alpha}{4})?(?:[-_](?:\\p{Alpha}{2}|\\d{3}))?");

    /// Three letters that are words in file names before they are languages.
    private static final List<String> NO_LANGUAGES = List.of("sdh", "cc", "hi", "alt", "dub", "sub", "ass");

    public SubtitleTrack {
        if (!KEY.matcher(key).matches()) {
            throw new IllegalArgumentException("no subtitle file ends like this: " + key);
        }
    }

    /// The track that a file's name stands for, none where it is no subtitle file of this film.
    ///
    /// @param filmName name of the film's file, with its extension
    /// @param name name of the file beside it
    static Optional<SubtitleTrack> of(String filmName, String name) {
        String stem = filmName.substring(0, filmName.lastIndexOf('.') + 1);
        if (stem.isEmpty() || !name.startsWith(stem)) {
            return Optional.empty();
        }
        String key = name.substring(stem.length());
        var matcher = KEY.matcher(key);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        String words = matcher.group(1);
        return Optional.of(words == null ? new SubtitleTrack(key, null, "") : named(key, words));
    }

    /// Whether the text is SubRip by its name; else it is WebVTT.
    boolean isSubRip() {
        return key.toLowerCase(Locale.ROOT).endsWith("srt");
    }

    private static SubtitleTrack named(String key, String suffix) {
        String language = null;
        List<String> words = new ArrayList<>();
        for (String word : suffix.split("\\.", -1)) {
            if (language == null && isLanguage(word)) {
                language = word.replace('_', '-');
            } else if (!word.isBlank()) {
                words.add(word);
            }
        }
        return new SubtitleTrack(key, language, String.join(" ", words));
    }

    private static boolean isLanguage(String word) {
        return LANGUAGE.matcher(word).matches() && !NO_LANGUAGES.contains(word.toLowerCase(Locale.ROOT));
    }
}
