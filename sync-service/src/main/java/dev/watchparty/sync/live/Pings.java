package dev.watchparty.sync.live;

import io.quarkus.websockets.next.WebSocketConnection;
import io.vertx.core.buffer.Buffer;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/// Protocol-level pings of one connection (RFC 6455 5.5.2). Each carries a payload that nobody can guess, so
/// that only a client that reads can answer: pongs sent blindly, which 5.5.3 allows as heartbeats, say nothing
/// about what arrives there. Any thread.
public final class Pings {

    private static final Logger LOG = Logger.getLogger(Pings.class);

    private final WebSocketConnection connection;
    private volatile Buffer last = Buffer.buffer();

    public Pings(WebSocketConnection connection) {
        this.connection = connection;
    }

    public void send() {
        Buffer payload = Buffer.buffer().appendLong(ThreadLocalRandom.current().nextLong());
        last = payload;
        connection
                .sendPing(payload)
                .subscribe()
                .with(sent -> {}, failure -> LOG.debugf("ping to %s: %s", connection.id(), failure));
    }

    /// Whether a pong echoes the last ping; a client may leave out those before (RFC 6455 5.5.3).
    public boolean areAnsweredBy(Buffer payload) {
        return last.length() > 0 && last.equals(payload);
    }
}
