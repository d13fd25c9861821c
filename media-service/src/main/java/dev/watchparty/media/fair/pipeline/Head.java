package dev.watchparty.media.fair.pipeline;

import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Parts of a staged file in memory outside of the heap, for writers on any event loop until it is released. The
/// memory goes when it is released and the last slice of it is written.
///
/// The buffers hold copies: a mapping of the file would be the page cache itself, which forgets, and whoever reads
/// from the mapping of a file that became shorter is killed.
final class Head {

    /// Bytes of the file from `fromByte` on.
    record Piece(long fromByte, ByteBuf bytes) {

        long toByte() {
            return fromByte + bytes.readableBytes();
        }
    }

    private final List<Piece> pieces;
    private boolean released;

    /// @param pieces apart from each other; owned by the head from now on
    Head(List<Piece> pieces) {
        this.pieces = List.copyOf(pieces);
    }

    /// The file's bytes from a position on, as far as they are here; null where the first is not. The caller
    /// releases them.
    synchronized @Nullable ByteBuf slice(long position, long atMost) {
        if (!released) {
            for (Piece piece : pieces) {
                if (piece.fromByte() <= position && position < piece.toByte()) {
                    int from = (int) (position - piece.fromByte());
                    int length = (int) Math.min(atMost, piece.toByte() - position);
                    return piece.bytes().retainedSlice(piece.bytes().readerIndex() + from, length);
                }
            }
        }
        return null;
    }

    /// The first byte from a position on that is not here.
    long endOf(long position) {
        for (Piece piece : pieces) {
            if (piece.fromByte() <= position && position < piece.toByte()) {
                return piece.toByte();
            }
        }
        return position;
    }

    /// How many of the bytes from a position on come before the first that is here.
    long bytesBefore(long position, long atMost) {
        long bytes = atMost;
        for (Piece piece : pieces) {
            if (piece.fromByte() > position) {
                bytes = Math.min(bytes, piece.fromByte() - position);
            }
        }
        return bytes;
    }

    long sizeBytes() {
        return pieces.stream().mapToLong(piece -> piece.bytes().capacity()).sum();
    }

    /// Whether its memory is still in use.
    boolean isAlive() {
        return pieces.stream().anyMatch(piece -> piece.bytes().refCnt() > 0);
    }

    /// Gives the memory up. Once.
    synchronized void release() {
        if (!released) {
            released = true;
            pieces.forEach(piece -> piece.bytes().release());
        }
    }
}
