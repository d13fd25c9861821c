package dev.watchparty.media.subtitles;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Makes WebVTT (W3C WebVTT: The Web Video Text Tracks Format) of what subtitle files hold. Reads each character a
/// bounded number of times, whatever the text.
///
/// SubRip has no standard. Its blocks are a number, a line of times and lines of text up to an empty line; times have
/// a comma, in the wild also a dot, and hours may be missing. Of its markup, bold, italic and underline mean the same
/// in WebVTT; `{\an7}` to `{\an9}` put a text at the top; all else is dropped.
final class WebVtt {

    private static final String SIGNATURE = "WEBVTT";

    private static final String CLOCK = "(?:(\\d{1,4}):)?(\\d{1,2}):(\\d{1,2})[,.](\\d{1,3})";
    private static final Pattern TIMES =
            Pattern.compile("\\s{0,8}" + CLOCK + "\\s{0,8}-->\\s{0,8}" + CLOCK + ".{0,200}");

    private static final Pattern KEPT_TAG = Pattern.compile("</?[biu]>", Pattern.CASE_INSENSITIVE);
    private static final Pattern TAG = Pattern.compile("</?\\p{Alpha}[^<>\n]{0,200}>");
    private static final Pattern OVERRIDE = Pattern.compile("\\{\\\\[^{}\n]{0,200}}");
    private static final Pattern AT_THE_TOP = Pattern.compile("\\{\\\\an[789]}");

    private WebVtt() {}

    /// The text as WebVTT; nothing where it has neither WebVTT's signature nor a cue.
    ///
    /// @param text with lines that end in `\n`
    /// @param subRip what its name says; a file that is WebVTT by name and lacks the signature is read as SubRip
    static Optional<String> of(String text, boolean subRip) {
        if (!subRip && isWebVtt(text)) {
            return Optional.of(text);
        }
        return ofSubRip(text);
    }

    private static boolean isWebVtt(String text) {
        return text.startsWith(SIGNATURE)
                && (text.length() == SIGNATURE.length() || " \t\n".indexOf(text.charAt(SIGNATURE.length())) >= 0);
    }

    private static Optional<String> ofSubRip(String text) {
        StringBuilder vtt = new StringBuilder(text.length() + text.length() / 8)
                .append(SIGNATURE)
                .append("\n");
        boolean cues = false;
        List<String> lines = text.lines().toList();
        int at = 0;
        while (at < lines.size()) {
            Matcher times = TIMES.matcher(lines.get(at++));
            if (!times.matches()) {
                continue;
            }
            StringBuilder words = new StringBuilder();
            while (at < lines.size() && !lines.get(at).isBlank()) {
                words.append(lines.get(at++)).append('\n');
            }
            append(vtt, times, words.toString());
            cues = true;
        }
        return cues ? Optional.of(vtt.toString()) : Optional.empty();
    }

    private static void append(StringBuilder vtt, Matcher times, String words) {
        vtt.append('\n')
                .append(clock(times, 1))
                .append(" --> ")
                .append(clock(times, 5))
                .append(AT_THE_TOP.matcher(words).find() ? " line:0" : "")
                .append('\n')
                .append(cueText(words));
    }

    private static String clock(Matcher times, int group) {
        String hours = times.group(group);
        String fraction = times.group(group + 3);
        return String.format(
                Locale.ROOT,
                "%02d:%02d:%02d.%s",
                hours == null ? 0 : Integer.parseInt(hours),
                Integer.parseInt(times.group(group + 1)),
                Integer.parseInt(times.group(group + 2)),
                fraction + "0".repeat(3 - fraction.length()));
    }

    /// WebVTT 4.2.2: `&` and `<` are escaped, and an arrow would start another cue.
    private static String cueText(String words) {
        String plain = OVERRIDE.matcher(words).replaceAll("");
        StringBuilder escaped = new StringBuilder(plain.length() + 16);
        Matcher tag = TAG.matcher(plain);
        int from = 0;
        while (tag.find()) {
            escaped.append(escape(plain.substring(from, tag.start())));
            if (KEPT_TAG.matcher(tag.group()).matches()) {
                escaped.append(tag.group().toLowerCase(Locale.ROOT));
            }
            from = tag.end();
        }
        return escaped.append(escape(plain.substring(from))).toString();
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("-->", "--&gt;");
    }
}
