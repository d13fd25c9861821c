package dev.watchparty.sync.socket;

import dev.watchparty.sync.live.Metrics;
import dev.watchparty.sync.viewer.Callers;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/// Refuses pages of other sites, and remembers for the connection who asks.
@Singleton
final class Handshake implements HttpUpgradeCheck {

    static final UserData.TypedKey<String> ADDRESS = UserData.TypedKey.forString("client-address");

    /// Public name of the viewer's browser, absent for direct clients.
    static final UserData.TypedKey<String> VIEWER = UserData.TypedKey.forString("viewer");

    private static final int FORBIDDEN = 403;

    private final Callers callers;
    private final Metrics metrics;

    Handshake(Callers callers, Metrics metrics) {
        this.callers = callers;
        this.metrics = metrics;
    }

    @Override
    public Uni<CheckResult> perform(HttpUpgradeContext context) {
        if (callers.isForeignOrigin(context.httpRequest())) {
            return CheckResult.rejectUpgrade(FORBIDDEN);
        }
        FrameViolations.watch(context.httpRequest(), metrics);
        context.userData().put(ADDRESS, callers.address(context.httpRequest()));
        callers.viewer(context.httpRequest())
                .ifPresent(viewer -> context.userData().put(VIEWER, viewer));
        return CheckResult.permitUpgrade();
    }
}
