package dev.watchparty.media.fair.pipeline;

import io.netty.channel.DefaultFileRegion;
import java.nio.channels.FileChannel;

/// A quantum of a file that somebody else holds open: the epoll transport sends a [DefaultFileRegion] without
/// copying it, and nothing else. Releasing it leaves the file open.
final class HeldRegion extends DefaultFileRegion {

    HeldRegion(FileChannel file, long position, long count) {
        super(file, position, count);
    }

    @Override
    protected void deallocate() {
        // The file belongs to the response, which outlives its quanta.
    }
}
