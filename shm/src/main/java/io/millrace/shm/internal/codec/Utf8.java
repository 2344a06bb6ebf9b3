package io.millrace.shm.internal.codec;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// UTF-8 without loss: the JDK's own methods replace what has no UTF-8.
public final class Utf8 {
    private static final char REPLACEMENT = '\uFFFD';

    private Utf8() {}

    /// Index of the first surrogate that is not half of a pair; -1 when there is none.
    public static int loneSurrogate(String text) {
        int length = text.length();
        for (int index = 0; index < length; index++) {
            char unit = text.charAt(index);
            if (Character.isSurrogate(unit)) {
                boolean pair = Character.isHighSurrogate(unit)
                        && index + 1 < length
                        && Character.isLowSurrogate(text.charAt(index + 1));
                if (!pair) {
                    return index;
                }
                index++;
            }
        }
        return -1;
    }

    /// Of a text without lone surrogates.
    public static byte[] encode(String text) {
        return text.getBytes(UTF_8);
    }

    /// Null when the bytes are malformed: only then, or when the text really has one, the JDK gives
    /// back a replacement character.
    public static @Nullable String decode(byte[] bytes) {
        String text = new String(bytes, UTF_8);
        boolean suspect = text.indexOf(REPLACEMENT) >= 0;
        return suspect && !Arrays.equals(text.getBytes(UTF_8), bytes) ? null : text;
    }
}
