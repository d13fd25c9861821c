package dev.watchparty.media.container;

import java.io.IOException;

/// Reads what a film's container tells, from a few kilobytes of an ordinary film and never more than a stated budget.
/// What was understood before the budget or the file ended is told; nothing is guessed.
public final class ContainerReader {

    /// Enough to hop over the fragments of a night.
    public static final long BUDGET_BYTES = 4L << 20;

    private ContainerReader() {}

    /// Reads with the usual budget.
    ///
    /// @throws IOException where the source cannot be read; bytes that make no sense are no error
    public static ContainerInfo read(ByteSource source) throws IOException {
        return read(source, BUDGET_BYTES);
    }

    static ContainerInfo read(ByteSource source, long budgetBytes) throws IOException {
        Window window = new Window(source, budgetBytes);
        try {
            if (window.i32(0) == Matroska.EBML) {
                return new Matroska(window).read();
            }
            if (Mp4.isFirstBox(window.fourCc(4))) {
                return new Mp4(window).read();
            }
            return ContainerInfo.UNKNOWN;
        } catch (Window.Unreadable e) {
            return ContainerInfo.UNKNOWN;
        }
    }
}
