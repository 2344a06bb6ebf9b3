package io.millrace.engine.internal.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;

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
/// The functions are written and read only for a work that names functions of the user. The error area is
/// guarded by the word of `ErrorRecord`; an error length of 0 means that the exception did not travel.
public final class JobPayload {
    public static final Struct LAYOUT = Struct.builder()
            .ints("functionsLength", "errorLength")
            .unused(56)
            .bytes(16_320, "functions")
            .bytes(16_384, "error")
            .build();

    public static final long BYTE_SIZE = LAYOUT.byteSize();

    /// The most that the functions of a job may take, encoded.
    public static final long FUNCTIONS_BYTES = LAYOUT.byteSize("functions");

    private static final long ERROR_BYTES = LAYOUT.byteSize("error");
    private static final long FUNCTIONS = LAYOUT.offset("functions");
    private static final long ERROR = LAYOUT.offset("error");
    private static final long FUNCTIONS_LENGTH = LAYOUT.offset("functionsLength");
    private static final long ERROR_LENGTH = LAYOUT.offset("errorLength");

    private JobPayload() {}

    /// The bytes of the functions, for a job that has functions of the user.
    public static MemorySegment functions(MemorySegment payload) {
        return payload.asSlice(FUNCTIONS, length(FUNCTIONS_LENGTH, payload, FUNCTIONS_BYTES));
    }

    /// @param encoded at most [#FUNCTIONS_BYTES]
    public static void functions(MemorySegment payload, byte[] encoded) {
        MemorySegment.copy(encoded, 0, payload, JAVA_BYTE, FUNCTIONS, encoded.length);
        payload.set(Words.INT, FUNCTIONS_LENGTH, encoded.length);
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
        payload.set(Words.INT, ERROR_LENGTH, (int) length);
    }

    private static long length(long field, MemorySegment payload, long most) {
        int length = payload.get(Words.INT, field);
        if (length < 0 || length > most) {
            throw new FileFormatException(
                    "the payload of a job is damaged: length=%,d, most=%,d; drop the file".formatted(length, most));
        }
        return length;
    }
}
