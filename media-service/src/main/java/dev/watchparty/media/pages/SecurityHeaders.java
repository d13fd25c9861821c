package dev.watchparty.media.pages;

import dev.watchparty.media.viewer.ClientAddresses;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// On every answer: what browsers may do with it, and when it was made (RFC 9110 6.6.1).
///
/// Scripts and styles come from this site's files only, nothing is inline, nobody frames the pages and no other site
/// embeds the film.
@Singleton
final class SecurityHeaders {

    /// First of all filters, so that refusals carry them, too.
    private static final int FILTER_PRIORITY = 1000;

    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9.:_\\[\\]-]{1,255}");

    private static final String PERMISSIONS = String.join(
            ", ",
            "camera=()",
            "display-capture=()",
            "geolocation=()",
            "microphone=()",
            "midi=()",
            "payment=()",
            "serial=()",
            "usb=()");

    private static final DateTimeFormatter IMF_FIXDATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    private record Date(long epochSecond, String text) {}

    private final ClientAddresses addresses;
    private volatile Date date = new Date(0, "");

    @Inject
    SecurityHeaders(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    void register(@Observes Filters filters) {
        filters.register(this::add, FILTER_PRIORITY);
    }

    private void add(RoutingContext context) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.DATE, date(Clock.systemUTC().instant()))
                .putHeader("Content-Security-Policy", contentSecurityPolicy(addresses.hostOf(context.request())))
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Referrer-Policy", "no-referrer")
                .putHeader("Permissions-Policy", PERMISSIONS)
                .putHeader("Cross-Origin-Opener-Policy", "same-origin")
                .putHeader("Cross-Origin-Resource-Policy", "same-origin");
        context.next();
    }

    /// @param host host and port that the browser asked for: not every browser counts its sockets as 'self'
    static String contentSecurityPolicy(Optional<String> host) {
        String sockets = host.filter(name -> HOST.matcher(name).matches())
                .map(name -> " ws://" + name + " wss://" + name)
                .orElse("");
        return "default-src 'self'; connect-src 'self'" + sockets
                + "; media-src 'self' blob:; img-src 'self' data: blob:; object-src 'none'; base-uri 'none'"
                + "; form-action 'self'; frame-ancestors 'none'";
    }

    private String date(Instant now) {
        Date last = date;
        if (last.epochSecond != now.getEpochSecond()) {
            last = new Date(now.getEpochSecond(), IMF_FIXDATE.format(now.atOffset(ZoneOffset.UTC)));
            date = last;
        }
        return last.text;
    }
}
