package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.UplinkRate;
import java.util.Locale;

/// What the uplink is said to be.
sealed interface UplinkSetting {

    /// To be found out.
    record Auto() implements UplinkSetting {
        @Override
        public String toString() {
            return "auto";
        }
    }

    /// Known.
    record Fixed(UplinkRate rate) implements UplinkSetting {
        @Override
        public String toString() {
            return rate.toString();
        }
    }

    /// Reads `auto` or what [UplinkRate#parse] reads.
    ///
    /// @throws IllegalArgumentException saying what is allowed
    static UplinkSetting parse(String text) {
        if (text.trim().toLowerCase(Locale.ROOT).equals("auto")) {
            return new Auto();
        }
        try {
            return new Fixed(UplinkRate.parse(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not an uplink: allowed are auto, or " + UplinkRate.ALLOWED, e);
        }
    }
}
