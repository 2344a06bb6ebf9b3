package io.millrace.shm.internal.region;

import io.millrace.shm.RegionKind;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/// Names of regions: 1 to 63 bytes of UTF-8 without control characters.
final class Names {
    private static final int MAX_BYTES = 63;

    private Names() {}

    /// Throws `IllegalArgumentException` if the name is invalid.
    static void check(String name) {
        if (!isValid(name)) {
            throw new IllegalArgumentException(
                    "a name has 1 to 63 bytes of UTF-8 and no control characters: name=%s, byteSize=%,d"
                            .formatted(printable(name), name.getBytes(StandardCharsets.UTF_8).length));
        }
    }

    /// At most as much of the name as a valid one has, without what would move the cursor of a terminal.
    private static String printable(String name) {
        String start = name.length() <= MAX_BYTES ? name : name.substring(0, MAX_BYTES) + "...";
        return start.codePoints()
                .mapToObj(each -> Character.isISOControl(each) ? "\\u%04x".formatted(each) : Character.toString(each))
                .collect(Collectors.joining());
    }

    static boolean isValid(String name) {
        try {
            int bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(name)).remaining();
            return bytes >= 1 && bytes <= MAX_BYTES && !hasControls(name);
        } catch (CharacterCodingException malformed) {
            return false;
        }
    }

    private static boolean hasControls(String name) {
        for (int at = 0; at < name.length(); at++) {
            if (Character.isISOControl(name.charAt(at))) {
                return true;
            }
        }
        return false;
    }

    /// A random name that begins with the kind and is very likely free.
    static String madeUp(RegionKind kind) {
        long random = ThreadLocalRandom.current().nextLong() >>> 16;
        return kind.name().toLowerCase(Locale.ROOT) + "-" + Long.toHexString(random);
    }
}
