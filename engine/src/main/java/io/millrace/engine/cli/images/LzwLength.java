package io.millrace.engine.cli.images;

import java.io.IOException;
import java.util.Arrays;
import javax.imageio.IIOException;

/// Counts the pixels that the codes of a GIF make, without decoding them.
final class LzwLength {
    private static final int MAX_CODES = 4096;
    private static final int MAX_BITS = 12;

    private final int firstBits;
    private final int clear;
    /// Number of pixels of each code.
    private final int[] lengths = new int[MAX_CODES];
    private int bits;
    private int next;
    private int previous = -1;
    private long buffer;
    private int buffered;
    private long pixels;
    private boolean ended;

    /// @param codeBits bits of a pixel, 1 to 8
    LzwLength(int codeBits) {
        this.firstBits = codeBits + 1;
        this.clear = 1 << codeBits;
        Arrays.fill(lengths, 0, clear, 1);
        clear();
    }

    long pixels() {
        return pixels;
    }

    private void clear() {
        bits = firstBits;
        next = clear + 2;
        previous = -1;
    }

    void add(int value) throws IOException {
        buffer |= (long) value << buffered;
        buffered += Byte.SIZE;
        while (buffered >= bits && !ended) {
            int code = (int) (buffer & (1 << bits) - 1);
            buffer >>>= bits;
            buffered -= bits;
            take(code);
        }
    }

    private void take(int code) throws IOException {
        if (code == clear) {
            clear();
        } else if (code == clear + 1) {
            ended = true;
        } else if (code > next || code == next && previous < 0 || previous < 0 && code > clear) {
            throw new IIOException("code %s has no meaning yet".formatted(code));
        } else {
            if (previous >= 0 && next < MAX_CODES) {
                lengths[next++] = lengths[previous] + 1;
                if (next == 1 << bits && bits < MAX_BITS) {
                    bits++;
                }
            }
            pixels += lengths[code];
            previous = code;
        }
    }
}
