package dev.watchparty.media.fair;

import dev.watchparty.media.container.Index;
import java.util.ArrayList;
import java.util.List;

/// Which parts of a staged file are kept in memory: its first bytes, with which every player begins, and the index
/// where it lies at the end, which MP4 players read next and Matroska players at the first seek.
///
/// An index of more than half of the budget is kept up to that: it is read from its beginning. What the index does
/// not need is the head's.
public final class HeadPlan {

    /// Bytes of a file.
    ///
    /// @param fromByte the first
    /// @param toByte the one after the last
    public record Part(long fromByte, long toByte) {

        public Part {
            if (fromByte < 0 || toByte <= fromByte) {
                throw new IllegalArgumentException("no range of bytes: " + fromByte + " to " + toByte);
            }
        }

        public long length() {
            return toByte - fromByte;
        }
    }

    private HeadPlan() {}

    /// The parts in the order of the file, apart from each other, together at most the budget.
    ///
    /// @param sizeBytes of the file, from 0
    /// @param index as the container's reader found it; what lies outside of the file is left out
    /// @param budgetBytes from 0
    public static List<Part> of(long sizeBytes, Index index, long budgetBytes) {
        if (sizeBytes < 0 || budgetBytes < 0) {
            throw new IllegalArgumentException("a file of " + sizeBytes + " bytes, a budget of " + budgetBytes);
        }
        if (sizeBytes <= budgetBytes) {
            return sizeBytes == 0 ? List.of() : List.of(new Part(0, sizeBytes));
        }
        long fromByte = sizeBytes;
        long toByte = sizeBytes;
        if (index instanceof Index.At at && at.place() == Index.Place.END) {
            fromByte = Math.min(at.fromByte(), sizeBytes);
            toByte = Math.min(Math.min(at.toByte(), sizeBytes), fromByte + budgetBytes / 2);
        }
        long head = Math.min(fromByte, budgetBytes - (toByte - fromByte));
        List<Part> parts = new ArrayList<>();
        if (head > 0) {
            parts.add(new Part(0, head));
        }
        if (toByte > fromByte) {
            parts.add(new Part(fromByte, toByte));
        }
        return List.copyOf(parts);
    }
}
