package dev.watchparty.media.fair.pipeline;

import dev.watchparty.media.fair.UplinkRate;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/// The uplink at `/q/metrics`. No meter carries a viewer's name: `GET /api/delivery` has the rows.
@Singleton
final class UplinkMetrics {

    void register(@Observes StartupEvent started, FairDelivery delivery, MeterRegistry registry) {
        Uplink uplink = delivery.uplink();
        counter(registry, uplink, "watchparty.uplink.granted", "bytes", Uplink.Totals::grantedBytes);
        counter(registry, uplink, "watchparty.uplink.drained", "bytes", Uplink.Totals::drainedBytes);
        counter(registry, uplink, "watchparty.uplink.grants", "grants", Uplink.Totals::grants);
        counter(registry, uplink, "watchparty.uplink.waited", "seconds", totals -> totals.waitedNanos() / 1e9);
        counter(registry, uplink, "watchparty.uplink.starved", "seconds", Uplink.Totals::starvedSeconds);
        HeadCache heads = delivery.heads();
        FunctionCounter.builder("watchparty.head.cache.hits", heads, HeadCache::hits)
                .register(registry);
        FunctionCounter.builder("watchparty.head.cache.served", heads, HeadCache::servedBytes)
                .baseUnit("bytes")
                .register(registry);
        Gauge.builder("watchparty.head.cache.kept", heads, HeadCache::bytes)
                .baseUnit("bytes")
                .register(registry);
        FunctionCounter.builder("watchparty.page.cache.brought", delivery.warmer(), PageWarmer::loads)
                .baseUnit("windows")
                .register(registry);
        gauge(registry, uplink, "watchparty.uplink.responses", Uplink.Totals::openFlows);
        gauge(registry, uplink, "watchparty.uplink.waiting", Uplink.Totals::readyFlows);
        gauge(registry, uplink, "watchparty.uplink.blocked", Uplink.Totals::blockedFlows);
        gauge(registry, uplink, "watchparty.uplink.jain", Uplink.Totals::jain);
        gauge(
                registry,
                uplink,
                "watchparty.uplink.share.least.bits",
                totals -> shares(totals).min().orElse(Double.NaN));
        gauge(
                registry,
                uplink,
                "watchparty.uplink.share.most.bits",
                totals -> shares(totals).max().orElse(Double.NaN));
        gauge(registry, uplink, "watchparty.uplink.rate.bits", totals -> bits(totals.rate()));
        gauge(registry, uplink, "watchparty.uplink.estimate.bits", totals -> bits(totals.estimate()));
    }

    /// NaN where there is none, or no limit.
    private static double bits(@Nullable UplinkRate rate) {
        return rate == null || rate.isUnlimited() ? Double.NaN : 8.0 * rate.bytesPerSecond();
    }

    /// What viewers got over the last 10 s, of those who are sent anything.
    private static DoubleStream shares(Uplink.Totals totals) {
        return totals.viewers().stream()
                .filter(row -> row.state().flows() > 0)
                .mapToDouble(row -> 8 * row.bytesPerSecond());
    }

    private static void counter(
            MeterRegistry registry, Uplink uplink, String name, String unit, ToDoubleFunction<Uplink.Totals> figure) {
        FunctionCounter.builder(name, uplink, of -> figure.applyAsDouble(of.latest()))
                .baseUnit(unit)
                .register(registry);
    }

    private static void gauge(
            MeterRegistry registry, Uplink uplink, String name, ToDoubleFunction<Uplink.Totals> figure) {
        Gauge.builder(name, uplink, of -> figure.applyAsDouble(of.latest())).register(registry);
    }
}
