package dev.watchparty.sync.live;

import dev.watchparty.sync.protocol.ErrorCode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/// What the service counts. Any thread.
@Singleton
public final class Metrics {

    private final MeterRegistry registry;
    private final Map<ErrorCode, Counter> refused = new EnumMap<>(ErrorCode.class);
    private final Counter broadcasts;
    private final AtomicInteger connections = new AtomicInteger();

    Metrics(MeterRegistry registry) {
        this.registry = registry;
        for (ErrorCode code : ErrorCode.values()) {
            refused.put(
                    code,
                    Counter.builder("watchparty.sync.refused")
                            .description("Messages and connections that were refused")
                            .tag("code", code.word())
                            .register(registry));
        }
        this.broadcasts = Counter.builder("watchparty.sync.broadcasts")
                .description("Messages to everybody in a room")
                .register(registry);
        Gauge.builder("watchparty.sync.connections", connections, AtomicInteger::get)
                .description("Open connections")
                .register(registry);
    }

    void watchRooms(Map<?, ?> rooms) {
        Gauge.builder("watchparty.sync.rooms", rooms, Map::size)
                .description("Rooms that exist")
                .register(registry);
    }

    public void refused(ErrorCode code) {
        Counter counter = refused.get(code);
        if (counter != null) {
            counter.increment();
        }
    }

    /// The service closed a connection.
    ///
    /// @param code RFC 6455 7.4
    public void closed(int code) {
        registry.counter("watchparty.sync.closed", "code", Integer.toString(code))
                .increment();
    }

    void broadcast() {
        broadcasts.increment();
    }

    public void opened() {
        connections.incrementAndGet();
    }

    public void gone() {
        connections.decrementAndGet();
    }
}
