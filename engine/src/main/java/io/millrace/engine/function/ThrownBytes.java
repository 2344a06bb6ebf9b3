package io.millrace.engine.function;

import io.millrace.shm.message.Codec;
import io.millrace.shm.message.RemoteThrowable;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Exceptions of user code on their way back to who waits for it, in as much room as there is.
///
/// What does not fit is cut in steps: frames at the bottom of the stacks, suppressed exceptions,
/// causes far down, the ends of messages. What cannot be asked for its parts, because its methods
/// throw or its causes form a ring, goes by those that it tells. `Codec.any()` reads all of them.
public final class ThrownBytes {
    /// Room in which something of every exception fits.
    public static final int LEAST_BYTE_SIZE = 448;

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

    /// Writes the exception, or what there is room for of it, to the beginning of `room`.
    ///
    /// @param room of [#LEAST_BYTE_SIZE] or more
    /// @param codec `Codec.any()`, bound or not
    /// @return how many bytes it took
    public static long encode(Throwable thrown, MemorySegment room, Codec<Object> codec) {
        long length = tryEncode(() -> thrown, room, codec);
        for (int step = 0; length < 0 && step < STEPS.size(); step++) {
            Limits limits = STEPS.get(step);
            length = tryEncode(() -> limits.cut(thrown), room, codec);
        }
        if (length < 0) {
            throw new IllegalArgumentException("no room for an exception: byteSize=%d; at least %d"
                    .formatted(room.byteSize(), LEAST_BYTE_SIZE));
        }
        return length;
    }

    private static long tryEncode(Supplier<Throwable> thrown, MemorySegment room, Codec<Object> codec) {
        try {
            return codec.encode(thrown.get(), room);
        } catch (Throwable unfit) { // it is too large, or its own methods failed: anything may come out of them
            return -1;
        }
    }

    /// Its message, whatever its own method does.
    public static @Nullable String message(Throwable thrown) {
        try {
            return thrown.getMessage();
        } catch (Throwable failure) { // the user's code
            return "(getMessage() threw %s)".formatted(failure.getClass().getName());
        }
    }

    /// As its `toString` would say it, whatever its own methods do.
    public static String described(Throwable thrown) {
        String type = thrown instanceof RemoteThrowable remote
                ? remote.originalType()
                : thrown.getClass().getName();
        String message = message(thrown);
        return message == null ? type : type + ": " + message;
    }

    /// How much is left of an exception.
    ///
    /// @param text characters of each message
    /// @param name characters of the name of each class: cut, it is the name of none
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
            } catch (Throwable failure) { // the user's code
                return new StackTraceElement[0];
            }
        }

        private static @Nullable Throwable cause(Throwable thrown) {
            try {
                return thrown.getCause();
            } catch (Throwable failure) { // the user's code
                return failure;
            }
        }
    }
}
