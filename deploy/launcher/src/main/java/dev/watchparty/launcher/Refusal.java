package dev.watchparty.launcher;

/// Something that the person at the keyboard has to mend. The message is one line that says what to do; it is shown
/// without a stack trace.
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }
}
