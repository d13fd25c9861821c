package dev.watchparty.media.delivery;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// HTTP-date, RFC 9110 5.6.7: written as IMF-fixdate, read in that and in both obsolete forms.
final class HttpDate {

    private static final DateTimeFormatter IMF_FIXDATE = format("EEE, dd MMM yyyy HH:mm:ss 'GMT'");

    private HttpDate() {}

    static String format(Instant instant) {
        return IMF_FIXDATE.format(instant.atOffset(ZoneOffset.UTC));
    }

    /// @param now tells which century a two-digit year means
    static Optional<Instant> parse(String text, Instant now) {
        for (DateTimeFormatter form : List.of(IMF_FIXDATE, rfc850(now), ASCTIME)) {
            try {
                return Optional.of(form.parse(text, LocalDateTime::from).toInstant(ZoneOffset.UTC));
            } catch (DateTimeException e) {
                // Then in another form, or not at all.
            }
        }
        return Optional.empty();
    }

    private static final DateTimeFormatter ASCTIME = format("EEE MMM ppd HH:mm:ss yyyy");

    private static DateTimeFormatter format(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.US);
    }

    /// A two-digit year that appears to be more than 50 years ahead is the most recent past year with those digits.
    private static DateTimeFormatter rfc850(Instant now) {
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(
                        ChronoField.YEAR,
                        2,
                        2,
                        now.atOffset(ZoneOffset.UTC).minus(49, ChronoUnit.YEARS).getYear())
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US);
    }
}
