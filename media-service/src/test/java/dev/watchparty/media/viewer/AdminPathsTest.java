package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class AdminPathsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/media",
                "/api/media/",
                "/api/delivery",
                "/api/delivery/forecast",
                "/q",
                "/q/",
                "/q/metrics",
                "/q/openapi",
                "/q/health-ui",
                "/api/media;x=1",
                "/api;x/media",
                "/;x/api/media",
                "//api//media",
                "/api%2Fmedia",
                "/%61pi%2fmedia%3bv=1/",
                "/q%2Fmetrics",
                "/anything/%zz",
                "/API/Media",
                "/Q/metrics"
            })
    void anySpellingOfTheAdminsAddressesIsTheAdmins(String path) {
        assertThat(AdminPaths.isAdmins(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/index.html",
                "/r/q",
                "/media/current",
                "/media/q/current",
                "/api",
                "/api/staged",
                "/api/stage",
                "/api/rooms",
                "/q/health",
                "/q/health/ready",
                "/assets/api/media"
            })
    void whatViewersNeedIsEverybodys(String path) {
        assertThat(AdminPaths.isAdmins(path)).isFalse();
    }
}
