package dev.watchparty.media.viewer;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.regex.Pattern;

/// Whether somebody at this machine asks, and nobody through it: the peer is loopback, no proxy says that it forwards,
/// and the host asked for is this machine by name or address. The last part is against DNS rebinding: a page from
/// elsewhere can make a browser here connect to 127.0.0.1, but not say `Host: localhost`.
@Singleton
public final class DirectLoopback {

    private static final Pattern THIS_MACHINE =
            Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d{1,5})?", Pattern.CASE_INSENSITIVE);

    private final ClientAddresses addresses;

    @Inject
    DirectLoopback(ClientAddresses addresses) {
        this.addresses = addresses;
    }

    /// Any thread, never blocks.
    public boolean is(HttpServerRequest request) {
        List<String> hosts = request.headers().getAll("Host");
        return hosts.size() == 1
                && THIS_MACHINE.matcher(hosts.getFirst()).matches()
                && addresses.fromLoopback(request)
                && addresses.of(request).direct();
    }
}
