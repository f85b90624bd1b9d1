package io.samegate.benchmarks;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/** Finds the numbers of {@link ChangeLoad}'s changes in a stream of events, however it is cut into pieces. One thread. */
final class ChangeFinder {

    private static final byte[] MARK = ChangeLoad.MARK.getBytes(StandardCharsets.US_ASCII);

    private final IntConsumer onChange;
    private int matched; // bytes of the mark
    private int digits; // read after it
    private int number;

    ChangeFinder(IntConsumer onChange) {
        this.onChange = onChange;
    }

    /** Takes the next piece. */
    void read(ByteBuffer piece) {
        while (piece.hasRemaining()) {
            byte next = piece.get();
            if (matched < MARK.length) {
                // Only the first byte of the mark can begin it anew.
                matched = next == MARK[matched] ? matched + 1 : next == MARK[0] ? 1 : 0;
            } else {
                number = 10 * number + next - '0';
                digits++;
                if (digits == ChangeLoad.DIGITS) {
                    onChange.accept(number);
                    matched = 0;
                    digits = 0;
                    number = 0;
                }
            }
        }
    }
}
