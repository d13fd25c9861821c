package dev.watchparty.media.staging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AnnouncerIT {

    private static final RoomName FRIENDS = new RoomName("friends");

    private static Vertx vertx;

    @BeforeAll
    static void vertx() {
        vertx = Vertx.vertx();
    }

    @AfterAll
    static void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void sends_the_whole_staged_state_with_the_secret() {
        try (FakeSync sync = new FakeSync(vertx, 0)) {
            Announcer announcer = announcer(sync.url());
            StagedFile staged = staged(RoomName.MAIN, 10);
            announcer.announce(staged);

            await().until(() -> sync.received.size() == 1);
            assertThat(sync.received.getFirst())
                    .isEqualTo(new FakeSync.Received(
                            "POST /internal/stage",
                            "Bearer s3cret",
                            "application/json",
                            JsonObject.mapFrom(StageEvent.of(staged))));
            announcer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 503, 400, 302, 0})
    void tries_again_until_it_is_taken(int refusal) {
        try (FakeSync sync = new FakeSync(vertx, 0)) {
            sync.answer = refusal;
            Announcer announcer = announcer(sync.url());
            announcer.announce(staged(RoomName.MAIN, 10));
            await().until(() -> sync.revisions("main").size() >= 2);

            sync.answer = 204;
            await().until(() -> sync.taken.get() == 1);
            announcer.announce(staged(RoomName.MAIN, 11));

            await().untilAsserted(
                            () -> assertThat(sync.revisions("main").getLast()).isEqualTo(11));
            assertThat(sync.revisions("main"))
                    .filteredOn(revision -> revision == 11)
                    .hasSize(1);
            announcer.close();
        }
    }

    @Test
    void only_the_latest_stage_of_each_room_waits_for_a_peer_that_is_away() {
        FakeSync gone = new FakeSync(vertx, 0);
        int port = gone.port();
        Announcer announcer = announcer(gone.url());
        gone.close();
        for (long revision = 10; revision < 60; revision++) {
            announcer.announce(staged(RoomName.MAIN, revision));
        }
        announcer.announce(staged(FRIENDS, 5));

        try (FakeSync back = new FakeSync(vertx, port)) {
            await().until(() -> back.revisions("main").contains(59L)
                    && !back.revisions("friends").isEmpty());
            // The one that was under way when the others came, and the latest.
            assertThat(back.revisions("main").size()).isLessThanOrEqualTo(2);
            assertThat(back.revisions("friends")).isEqualTo(List.of(5L));
        }
        announcer.close();
    }

    @Test
    void a_stage_is_sent_once_when_it_is_taken_at_once() {
        try (FakeSync sync = new FakeSync(vertx, 0)) {
            Announcer announcer = announcer(sync.url());
            announcer.announce(staged(RoomName.MAIN, 10));
            await().until(() -> sync.revisions("main").equals(List.of(10L)));
            announcer.announce(staged(RoomName.MAIN, 11));
            await().until(() -> sync.revisions("main").size() > 1);

            assertThat(sync.revisions("main")).isEqualTo(List.of(10L, 11L));
            announcer.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:3001", "ftp://127.0.0.1", "/internal", "http:///x"})
    void a_peer_that_is_no_web_address_stops_the_service_with_one_line(String url) {
        assertThatThrownBy(() -> announcer(URI.create(url)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("watchparty.peer.url")
                .hasMessageContaining(url)
                .hasMessageNotContaining("\n");
    }

    @Test
    void a_secret_that_no_header_can_carry_stops_the_service_and_is_not_shown() {
        assertThatThrownBy(() -> new Announcer(
                        vertx, new ObjectMapper(), new Peer(URI.create("http://127.0.0.1:1"), "line\nbreak")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("watchparty.peer.secret")
                .hasMessageNotContaining("break");
    }

    private static Announcer announcer(URI peer) {
        return new Announcer(vertx, new ObjectMapper(), new Peer(peer, "s3cret"));
    }

    private static StagedFile staged(RoomName room, long revision) {
        return StageSamples.staged(room, Path.of("film.mkv"), revision);
    }

    private record Peer(URI url, String secret) implements PeerConfig {}
}
