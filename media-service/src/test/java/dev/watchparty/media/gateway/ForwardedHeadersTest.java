package dev.watchparty.media.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ForwardedHeadersTest {

    @Test
    void whatTellsAboutTheViewerIsWrittenAnew() {
        MultiMap received = MultiMap.caseInsensitiveMultiMap()
                .add("Host", "party.example")
                .add("X-Forwarded-For", "192.0.2.66")
                .add("x-forwarded-for", "192.0.2.67")
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Forwarded-Proto", "gopher")
                .add("X-Forwarded-Anything", "x")
                .add("Forwarded", "for=192.0.2.66")
                .add("CF-Connecting-IP", "192.0.2.66")
                .add("CF-Ray", "x")
                .add("X-Real-IP", "192.0.2.66")
                .add("True-Client-IP", "192.0.2.66")
                .add("Via", "1.1 x")
                .add("Origin", "https://party.example")
                .add("Sec-WebSocket-Key", "abc")
                .add("Cookie", "a=b")
                .add("Authorization", "Bearer x");

        MultiMap sent = ForwardedHeaders.request(received, "203.0.113.9", Optional.of("party.example"), true);

        assertThat(sent.entries())
                .extracting(entry -> entry.getKey() + ": " + entry.getValue())
                .containsExactlyInAnyOrder(
                        "Origin: https://party.example",
                        "Sec-WebSocket-Key: abc",
                        "Cookie: a=b",
                        "Authorization: Bearer x",
                        "X-Forwarded-For: 203.0.113.9",
                        "X-Forwarded-Host: party.example",
                        "X-Forwarded-Proto: https");
    }

    @Test
    void whatBelongsToTheConnectionStaysOnIt() {
        MultiMap received = MultiMap.caseInsensitiveMultiMap()
                .add("Connection", "keep-alive, Upgrade")
                .add("Connection", "X-Mine")
                .add("Keep-Alive", "timeout=5")
                .add("Upgrade", "websocket")
                .add("TE", "trailers")
                .add("Transfer-Encoding", "chunked")
                .add("Proxy-Authorization", "x")
                .add("X-Mine", "1")
                .add("X-Yours", "2");

        assertThat(ForwardedHeaders.ofTheMessage(received).names()).containsExactly("X-Yours");
    }
}
