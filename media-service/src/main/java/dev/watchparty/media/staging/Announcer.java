package dev.watchparty.media.staging;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/// Tells the sync service what is staged, until it has taken it. For each room only the latest stage is kept and one
/// request is under way at a time; a stage that comes meanwhile goes out next, at once. Bounded by the number of rooms.
///
/// Its state belongs to one event-loop context: every method hops there.
@Singleton
final class Announcer {

    private static final Logger LOG = Logger.getLogger(Announcer.class);

    private static final int TIMEOUT_MILLIS = 5_000;
    private static final int CONNECTIONS = 4;

    private final Vertx vertx;
    private final ObjectMapper json;
    private final HttpClient client;
    private final Context context;
    private final String stageUrl;
    private final String authorization;

    private final Map<RoomName, Announcement> open = new HashMap<>();
    private final RandomGenerator random = RandomGenerator.getDefault();
    private Standing standing = Standing.UNKNOWN;
    private boolean closed;

    /// How the last attempt ended; a change of it is worth a line in the log.
    private enum Standing {
        UNKNOWN,
        TAKEN,
        AWAY,
        REFUSED_SECRET,
        REFUSED
    }

    @Inject
    Announcer(Vertx vertx, ObjectMapper json, PeerConfig config) {
        this.vertx = vertx;
        this.json = json;
        this.stageUrl = stageUrl(config.url());
        this.authorization = "Bearer " + headerValue(config.secret());
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS).setMaxPoolSize(CONNECTIONS));
        this.context = vertx.getOrCreateContext();
    }

    private static String stageUrl(URI peer) {
        String scheme = peer.getScheme();
        if (peer.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
            throw new ConfigurationException("watchparty.peer.url (WATCHPARTY_PEER_URL) is \"" + peer
                    + "\": it must be an http or https address, such as http://127.0.0.1:3001");
        }
        return peer.toString().replaceAll("/+$", "") + "/internal/stage";
    }

    private static String headerValue(String secret) {
        if (!secret.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new ConfigurationException("watchparty.peer.secret (WATCHPARTY_PEER_SECRET) holds a space or a "
                    + "character outside ASCII: letters, digits and punctuation are allowed");
        }
        return secret;
    }

    /// Any thread.
    void announce(StagedFile staged) {
        context.runOnContext(_ -> {
            Announcement announcement = open.computeIfAbsent(staged.room(), _ -> new Announcement(staged));
            announcement.latest = staged;
            announcement.failures = 0;
            if (announcement.underWay) {
                return;
            }
            if (announcement.timer >= 0) {
                vertx.cancelTimer(announcement.timer);
            }
            send(announcement);
        });
    }

    @PreDestroy
    void close() {
        context.runOnContext(_ -> closed = true);
        client.close();
    }

    private void send(Announcement announcement) {
        if (closed) {
            return;
        }
        announcement.timer = -1;
        announcement.underWay = true;
        StagedFile sent = announcement.latest;
        post(sent)
                .onComplete(answer -> context.runOnContext(_ -> {
                    announcement.underWay = false;
                    Standing now = answer.succeeded() ? standing(answer.result()) : Standing.AWAY;
                    say(now, answer.succeeded() ? "it answers " + answer.result() : String.valueOf(answer.cause()));
                    if (now == Standing.TAKEN) {
                        LOG.debugf("Room %s: the sync service took stage %d", sent.room(), sent.stageRevision());
                    }
                    if (announcement.latest.stageRevision() > sent.stageRevision()) {
                        send(announcement);
                    } else if (now == Standing.TAKEN) {
                        open.remove(sent.room());
                    } else if (!closed) {
                        announcement.failures++;
                        announcement.timer = vertx.setTimer(
                                Backoff.delayMillis(announcement.failures, random), _ -> send(announcement));
                    }
                }));
    }

    /// Sends one request and gives the status of its answer.
    private Future<Integer> post(StagedFile staged) {
        Buffer body;
        try {
            body = Buffer.buffer(json.writeValueAsBytes(StageEvent.of(staged)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stage of strings and numbers is always JSON", e);
        }
        RequestOptions request = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(stageUrl)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader("Authorization", authorization)
                .putHeader("Content-Type", "application/json");
        return client.request(request)
                .compose(post -> post.send(body))
                .compose(answer -> answer.end().map(_ -> answer.statusCode()));
    }

    private static Standing standing(int status) {
        return switch (status) {
            case 204 -> Standing.TAKEN;
            case 401, 403 -> Standing.REFUSED_SECRET;
            case 502, 503, 504 -> Standing.AWAY;
            default -> Standing.REFUSED;
        };
    }

    private void say(Standing now, String why) {
        if (now == standing) {
            return;
        }
        switch (now) {
            case UNKNOWN -> {}
            case TAKEN -> {
                if (standing != Standing.UNKNOWN) {
                    LOG.infof("The sync service at %s takes stages again", stageUrl);
                }
            }
            case AWAY ->
                LOG.infof("The sync service is not to be reached at %s (%s); trying until it is", stageUrl, why);
            case REFUSED_SECRET ->
                LOG.errorf(
                        "The sync service at %s refuses this service's secret: WATCHPARTY_PEER_SECRET must be the same in"
                                + " both; until then it learns of new stages only by asking",
                        stageUrl);
            case REFUSED -> LOG.errorf("The sync service at %s does not take stages: %s", stageUrl, why);
        }
        standing = now;
    }

    /// A room's stage that is not yet taken.
    private static final class Announcement {
        StagedFile latest;
        int failures;
        boolean underWay;
        long timer = -1;

        Announcement(StagedFile latest) {
            this.latest = latest;
        }
    }
}
