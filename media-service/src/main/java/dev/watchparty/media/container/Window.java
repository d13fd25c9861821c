package dev.watchparty.media.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.ByteBuffer;

/// Big-endian numbers of a [ByteSource] by position, read in pages, with a bound on all that is ever read: a hostile
/// file costs no more than a large one. Every position outside the file, and the end of the budget, is an
/// [Unreadable].
final class Window {

    /// The reader hops over films from header to header, and each hop costs a page.
    private static final int PAGE_BYTES = 512;

    private final ByteSource source;
    private final ByteBuffer page = ByteBuffer.allocate(PAGE_BYTES);
    private long pageStart;
    private long budgetBytes;

    Window(ByteSource source, long budgetBytes) {
        this.source = source;
        this.budgetBytes = budgetBytes;
        page.limit(0);
    }

    /// Says that the bytes make no sense, end too early or are too many. An expected end of reading, hence no trace.
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message, null, false, false);
        }
    }

    long size() {
        return source.size();
    }

    int u8(long position) throws IOException, Unreadable {
        return at(position, 1).get() & 0xff;
    }

    int u16(long position) throws IOException, Unreadable {
        return at(position, 2).getShort() & 0xffff;
    }

    int i32(long position) throws IOException, Unreadable {
        return at(position, 4).getInt();
    }

    long u32(long position) throws IOException, Unreadable {
        return i32(position) & 0xffff_ffffL;
    }

    /// The sign is the caller's to judge.
    long i64(long position) throws IOException, Unreadable {
        return at(position, 8).getLong();
    }

    /// Four characters, as boxes are named.
    String fourCc(long position) throws IOException, Unreadable {
        return new String(bytes(position, 4), ISO_8859_1);
    }

    /// @param length at most a page
    byte[] bytes(long position, int length) throws IOException, Unreadable {
        byte[] bytes = new byte[length];
        at(position, length).get(bytes);
        return bytes;
    }

    private ByteBuffer at(long position, int length) throws IOException, Unreadable {
        if (position < 0 || position > size() - length) {
            throw new Unreadable("ends before byte " + position);
        }
        if (position < pageStart || position + length > pageStart + page.limit()) {
            load(position, length);
        }
        return page.position((int) (position - pageStart));
    }

    private void load(long position, int length) throws IOException, Unreadable {
        page.clear();
        pageStart = position;
        while (page.position() < length) {
            int read = source.read(position + page.position(), page);
            if (read < 0) {
                page.limit(0);
                throw new Unreadable("became shorter than " + position);
            }
            budgetBytes -= read;
        }
        page.flip();
        if (budgetBytes < 0) {
            throw new Unreadable("more than the budget");
        }
    }
}
