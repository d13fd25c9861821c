package dev.watchparty.sync.room;

import java.util.regex.Pattern;

/// Name of a room, `[a-z0-9][a-z0-9-]{0,62}`: it is part of URLs and of file names.
public record RoomName(String value) {

    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    /// The room of `/` and `/ws`.
    public static final RoomName MAIN = new RoomName("main");

    public RoomName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("not a room name: " + value);
        }
    }

    public static boolean isValid(String value) {
        return SHAPE.matcher(value).matches();
    }

    @Override
    public String toString() {
        return value;
    }
}
