package io.millrace.engine.internal.layout;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;
import static java.lang.foreign.MemoryLayout.paddingLayout;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.VarHandle;

/// The large parts of a job, one payload for each row of the job table: the functions of the user,
/// and the exception that ended the job. Both as `Codec.any()` writes them.
///
/// | field             | offset | bytes | written by     | order                            |
/// |-------------------|-------:|------:|----------------|----------------------------------|
/// | `functionsLength` |      0 |     4 | submitter      | plain, in SETUP, before PINNED   |
/// | `errorLength`     |      4 |     4 | failing worker | plain, before the error is SET   |
/// | `functions`       |     64 | 16320 | submitter      | plain, in SETUP, before PINNED   |
/// | `error`           |  16384 | 16384 | failing worker | plain, before the error is SET   |
///
/// The error area is guarded by the word of `ErrorRecord`. A length of 0 means that there is none.
public final class JobPayload {
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("functionsLength"),
            JAVA_INT.withName("errorLength"),
            paddingLayout(56),
            MemoryLayout.sequenceLayout(16_320, JAVA_BYTE).withName("functions"),
            MemoryLayout.sequenceLayout(16_384, JAVA_BYTE).withName("error"));

    public static final long BYTE_SIZE = LAYOUT.byteSize();

    /// The most that the functions of a job may take, encoded.
    public static final long FUNCTIONS_BYTES = LAYOUT.select(groupElement("functions")).byteSize();

    private static final long ERROR_BYTES = LAYOUT.select(groupElement("error")).byteSize();
    private static final long FUNCTIONS = LAYOUT.byteOffset(groupElement("functions"));
    private static final long ERROR = LAYOUT.byteOffset(groupElement("error"));
    private static final VarHandle FUNCTIONS_LENGTH = LAYOUT.varHandle(groupElement("functionsLength"));
    private static final VarHandle ERROR_LENGTH = LAYOUT.varHandle(groupElement("errorLength"));

    private JobPayload() {}

    /// Whether the job has functions of the user.
    public static boolean hasFunctions(MemorySegment payload) {
        return (int) FUNCTIONS_LENGTH.get(payload, 0L) != 0;
    }

    /// The bytes of the functions; empty when the job has no functions of the user.
    public static MemorySegment functions(MemorySegment payload) {
        return payload.asSlice(FUNCTIONS, length(FUNCTIONS_LENGTH, payload, FUNCTIONS_BYTES));
    }

    /// @param encoded at most [#FUNCTIONS_BYTES]
    public static void functions(MemorySegment payload, byte[] encoded) {
        MemorySegment.copy(encoded, 0, payload, JAVA_BYTE, FUNCTIONS, encoded.length);
        FUNCTIONS_LENGTH.set(payload, 0L, encoded.length);
    }

    /// The bytes of the exception; empty when there is none.
    public static MemorySegment error(MemorySegment payload) {
        return payload.asSlice(ERROR, length(ERROR_LENGTH, payload, ERROR_BYTES));
    }

    /// The memory that the exception is encoded into.
    public static MemorySegment errorRoom(MemorySegment payload) {
        return payload.asSlice(ERROR, ERROR_BYTES);
    }

    public static void errorLength(MemorySegment payload, long length) {
        ERROR_LENGTH.set(payload, 0L, (int) length);
    }

    private static long length(VarHandle field, MemorySegment payload, long most) {
        int length = (int) field.get(payload, 0L);
        if (length < 0 || length > most) {
            throw new FileFormatException(
                    "the payload of a job is damaged: length=%,d, most=%,d; drop the file".formatted(length, most));
        }
        return length;
    }
}
