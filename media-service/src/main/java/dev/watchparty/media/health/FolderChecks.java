package dev.watchparty.media.health;

import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Predicate;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// What the admin sees of the folders.
@Singleton
final class FolderChecks {

    private final Folders folders;

    @Inject
    FolderChecks(Folders folders) {
        this.folders = folders;
    }

    @Produces
    @Singleton
    @Readiness
    AsyncHealthCheck media() {
        return check("media folder can be read", Folders.State::mediaReadable);
    }

    @Produces
    @Singleton
    @Readiness
    AsyncHealthCheck state() {
        return check("state folder can be written", Folders.State::stateWritable);
    }

    private AsyncHealthCheck check(String name, Predicate<Folders.State> isUp) {
        return () -> Uni.createFrom()
                .completionStage(() -> folders.state().toCompletionStage())
                .map(state ->
                        HealthCheckResponse.named(name).status(isUp.test(state)).build());
    }
}
