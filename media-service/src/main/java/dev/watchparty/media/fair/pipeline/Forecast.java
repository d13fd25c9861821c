package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.UplinkRate;
import org.jspecify.annotations.Nullable;

/// What `GET /api/delivery/forecast` answers: how many viewers the uplink can feed with a film, before it is staged.
///
/// By the film's mean rate, as players buffer its peaks. What is not known is null: the length where the container
/// does not tell it, and with it the rate and the number of viewers; the uplink, and with it the number, where it has
/// no limit.
///
/// @param path below the media folder
/// @param bitsPerSecond of the film, on average
/// @param uplink as it is set: `auto`, `unlimited`, or such as `20M`
/// @param uplinkBitsPerSecond the setting, or for `auto` what was found out so far
/// @param viewers who can watch at the same time, from 0
public record Forecast(
        String path,
        long sizeBytes,
        @Nullable Double durationSeconds,
        @Nullable Long bitsPerSecond,
        String uplink,
        @Nullable Long uplinkBitsPerSecond,
        @Nullable Integer viewers) {

    static Forecast of(String path, long sizeBytes, @Nullable Double durationSeconds, String uplink, UplinkRate rate) {
        Long film = durationSeconds == null ? null : Math.max(1, Math.round(8 * sizeBytes / durationSeconds));
        Long line = rate.isUnlimited() ? null : 8 * rate.bytesPerSecond();
        Integer viewers = film == null || line == null ? null : (int) Math.min(Integer.MAX_VALUE, line / film);
        return new Forecast(path, sizeBytes, durationSeconds, film, uplink, line, viewers);
    }
}
