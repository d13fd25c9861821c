package dev.watchparty.sync.socket;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(MediaStandIn.class)
@TestProfile(UntrustedProxyIT.NobodyHere.class)
class UntrustedProxyIT {

    /// This machine is none of the trusted proxies.
    public static final class NobodyHere implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("watchparty.proxy.trusted", "192.0.2.1");
        }
    }

    @Test
    void whatAStrangerSaysOfItsBrowserIsNotBelieved() {
        String path = "/ws/" + Party.room();
        try (Client host = Client.host(path);
                Client ann = Client.connect(path, "X-Watchparty-Viewer", "browser-of-bee");
                Client bee = Client.join(path, "Bee", "X-Watchparty-Viewer", "browser-of-bee")) {
            ann.say("{'cmd':'hello','name':'Ann'}");
            JsonNode welcome = ann.next("welcome");
            host.say("{'cmd':'remove','tab':'" + welcome.at("/you/tab").asText() + "'}");

            assertThat(ann.closeCode()).isEqualTo(4410);
            assertThat(bee.soFar()).isEmpty();
            assertThat(bee.isOpen()).isTrue();
        }
    }
}
