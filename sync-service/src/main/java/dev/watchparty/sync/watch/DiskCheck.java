package dev.watchparty.sync.watch;

import dev.watchparty.sync.live.Disk;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Down while rooms do not reach the disk. The media service is no part of it: parties go on without it.
@Readiness
@Singleton
final class DiskCheck implements HealthCheck {

    private final Disk disk;

    DiskCheck(Disk disk) {
        this.disk = disk;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("disk")
                .status(disk.failure().isEmpty())
                .build();
    }
}
