package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.Band;
import dev.watchparty.media.fair.UplinkRate;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What `GET /api/delivery` answers. Rates are bits of body a second, null without a limit.
///
/// @param fair whether delivery is fair at all, or `FAIR_DELIVERY=0`
/// @param uplink as it is set: `auto`, `unlimited`, or such as `20M`
/// @param estimateBitsPerSecond what was found out, null unless the setting is `auto`
/// @param jain Jain's index over the viewers who wanted something during the last 10 s
/// @param local responses that use no uplink
/// @param starvedSeconds viewers' seconds without any film left since something was staged last, in any room
public record DeliveryView(
        boolean fair,
        String uplink,
        @Nullable Long rateBitsPerSecond,
        @Nullable Long estimateBitsPerSecond,
        long grantedBytes,
        int responses,
        int waiting,
        int blocked,
        int local,
        double jain,
        int starvedSeconds,
        List<Viewer> viewers) {

    /// One share of the uplink.
    ///
    /// @param viewer stands for the share while the service's secret lasts: nobody learns an address from it
    /// @param band null while nothing is granted because enough is buffered
    /// @param bufferedAheadSeconds null for who does not report
    public record Viewer(
            String viewer,
            @Nullable String band,
            @Nullable Double bufferedAheadSeconds,
            int responses,
            int waiting,
            int blocked,
            long bytes,
            long bitsPerSecond) {}

    /// @param pseudonym of a share
    static DeliveryView of(boolean fair, Uplink.Totals totals, UnaryOperator<String> pseudonym) {
        return new DeliveryView(
                fair,
                totals.setting().toString(),
                bits(totals.rate()),
                bits(totals.estimate()),
                totals.grantedBytes(),
                totals.openFlows(),
                totals.readyFlows(),
                totals.blockedFlows(),
                totals.localFlows(),
                totals.jain(),
                totals.starvedSecondsOfStage(),
                totals.viewers().stream().map(row -> viewer(row, pseudonym)).toList());
    }

    private static Viewer viewer(Uplink.Row row, UnaryOperator<String> pseudonym) {
        var state = row.state();
        Band band = state.band();
        return new Viewer(
                pseudonym.apply(state.key().address() + "/" + state.key().slot()),
                band == null ? null : band.name().toLowerCase(Locale.ROOT),
                state.aheadSeconds(),
                state.flows(),
                state.ready(),
                state.blocked(),
                state.grantedBytes(),
                Math.round(8 * row.bytesPerSecond()));
    }

    private static @Nullable Long bits(@Nullable UplinkRate rate) {
        return rate == null || rate.isUnlimited() ? null : 8 * rate.bytesPerSecond();
    }
}
