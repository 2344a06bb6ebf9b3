package io.millrace.engine.internal.kernel;

import io.millrace.engine.internal.kernel.Program.Kind;
import io.millrace.engine.internal.kernel.Program.Step;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.Struct;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/// Writes a [Program] to the file as 3,424 bytes, little endian, and reads it.
///
/// | field       | offset | bytes | holds                                  |
/// |-------------|-------:|------:|----------------------------------------|
/// | `stepCount` |      0 |     4 | number of steps                        |
/// | `arrays`    |      4 |     4 | [Program#arrays]                       |
/// | `registers` |      8 |     4 | [Program#registers]                    |
/// | `result`    |     12 |     4 | [Program#result]                       |
/// | `type`      |     16 |     4 | element type of the result             |
/// | `steps`     |     64 |  3360 | 60 steps of 56 bytes                   |
///
/// A step:
///
/// | field          | offset | bytes | holds                                                    |
/// |----------------|-------:|------:|----------------------------------------------------------|
/// | `kind`         |      0 |     4 | 1 map, 2 zip, 3 convert, 4 constant, 5 select, 6 zip3    |
/// | `family`       |      4 |     4 | [OpCode#family], 0 without a function                    |
/// | `code`         |      8 |     4 | [OpCode#code]; -1 for a function of the user's           |
/// | `in`           |     12 |     4 | element type of the operands                             |
/// | `out`          |     16 |     4 | element type of the target                               |
/// | `first`        |     20 |     4 | operand                                                  |
/// | `second`       |     24 |     4 | operand                                                  |
/// | `third`        |     28 |     4 | operand                                                  |
/// | `target`       |     32 |     4 | register                                                 |
/// | `unused`       |     36 |     4 | zero                                                     |
/// | `firstBits`    |     40 |     8 | [OpCode#first], or the bits of a constant                |
/// | `secondBits`   |     48 |     8 | [OpCode#second]                                          |
public final class ProgramCodec {
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final Struct STEP = Struct.builder()
            .ints("kind", "family", "code", "in", "out", "first", "second", "third", "target", "unused")
            .longs("firstBits", "secondBits")
            .build();

    static final Struct LAYOUT = Struct.builder()
            .ints("stepCount", "arrays", "registers", "result", "type")
            .unused(44)
            .bytes(Program.MAX_STEPS * STEP.byteSize(), "steps")
            .build();

    /// Bytes of one program.
    public static final long BYTE_SIZE = LAYOUT.byteSize();

    private static final int MAP = 1;
    private static final int ZIP = 2;
    private static final int CONVERT = 3;
    private static final int CONSTANT = 4;
    private static final int SELECT = 5;
    private static final int ZIP3 = 6;

    private ProgramCodec() {}

    /// Writes `program` to the first bytes of `at`, and sets all of those that a reader looks at.
    public static void write(Program program, MemorySegment at) {
        set(at, "stepCount", program.steps().size());
        set(at, "arrays", program.arrays());
        set(at, "registers", program.registers());
        set(at, "result", program.result());
        set(at, "type", FileCodes.of(program.type()));
        for (int step = 0; step < program.steps().size(); step++) {
            write(program.steps().get(step), step(at, step));
        }
    }

    private static void write(Step step, MemorySegment at) {
        at.fill((byte) 0);
        setInt(at, "kind", code(step.kind()));
        setInt(at, "in", FileCodes.of(step.in()));
        setInt(at, "out", FileCodes.of(step.out()));
        setInt(at, "first", step.first());
        setInt(at, "second", step.second());
        setInt(at, "third", step.third());
        setInt(at, "target", step.target());
        setLong(at, "firstBits", step.bits());
        Op op = step.op();
        if (op != null) {
            setInt(at, "family", OpFamily.of(op).number());
            setInt(at, "code", op instanceof OpCode code ? code.code() : OpCode.USER);
        }
        if (op instanceof OpCode code) {
            setLong(at, "firstBits", code.first());
            setLong(at, "secondBits", code.second());
        }
    }

    /// Reads a program.
    ///
    /// @throws IllegalArgumentException when these bytes are no program, or one with other functions
    static Program read(MemorySegment at, WorkCodec.Functions functions) {
        int count = at.byteSize() < BYTE_SIZE ? -1 : get(at, "stepCount");
        if (count < 0 || count > Program.MAX_STEPS) {
            throw new IllegalArgumentException("no program: steps=" + count);
        }
        List<Step> steps = new ArrayList<>(count);
        for (int step = 0; step < count; step++) {
            steps.add(step(step(at, step), functions));
        }
        return new Program(
                steps,
                get(at, "arrays"),
                get(at, "registers"),
                get(at, "result"),
                FileCodes.elementType(get(at, "type")));
    }

    private static Step step(MemorySegment at, WorkCodec.Functions functions) {
        Kind kind = kind(getInt(at, "kind"));
        boolean calls = kind == Kind.MAP || kind == Kind.ZIP || kind == Kind.ZIP3;
        return new Step(
                kind,
                calls ? op(at, functions) : null,
                FileCodes.elementType(getInt(at, "in")),
                FileCodes.elementType(getInt(at, "out")),
                getInt(at, "first"),
                getInt(at, "second"),
                getInt(at, "third"),
                getInt(at, "target"),
                calls ? 0 : getLong(at, "firstBits"));
    }

    private static Op op(MemorySegment at, WorkCodec.Functions functions) {
        OpCode code = new OpCode(
                getInt(at, "family"), getInt(at, "code"), getLong(at, "firstBits"), getLong(at, "secondBits"));
        return code.code() == OpCode.USER ? functions.next(OpFamily.of(code)) : code;
    }

    /// The number of a kind of step in the file. It never changes.
    static int code(Kind kind) {
        return switch (kind) {
            case MAP -> MAP;
            case ZIP -> ZIP;
            case CONVERT -> CONVERT;
            case CONSTANT -> CONSTANT;
            case SELECT -> SELECT;
            case ZIP3 -> ZIP3;
        };
    }

    private static Kind kind(int code) {
        for (Kind kind : Kind.values()) {
            if (code(kind) == code) {
                return kind;
            }
        }
        throw BuiltInOp.unknown("step", code);
    }

    private static MemorySegment step(MemorySegment at, int index) {
        return at.asSlice(LAYOUT.offset("steps") + index * STEP.byteSize(), STEP.byteSize());
    }

    private static int get(MemorySegment at, String field) {
        return at.get(INT, LAYOUT.offset(field));
    }

    private static void set(MemorySegment at, String field, int value) {
        at.set(INT, LAYOUT.offset(field), value);
    }

    private static int getInt(MemorySegment at, String field) {
        return at.get(INT, STEP.offset(field));
    }

    private static void setInt(MemorySegment at, String field, int value) {
        at.set(INT, STEP.offset(field), value);
    }

    private static long getLong(MemorySegment at, String field) {
        return at.get(LONG, STEP.offset(field));
    }

    private static void setLong(MemorySegment at, String field, long value) {
        at.set(LONG, STEP.offset(field), value);
    }
}
