package dev.watchparty.media.delivery;

/// Bytes `first` to `last` of a representation, both included, both at least 0.
record ByteRange(long first, long last) {

    ByteRange {
        if (first < 0 || last < first) {
            throw new IllegalArgumentException("no range of bytes: " + first + "-" + last);
        }
    }

    long length() {
        return last - first + 1;
    }

    /// RFC 9110 14.4.
    String contentRange(long size) {
        return "bytes " + first + "-" + last + "/" + size;
    }
}
