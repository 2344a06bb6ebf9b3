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
    public static final StructLayout LAYOUT = MemoryLayout.structLayout(
            JAVA_INT.withName("functionsLength"),
            JAVA_INT.withName("errorLength"),
            JAVA_INT.withName("arrayCount"),
            paddingLayout(52),
            MemoryLayout.sequenceLayout(16_320, JAVA_BYTE).withName("functions"),
            MemoryLayout.sequenceLayout(16_384, JAVA_BYTE).withName("error"),
            MemoryLayout.sequenceLayout(512, JAVA_BYTE).withName("arrays"),
            MemoryLayout.sequenceLayout(3_584, JAVA_BYTE).withName("program"));

    public static final long BYTE_SIZE = LAYOUT.byteSize();

    /// The most that the functions of a job may take, encoded.
    public static final long FUNCTIONS_BYTES = LAYOUT.select(groupElement("functions")).byteSize();

    private static final long ERROR_BYTES = LAYOUT.select(groupElement("error")).byteSize();
    private static final long FUNCTIONS = LAYOUT.byteOffset(groupElement("functions"));
    private static final long ERROR = LAYOUT.byteOffset(groupElement("error"));
    private static final long ARRAYS = LAYOUT.byteOffset(groupElement("arrays"));
    private static final long PROGRAM = LAYOUT.byteOffset(groupElement("program"));
    private static final long MOST_ARRAYS = LAYOUT.select(groupElement("arrays")).byteSize() / ArrayHandle.BYTE_SIZE;
    private static final long PROGRAM_BYTES = LAYOUT.select(groupElement("program")).byteSize();
    private static final VarHandle ARRAY_COUNT = LAYOUT.varHandle(groupElement("arrayCount"));
    private static final VarHandle FUNCTIONS_LENGTH = LAYOUT.varHandle(groupElement("functionsLength"));
    private static final VarHandle ERROR_LENGTH = LAYOUT.varHandle(groupElement("errorLength"));

    private JobPayload() {}

    /// The bytes of the functions, for a job that has functions of the user.
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

    /// How many arrays an expression reads.
    public static int arrayCount(MemorySegment payload) {
        return length(ARRAY_COUNT, payload, MOST_ARRAYS);
    }

    public static void arrayCount(MemorySegment payload, int count) {
        ARRAY_COUNT.set(payload, 0L, count);
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

    private static int length(VarHandle field, MemorySegment payload, long most) {
        int length = (int) field.get(payload, 0L);
        if (length < 0 || length > most) {
            throw new FileFormatException(
                    "the payload of a job is damaged: length=%,d, most=%,d; drop the file".formatted(length, most));
        }
        return length;
    }
}
