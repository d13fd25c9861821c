package dev.watchparty.media.delivery;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.util.Collections;
import java.util.Iterator;

/// Sends a body as buffers: several ranges, or one where the connection is encrypted. One chunk is read on a worker at
/// a time, from the held file, and only while the client keeps up, so that a response holds two chunks at most whatever
/// its size, and no event loop waits for a disk. Owned by the response's context.
final class BufferSender {

    private static final int CHUNK_BYTES = 64 * 1024;

    private final HttpServerResponse response;
    private final HeldFile file;
    private final WorkerExecutor workers;
    private final Iterator<Multipart.Part> parts;
    private final Buffer close;
    private final Promise<Void> done = Promise.promise();
    private long position;
    private long end;

    BufferSender(HttpServerResponse response, HeldFile file, WorkerExecutor workers, Multipart body) {
        this.response = response;
        this.file = file;
        this.workers = workers;
        this.parts = body.parts().iterator();
        this.close = body.close();
    }

    BufferSender(HttpServerResponse response, HeldFile file, WorkerExecutor workers, ByteRange range) {
        this.response = response;
        this.file = file;
        this.workers = workers;
        this.parts = Collections.emptyIterator();
        this.close = Buffer.buffer();
        this.position = range.first();
        this.end = range.last() + 1;
    }

    /// Done when all is written; fails where the file cannot be read any more, with the response half sent.
    Future<Void> send() {
        proceed();
        return done.future();
    }

    private void proceed() {
        if (response.closed()) {
            done.tryComplete();
        } else if (response.writeQueueFull()) {
            response.drainHandler(drained -> {
                response.drainHandler(null);
                proceed();
            });
        } else if (position < end) {
            long from = position;
            int length = (int) Math.min(CHUNK_BYTES, end - position);
            workers.executeBlocking(() -> file.read(from, length), false)
                    .onSuccess(chunk -> {
                        position += length;
                        write(chunk);
                    })
                    .onFailure(done::tryFail);
        } else if (parts.hasNext()) {
            Multipart.Part part = parts.next();
            position = part.range().first();
            end = part.range().last() + 1;
            write(part.head());
        } else {
            response.end(close).onComplete(ended -> done.tryComplete());
        }
    }

    private void write(Buffer bytes) {
        if (!response.closed()) {
            response.write(bytes);
        }
        proceed();
    }
}
