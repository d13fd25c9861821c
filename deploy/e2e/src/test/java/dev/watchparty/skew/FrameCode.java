package dev.watchparty.skew;

import java.util.Locale;
import java.util.OptionalInt;

/// A frame's number as two rows of black and white blocks in the picture: four blocks of a chess board, 15 bits of Gray
/// code from the lowest to the highest, their parity, four more of the chess board. The rows differ in the chess board
/// alone.
///
/// From one frame to the next a single bit and the parity change. So a picture that is half of one frame and half of
/// another, or none of this film, has rows that differ, a wrong parity or no chess board, and reads as nothing rather
/// than as another frame.
public final class FrameCode {

    public static final int COLUMNS = 24;
    public static final int ROWS = 2;
    /// Width and height of a block in pixels of the film.
    public static final int BLOCK = 32;
    /// Where the blocks begin in a film of 854 x 480.
    public static final int LEFT = 43;
    public static final int TOP = 400;

    private static final int GUARD = 4;
    private static final int BITS = 15;
    private static final int PARITY = GUARD + BITS;
    /// Black is 16 and white 235 in most films; what lies between these two is torn or blurred.
    private static final int DARK = 80;
    private static final int BRIGHT = 175;

    private FrameCode() {}

    /// Numbers start again after so many frames: 18 minutes of 30 in a second.
    public static int numbers() {
        return 1 << BITS;
    }

    /// The blocks of each frame as a source for ffmpeg, scaled to their size in the film.
    public static String drawing(int framesPerSecond, int seconds) {
        String bit = "mod(floor(N/pow(2,X-%1$d))+floor(N/pow(2,X-%1$d+1)),2)".formatted(GUARD);
        String block = "if(lt(X,%d)+gt(X,%d),mod(X+Y,2),if(lt(X,%2$d),%s,mod(N,2)))".formatted(GUARD, PARITY, bit);
        return String.format(
                Locale.ROOT,
                "color=c=black:s=%dx%d:r=%d:d=%d,format=gray,geq=lum='255*%s',scale=%d:%d:flags=neighbor",
                COLUMNS,
                ROWS,
                framesPerSecond,
                seconds,
                block.replace(",", "\\,"),
                COLUMNS * BLOCK,
                ROWS * BLOCK);
    }

    /// Reads a frame's number.
    ///
    /// @param brightness of the blocks' middles, 0 to 255, row by row
    /// @return 0 to [#numbers] - 1; empty where this is no whole picture of such a film
    public static OptionalInt read(int[] brightness) {
        if (brightness.length != COLUMNS * ROWS) {
            throw new IllegalArgumentException(brightness.length + " blocks");
        }
        int number = 0;
        int above = 0;
        for (int column = COLUMNS - 1; column >= 0; column--) {
            int upper = bit(brightness[column]);
            int lower = bit(brightness[COLUMNS + column]);
            if (upper < 0 || lower < 0) {
                return OptionalInt.empty();
            }
            boolean guard = column < GUARD || column > PARITY;
            if (guard ? upper != column % 2 || lower == upper : lower != upper) {
                return OptionalInt.empty();
            }
            if (!guard && column < PARITY) {
                above ^= upper;
                number = (number << 1) | above;
            }
        }
        return number % 2 == bit(brightness[PARITY]) ? OptionalInt.of(number) : OptionalInt.empty();
    }

    private static int bit(int brightness) {
        if (brightness <= DARK) {
            return 0;
        }
        return brightness >= BRIGHT ? 1 : -1;
    }
}
