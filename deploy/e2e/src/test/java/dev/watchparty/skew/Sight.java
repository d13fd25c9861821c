package dev.watchparty.skew;

/// What is known of a player at an instant.
sealed interface Sight {

    /// It played.
    ///
    /// @param seconds media time, or the number of the picture
    record Playing(double seconds) implements Sight {}

    /// It did not play: out of data, or being moved.
    record Standing() implements Sight {}

    /// Its page was not given time to look.
    record Silent() implements Sight {}
}
