package dev.watchparty.sync.socket;

import static io.restassured.RestAssured.given;

import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.config.ConfigProvider;

/// Rooms of their own for tests that share one service.
public final class Party {

    private static final AtomicInteger ROOMS = new AtomicInteger();

    private Party() {}

    /// Makes a room that no other test knows.
    public static String room() {
        String room = "room-" + ROOMS.incrementAndGet() + "-" + Long.toString(System.nanoTime(), 36);
        given().baseUri(Client.address())
                .header("Authorization", "Bearer " + Client.KEY)
                .body("{\"room\":\"" + room + "\"}")
                .post("/api/rooms")
                .then()
                .statusCode(201);
        return room;
    }

    /// Pushes a stage as the media service does.
    public static void push(String room, String etag, long stageRevision, double durationSeconds) {
        given().baseUri(Client.address())
                .header("Authorization", "Bearer test-peer-secret")
                .contentType("application/json")
                .body("{\"room\":\"" + room + "\",\"staged\":" + staged(etag, stageRevision, durationSeconds) + "}")
                .post("/internal/stage")
                .then()
                .statusCode(204);
    }

    /// What the media service is to answer when it is asked for this room; empty for nothing staged.
    public static void say(String room, String staged) {
        given().baseUri(ConfigProvider.getConfig().getValue("watchparty.peer.url", String.class))
                .body(staged)
                .put("/api/staged?room=" + room)
                .then()
                .statusCode(204);
    }

    public static String staged(String etag, long stageRevision, double durationSeconds) {
        return "{\"path\":\"" + etag + ".mkv\",\"etag\":\"" + etag + "\",\"updatedAt\":1,\"stageRevision\":"
                + stageRevision + ",\"sizeBytes\":1,\"url\":\"/media/current?v=" + etag + "\",\"durationSeconds\":"
                + durationSeconds + ",\"codecs\":[]}";
    }
}
