package dev.watchparty.media.fair;

/// How urgently a viewer needs bytes, most urgent first.
public enum Band {
    /// Less than the low watermark is buffered ahead: about to stall.
    URGENT(0),
    /// Less than the high watermark is buffered ahead.
    FILLING(1),
    /// Between the high watermark and the cap.
    STEADY(2),
    /// Nothing is known: curl, VLC, a page that has not reported yet.
    LEFTOVER(3),
    /// Flows of a file that is no longer staged: they take what nobody else wants, and end soon.
    RETIRED(4);

    /// 0 is served first.
    final int priority;

    Band(int priority) {
        this.priority = priority;
    }
}
