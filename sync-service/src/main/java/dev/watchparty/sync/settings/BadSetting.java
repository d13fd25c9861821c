package dev.watchparty.sync.settings;

/// A setting with which the service cannot start. Its message is one line for the person who set it.
public final class BadSetting extends RuntimeException {

    private static final long serialVersionUID = 1;

    private BadSetting(String message) {
        super(message, null, false, false);
    }

    /// A secret or another value that has no default.
    ///
    /// @param variable the environment variable that people set
    /// @param purpose what it is for
    public static BadSetting missing(String key, String variable, String purpose) {
        return new BadSetting(key + " is not set: set " + variable + ", " + purpose);
    }

    /// The number, where it is within both bounds.
    public static int requireWithin(String key, int value, int least, int most) {
        if (value < least || value > most) {
            throw refused(key, value, "a whole number from " + least + " to " + most);
        }
        return value;
    }

    /// A value that is not allowed; not for secrets, which nobody is to read.
    ///
    /// @param allowed completes "is to be"
    public static BadSetting refused(String key, Object value, String allowed) {
        return new BadSetting(key + "=" + value + " is to be " + allowed);
    }
}
