package dev.watchparty.media;

import io.vertx.core.Context;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/// Tells tests, in a header, whether a REST answer was made on an event loop.
public final class AnsweringThread {

    public static final String HEADER = "Test-Answered-On";

    @ServerResponseFilter
    public void tell(ContainerResponseContext response) {
        response.getHeaders().putSingle(HEADER, Context.isOnEventLoopThread() ? "event loop" : "worker");
    }
}
