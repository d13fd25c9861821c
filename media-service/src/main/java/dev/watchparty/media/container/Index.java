package dev.watchparty.media.container;

/// Where the index lies that a player needs to seek: the `moov` box of MP4, the Cues of Matroska.
public sealed interface Index {

    /// Where in the file.
    enum Place {
        /// Before the first frame: playing starts with the first bytes.
        FRONT,
        /// Behind the last: a player jumps there before it starts (MP4) or seeks (Matroska).
        END
    }

    /// The index was found.
    ///
    /// @param fromByte first byte of the box or element, its header included
    /// @param toByte the byte after its last
    record At(Place place, long fromByte, long toByte) implements Index {

        public At {
            if (fromByte < 0 || toByte < fromByte) {
                throw new IllegalArgumentException("no range of bytes: " + fromByte + " to " + toByte);
            }
        }
    }

    /// The file was looked through and has none.
    record Absent() implements Index {}

    /// Nobody can tell within the budget, or from this container.
    record Unknown() implements Index {}
}
