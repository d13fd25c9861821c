package dev.watchparty.sync.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.watchparty.sync.socket.Client;
import dev.watchparty.sync.socket.MediaStandIn;
import dev.watchparty.sync.socket.Party;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
@TestProfile(EventLoopsIT.Watched.class)
class EventLoopsIT {

    private static final int SOCKETS = 200;
    private static final int ROOMS = 4;
    private static final int ROUNDS = 30;
    private static final Duration LIMIT = Duration.ofMillis(500);

    /// The checker looks once a second; it complains of a quarter of its usual limit.
    public static final class Watched implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("quarkus.vertx.max-event-loop-execute-time", LIMIT.toMillis() + "ms");
        }
    }

    @Inject
    Vertx vertx;

    @Test
    void theCheckerOfThisTestSeesALoopThatIsBlocked() {
        AtomicBoolean over = new AtomicBoolean();
        try (Complaints complaints = new Complaints()) {
            vertx.getOrCreateContext().runOnContext(blocked -> {
                while (!over.get()) {
                    Thread.onSpinWait();
                }
            });

            await().untilAsserted(() -> assertThat(complaints.lines).isNotEmpty());
        } finally {
            over.set(true);
        }
    }

    @Test
    void noLoopIsBlockedWhileTwoHundredSocketsSendAndTheirRoomsAreSaved() {
        List<String> complaints = complaintsOfAnEvening();
        if (!complaints.isEmpty()) {
            // The machine itself may have stopped a loop for that long; what is ours happens again.
            complaints = complaintsOfAnEvening();
        }

        assertThat(complaints).isEmpty();
    }

    private static List<String> complaintsOfAnEvening() {
        List<Client> hosts = new ArrayList<>();
        List<Client> clients = new ArrayList<>();
        try (Complaints complaints = new Complaints()) {
            for (int room = 0; room < ROOMS; room++) {
                String name = Party.room();
                Party.push(name, "e1", 10, 10_000);
                hosts.add(Client.host("/ws/" + name));
                for (int i = 0; i < SOCKETS / ROOMS; i++) {
                    clients.add(Client.join(
                            "/ws/" + name,
                            "Viewer " + i,
                            "X-Forwarded-For",
                            "2001:db8:0:" + i + "::1",
                            "X-Watchparty-Viewer",
                            "browser-" + room + "-" + i));
                }
            }
            for (int round = 0; round < ROUNDS; round++) {
                for (Client host : hosts) {
                    host.say("{'cmd':'seek','time':" + round + "}");
                }
                for (Client client : clients) {
                    client.say("{'cmd':'status','time':" + round + ",'bufferedAheadSeconds':5,'ready':true,"
                            + "'following':true,'ownCopy':false,'rttMs':20}");
                }
                // Answered in order: the round is over when everybody has the answer.
                clients.forEach(Client::soFar);
            }
            hosts.forEach(host -> assertThat(host.isOpen()).isTrue());
            clients.forEach(client -> assertThat(client.isOpen()).isTrue());
            return complaints.lines;
        } finally {
            hosts.forEach(Client::close);
            clients.forEach(Client::close);
        }
    }

    /// What Vert.x says of threads that are blocked.
    private static final class Complaints extends Handler implements AutoCloseable {

        private final Logger logger = Logger.getLogger("io.vertx.core.impl.BlockedThreadChecker");
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Complaints() {
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord line) {
            lines.add(line.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
