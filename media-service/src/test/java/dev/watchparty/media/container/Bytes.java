package dev.watchparty.media.container;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;

/// Files in memory, put together box by box and element by element.
final class Bytes {

    private Bytes() {}

    /// A source that counts what is read of it.
    static final class Counted implements ByteSource {
        private final byte[] bytes;
        long read;

        Counted(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public long size() {
            return bytes.length;
        }

        @Override
        public int read(long position, ByteBuffer target) {
            if (position >= bytes.length) {
                return -1;
            }
            int length = (int) Math.min(target.remaining(), bytes.length - position);
            target.put(bytes, (int) position, length);
            read += length;
            return length;
        }
    }

    static byte[] join(byte[]... parts) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] text(String text) {
        return text.getBytes(ISO_8859_1);
    }

    static byte[] u16(int value) {
        return ByteBuffer.allocate(2).putShort((short) value).array();
    }

    static byte[] u32(long value) {
        return ByteBuffer.allocate(4).putInt((int) value).array();
    }

    static byte[] u64(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    static byte[] zeros(int length) {
        return new byte[length];
    }

    /// An MP4 box.
    static byte[] box(String type, byte[]... content) {
        byte[] joined = join(content);
        return join(u32(8 + joined.length), text(type), joined);
    }

    /// A Matroska element; the id is given in hexadecimal, its marker included.
    static byte[] element(String id, byte[]... content) {
        byte[] joined = join(content);
        return join(hex(id), join(u32(0x1000_0000L | joined.length)), joined);
    }

    static ContainerInfo read(byte[] file) {
        return read(new Counted(file), ContainerReader.BUDGET_BYTES);
    }

    static ContainerInfo read(Counted file, long budgetBytes) {
        try {
            return ContainerReader.read(file, budgetBytes);
        } catch (java.io.IOException e) {
            throw new AssertionError("memory is always readable", e);
        }
    }
}
