package io.millrace.engine.internal.lambda;

import io.millrace.shm.RemoteThrowable;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Encodes exceptions of user code into a limited number of bytes.
///
/// An exception that does not fit is cut in steps: frames at the bottom of the stack traces,
/// suppressed exceptions, causes of causes, the ends of messages. If a method of the exception
/// throws, or its causes form a ring, the parts that can be read are encoded. `Codec.any()` decodes
/// all these forms.
public final class ThrownBytes {
    /// The number of bytes into which a part of every exception fits.
    public static final int MIN_BYTES = 448;

    private static final String MORE = "...";

    private static final List<Limits> STEPS = List.of(
            new Limits(256, 16, 16, 16_384, 1_024),
            new Limits(64, 8, 4, 4_096, 1_024),
            new Limits(32, 4, 1, 1_024, 512),
            new Limits(12, 2, 0, 400, 256),
            new Limits(4, 1, 0, 160, 256),
            new Limits(1, 0, 0, 80, 256),
            new Limits(0, 0, 0, 40, 256),
            new Limits(0, 0, 0, 40, 60));

    private ThrownBytes() {}

    /// Writes the exception, cut if necessary, to the beginning of `room`.
    ///
    /// @param room [#MIN_BYTES] or more
    /// @param codec `Codec.any()`, bound or not
    /// @return the number of bytes written
    /// @throws IllegalArgumentException when `room` is too small
    public static long encode(Throwable thrown, MemorySegment room, Codec<Object> codec) {
        long length = tryEncode(() -> thrown, room, codec);
        for (int step = 0; length < 0 && step < STEPS.size(); step++) {
            Limits limits = STEPS.get(step);
            length = tryEncode(() -> limits.cut(thrown), room, codec);
        }
        if (length < 0) {
            throw new IllegalArgumentException("no room for an exception: byteSize=%s; at least %s"
                    .formatted(room.byteSize(), MIN_BYTES));
        }
        return length;
    }

    private static long tryEncode(Supplier<Throwable> thrown, MemorySegment room, Codec<Object> codec) {
        try {
            return codec.encode(thrown.get(), room);
        } catch (Throwable unfit) { // it is too large, or a method of the exception, which is user code, threw
            return -1;
        }
    }

    /// The message of an exception, even if its `getMessage` throws.
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable failure) { // thrown by user code
            return "(getMessage() threw %s)".formatted(failure.getClass().getName());
        }
    }

    /// Class, line feed and message in UTF-8, cut between characters to at most `most` bytes.
    public static byte[] summary(Throwable thrown, int most) {
        byte[] bytes = (thrown.getClass().getName() + "\n" + message(thrown)).getBytes(StandardCharsets.UTF_8);
        int length = Math.min(bytes.length, most);
        while (length < bytes.length && length > 0 && (bytes[length] & 0xc0) == 0x80) {
            length--;
        }
        return Arrays.copyOf(bytes, length);
    }

    /// Type and message of an exception, even if its methods throw; for a class that could not be
    /// initialised, also the reason.
    public static String described(Throwable thrown) {
        String reason = thrown instanceof LinkageError
                ? ClassInitialization.reason(thrown)
                        .filter(cause -> cause != thrown)
                        .map(cause -> ", reason=" + plainly(cause))
                        .orElse("")
                : "";
        return plainly(thrown) + reason;
    }

    private static String plainly(Throwable thrown) {
        String type = thrown instanceof RemoteThrowable remote
                ? remote.originalType()
                : thrown.getClass().getName();
        String message = message(thrown);
        return message == null ? type : type + ": " + message;
    }

    /// How much of an exception is encoded.
    ///
    /// @param text characters of each message
    /// @param name characters of each class name; a cut name names no class
    private record Limits(int frames, int causes, int suppressed, int text, int name) {

        Throwable cut(Throwable thrown) {
            return cut(thrown, causes, Collections.newSetFromMap(new IdentityHashMap<>()));
        }

        private Throwable cut(Throwable thrown, int deeper, Set<Throwable> seen) {
            seen.add(thrown);
            Throwable cause = deeper == 0 ? null : cause(thrown);
            RemoteThrowable left = RemoteThrowable.of(
                    type(thrown),
                    clipped(message(thrown)),
                    cause == null || seen.contains(cause) ? null : cut(cause, deeper - 1, seen));
            left.setStackTrace(stack(thrown));
            Throwable[] others = thrown.getSuppressed();
            for (int index = 0; deeper > 0 && index < Math.min(suppressed, others.length); index++) {
                if (!seen.contains(others[index])) {
                    left.addSuppressed(cut(others[index], deeper - 1, seen));
                }
            }
            return left;
        }

        private String type(Throwable thrown) {
            String full = thrown instanceof RemoteThrowable remote
                    ? remote.originalType()
                    : thrown.getClass().getName();
            return full.substring(0, Math.min(name, full.length()));
        }

        private @Nullable String clipped(@Nullable String message) {
            return message == null || message.length() <= text ? message : message.substring(0, text) + MORE;
        }

        private StackTraceElement[] stack(Throwable thrown) {
            try {
                StackTraceElement[] all = thrown.getStackTrace();
                return Arrays.stream(all).filter(Objects::nonNull).limit(frames).toArray(StackTraceElement[]::new);
            } catch (Throwable failure) { // thrown by user code
                return new StackTraceElement[0];
            }
        }

        private static @Nullable Throwable cause(Throwable thrown) {
            try {
                return thrown.getCause();
            } catch (Throwable failure) { // thrown by user code
                return failure;
            }
        }
    }
}
