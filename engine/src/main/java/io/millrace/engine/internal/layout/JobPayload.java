package io.millrace.engine.internal.layout;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;

/// The large parts of a job, one payload for each row of the job table: the functions of the user,
/// and the exception that ended the job, both as `Codec.any()` writes them; arrays and program of an expression.
///
/// | field             | offset | bytes | written by     | order                            |
/// |-------------------|-------:|------:|----------------|----------------------------------|
/// | `functionsLength` |      0 |     4 | submitter      | plain, in SETUP, before PINNED   |
/// | `errorLength`     |      4 |     4 | failing worker | plain, before the error is SET   |
/// | `arrayCount`      |      8 |     4 | submitter      | plain, in SETUP, before PINNED   |
/// | `functions`       |     64 | 16320 | submitter      | plain, in SETUP, before PINNED   |
/// | `error`           |  16384 | 16384 | failing worker | plain, before the error is SET   |
/// | `arrays`          |  32768 |   512 | submitter      | plain, in SETUP, before PINNED   |
/// | `program`         |  33280 |  3584 | submitter      | plain, in SETUP, before PINNED   |
///
/// The functions are written and read only for a work that names functions of the user; arrays, which are
/// [ArrayHandle]s, and program only for one that is an evaluation. The error area is
/// guarded by the word of `ErrorRecord`; an error length of 0 means that the exception did not travel.
public final class JobPayload {
    public static final Struct LAYOUT = Struct.builder()
            .ints("functionsLength", "errorLength", "arrayCount")
            .unused(52)
            .bytes(16_320, "functions")
            .bytes(16_384, "error")
            .bytes(512, "arrays")
            .bytes(3_584, "program")
            .build();

    public static final long BYTE_SIZE = LAYOUT.byteSize();

    /// The most that the functions of a job may take, encoded.
    public static final long FUNCTIONS_BYTES = LAYOUT.byteSize("functions");

    private static final long ERROR_BYTES = LAYOUT.byteSize("error");
    private static final long FUNCTIONS = LAYOUT.offset("functions");
    private static final long ERROR = LAYOUT.offset("error");
    private static final long ARRAYS = LAYOUT.offset("arrays");
    private static final long MOST_ARRAYS = LAYOUT.byteSize("arrays") / ArrayHandle.BYTE_SIZE;
    private static final long PROGRAM = LAYOUT.offset("program");
    private static final long PROGRAM_BYTES = LAYOUT.byteSize("program");
    private static final long ARRAY_COUNT = LAYOUT.offset("arrayCount");
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

    /// How many arrays an expression reads.
    public static int arrayCount(MemorySegment payload) {
        return length(ARRAY_COUNT, payload, MOST_ARRAYS);
    }

    public static void arrayCount(MemorySegment payload, int count) {
        payload.set(Words.INT, ARRAY_COUNT, count);
    }

    /// The bytes of the handle of an array that an expression reads.
    public static MemorySegment array(MemorySegment payload, int which) {
        return payload.asSlice(ARRAYS + which * ArrayHandle.BYTE_SIZE, ArrayHandle.BYTE_SIZE);
    }

    /// The bytes of the program of an expression.
    public static MemorySegment program(MemorySegment payload) {
        return payload.asSlice(PROGRAM, PROGRAM_BYTES);
    }

    /// The bytes of arrays and program together.
    public static MemorySegment expression(MemorySegment payload) {
        return payload.asSlice(ARRAYS, PROGRAM + PROGRAM_BYTES - ARRAYS);
    }

    private static int length(long field, MemorySegment payload, long most) {
        int length = payload.get(Words.INT, field);
        if (length < 0 || length > most) {
            throw new FileFormatException(
                    "the payload of a job is damaged: length=%,d, most=%,d; drop the file".formatted(length, most));
        }
        return length;
    }
}
