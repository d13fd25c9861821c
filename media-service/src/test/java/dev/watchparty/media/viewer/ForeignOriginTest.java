package dev.watchparty.media.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ForeignOriginTest {

    @ParameterizedTest
    @CsvSource({
        "http://localhost:3000,          localhost:3000,        false",
        "http://LOCALHOST:3000,          localhost:3000,        false",
        "https://party.example,          party.example,         false",
        "https://party.example,          party.example:443,     false",
        "http://party.example,           party.example:80,      false",
        "https://party.example:443,      party.example,         false",
        "http://[::1]:3000,              [::1]:3000,            false",
        "https://party.example,          party.example:80,      true",
        "https://party.example:444,      party.example,         true",
        "http://localhost:3001,          localhost:3000,        true",
        "https://evil.example,           party.example,         true",
        "https://party.example.evil,     party.example,         true",
        "https://party.example@evil.com, party.example,         true",
        "null,                           party.example,         true",
        "'',                             party.example,         true",
        "party.example,                  party.example,         true",
        "'https://a b',                  party.example,         true",
    })
    void onlyTheHostThatWasAskedForIsItsOwn(String origin, String host, boolean foreign) {
        assertThat(ForeignOrigin.isForeign(List.of(origin), Optional.of(host))).isEqualTo(foreign);
    }

    @Test
    void noOriginIsNotForeignAndTwoAre() {
        assertThat(ForeignOrigin.isForeign(List.of(), Optional.of("party.example")))
                .isFalse();
        assertThat(ForeignOrigin.isForeign(
                        List.of("https://party.example", "https://party.example"), Optional.of("party.example")))
                .isTrue();
        assertThat(ForeignOrigin.isForeign(List.of("https://party.example"), Optional.empty()))
                .isTrue();
    }
}
