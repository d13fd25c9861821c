package dev.watchparty.bench.fairness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/// A piece of what a tunnel carries between its ends: up a request's head, down some bytes of its answer, either way
/// nothing where the viewer's connection is over.
///
/// @param stream number of the viewer's connection
/// @param bytes at most [#LONGEST]
@SuppressWarnings("ArrayRecordComponent")
record Frame(int stream, byte[] bytes) {

    static final int LONGEST = 16 << 10;

    static Frame over(int stream) {
        return new Frame(stream, new byte[0]);
    }

    boolean isOver() {
        return bytes.length == 0;
    }

    static Frame read(DataInputStream from) throws IOException {
        int stream = from.readInt();
        byte[] bytes = new byte[from.readUnsignedShort()];
        from.readFully(bytes);
        return new Frame(stream, bytes);
    }

    void write(DataOutputStream to) throws IOException {
        to.writeInt(stream);
        to.writeShort(bytes.length);
        to.write(bytes);
    }
}
