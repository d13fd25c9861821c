package dev.watchparty.skew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Against blocks that are laid here by the rule in words, not by the code under test.
class FrameCodeTest {

    private static final int BLACK = 16;
    private static final int WHITE = 235;

    @Test
    void readsEveryNumber() {
        for (int number = 0; number < FrameCode.numbers(); number++) {
            assertThat(FrameCode.read(blocks(number))).hasValue(number);
        }
    }

    @Test
    void aWrongBlockIsNoticedWhichEverItIs() {
        for (int block = 0; block < FrameCode.COLUMNS * FrameCode.ROWS; block++) {
            int[] blocks = blocks(4711);
            blocks[block] = BLACK + WHITE - blocks[block];
            assertThat(FrameCode.read(blocks)).as("block %d", block).isEmpty();
        }
    }

    @Test
    void aBlurredBlockIsNoNumber() {
        for (int block = 0; block < FrameCode.COLUMNS * FrameCode.ROWS; block++) {
            int[] blocks = blocks(1234);
            blocks[block] = 128;
            assertThat(FrameCode.read(blocks)).as("block %d", block).isEmpty();
        }
    }

    @Test
    void aPictureTornBetweenTheRowsIsNoNumber() {
        for (int number = 0; number + 1 < FrameCode.numbers(); number++) {
            int[] torn = blocks(number);
            System.arraycopy(blocks(number + 1), FrameCode.COLUMNS, torn, FrameCode.COLUMNS, FrameCode.COLUMNS);
            assertThat(FrameCode.read(torn)).as("%d and the next", number).isEmpty();
        }
    }

    @Test
    void aPictureTornFromTopToBottomIsOneOfTheTwoOrNone() {
        for (int column = 0; column < FrameCode.COLUMNS; column++) {
            int[] torn = blocks(1023);
            int[] next = blocks(1024);
            for (int row = 0; row < FrameCode.ROWS; row++) {
                int start = row * FrameCode.COLUMNS;
                System.arraycopy(next, start + column, torn, start + column, FrameCode.COLUMNS - column);
            }
            assertThat(FrameCode.read(torn).orElse(1023))
                    .as("from column %d", column)
                    .isBetween(1023, 1024);
        }
    }

    @Test
    void blackWhiteAndGreyPicturesAreNoNumber() {
        for (int brightness = 0; brightness < 256; brightness++) {
            int[] even = new int[FrameCode.COLUMNS * FrameCode.ROWS];
            Arrays.fill(even, brightness);
            assertThat(FrameCode.read(even)).as("brightness %d", brightness).isEmpty();
        }
    }

    @Test
    void refusesAnotherCountOfBlocks() {
        assertThatThrownBy(() -> FrameCode.read(new int[47])).isInstanceOf(IllegalArgumentException.class);
    }

    private static int[] blocks(int number) {
        int[] blocks = new int[FrameCode.COLUMNS * FrameCode.ROWS];
        int gray = number ^ (number >> 1);
        for (int row = 0; row < FrameCode.ROWS; row++) {
            for (int column = 0; column < FrameCode.COLUMNS; column++) {
                boolean white;
                if (column < 4 || column > 19) {
                    white = (row + column) % 2 == 1;
                } else if (column == 19) {
                    white = Integer.bitCount(gray) % 2 == 1;
                } else {
                    white = ((gray >> (column - 4)) & 1) == 1;
                }
                blocks[row * FrameCode.COLUMNS + column] = white ? WHITE : BLACK;
            }
        }
        return blocks;
    }
}
