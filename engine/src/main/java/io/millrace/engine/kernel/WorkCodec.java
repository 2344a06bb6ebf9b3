package io.millrace.engine.kernel;

import static java.lang.foreign.MemoryLayout.PathElement.groupElement;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// [Work] as 64 bytes of the file, little endian.
///
/// | field    | offset | bytes | holds                                                          |
/// |----------|-------:|------:|----------------------------------------------------------------|
/// | `kind`   |      0 |     4 | 1 map, 2 zip, 3 convert, 4 fill, 5 generate, 6 reduce, 7 dot, 8 summary |
/// | `family` |      4 |     4 | [OpCode#family], 0 without a function                          |
/// | `code`   |      8 |     4 | [OpCode#code]                                                  |
/// | `in`     |     12 |     4 | element type of the input, 0 without                           |
/// | `out`    |     16 |     4 | element type of the output, 0 without                          |
/// | `how`    |     20 |     4 | reduction, 1 and up; 0 without                                 |
/// | `first`  |     24 |     8 | [OpCode#first]                                                 |
/// | `second` |     32 |     8 | [OpCode#second]                                                |
/// | `bits`   |     40 |     8 | value of a fill, seed of a generate                            |
/// | `unused` |     48 |    16 | zero                                                           |
public final class WorkCodec {

    /// Room that one work takes.
    public static final long BYTE_SIZE = 64;

    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);

    static final StructLayout LAYOUT =
            MemoryLayout.structLayout(
                    INT.withName("kind"),
                    INT.withName("family"),
                    INT.withName("code"),
                    INT.withName("in"),
                    INT.withName("out"),
                    INT.withName("how"),
                    LONG.withName("first"),
                    LONG.withName("second"),
                    LONG.withName("bits"),
                    MemoryLayout.sequenceLayout(2, LONG).withName("unused"));

    private static final int MAP = 1;
    private static final int ZIP = 2;
    private static final int CONVERT = 3;
    private static final int FILL = 4;
    private static final int GENERATE = 5;
    private static final int REDUCE = 6;
    private static final int DOT = 7;
    private static final int SUMMARY = 8;

    private WorkCodec() {}

    /// Writes `work` to the first 64 bytes of `at`, all of them.
    public static void write(Work work, MemorySegment at) {
        at.asSlice(0, BYTE_SIZE).fill((byte) 0);
        switch (work) {
            case Work.Map(var op, var in, var out) -> write(at, MAP, op, in, out);
            case Work.Zip(var op, var type) -> write(at, ZIP, op, type, type);
            case Work.Convert(var in, var out) -> write(at, CONVERT, null, in, out);
            case Work.Fill(var type, var bits) -> {
                write(at, FILL, null, null, type);
                setLong(at, "bits", bits);
            }
            case Work.Generate(var op, var out, var seed) -> {
                write(at, GENERATE, op, null, out);
                setLong(at, "bits", seed);
            }
            case Work.Reduce(var op, var in, var how) -> {
                write(at, REDUCE, op, in, null);
                setInt(at, "how", ((Reduction.BuiltIn) how).ordinal() + 1);
            }
            case Work.Dot(var type) -> write(at, DOT, null, type, null);
            case Work.Summary(var type) -> write(at, SUMMARY, null, type, null);
        }
    }

    /// Reads what [#write] wrote.
    ///
    /// @throws FileFormatException if these bytes are no work
    public static Work read(MemorySegment at) {
        try {
            return decode(at);
        } catch (IllegalArgumentException invalid) {
            throw new FileFormatException("no work: " + invalid.getMessage(), invalid);
        }
    }

    private static Work decode(MemorySegment at) {
        int kind = getInt(at, "kind");
        return switch (kind) {
            case MAP -> new Work.Map(op(at), type(at, "in"), type(at, "out"));
            case ZIP -> new Work.Zip(op(at), type(at, "in"));
            case CONVERT -> new Work.Convert(type(at, "in"), type(at, "out"));
            case FILL -> new Work.Fill(type(at, "out"), getLong(at, "bits"));
            case GENERATE -> new Work.Generate(op(at), type(at, "out"), getLong(at, "bits"));
            case REDUCE -> new Work.Reduce(optionalOp(at), type(at, "in"), how(at));
            case DOT -> new Work.Dot(type(at, "in"));
            case SUMMARY -> new Work.Summary(type(at, "in"));
            default -> throw new IllegalArgumentException("kind=" + kind);
        };
    }

    private static void write(
            MemorySegment at,
            int kind,
            @Nullable OpCode op,
            @Nullable ElementType in,
            @Nullable ElementType out) {
        setInt(at, "kind", kind);
        setInt(at, "in", in == null ? 0 : in.code());
        setInt(at, "out", out == null ? 0 : out.code());
        if (op != null) {
            setInt(at, "family", op.family());
            setInt(at, "code", op.code());
            setLong(at, "first", op.first());
            setLong(at, "second", op.second());
        }
    }

    private static OpCode op(MemorySegment at) {
        return new OpCode(
                getInt(at, "family"),
                getInt(at, "code"),
                getLong(at, "first"),
                getLong(at, "second"));
    }

    private static @Nullable OpCode optionalOp(MemorySegment at) {
        return getInt(at, "family") == 0 ? null : op(at);
    }

    private static Reduction how(MemorySegment at) {
        int index = getInt(at, "how") - 1;
        Reduction.BuiltIn[] all = Reduction.BuiltIn.values();
        if (index < 0 || index >= all.length) {
            throw new IllegalArgumentException("reduction=" + (index + 1));
        }
        return all[index];
    }

    private static ElementType type(MemorySegment at, String field) {
        return ElementType.ofCode(getInt(at, field));
    }

    private static int getInt(MemorySegment at, String field) {
        return at.get(INT, offset(field));
    }

    private static long getLong(MemorySegment at, String field) {
        return at.get(LONG, offset(field));
    }

    private static void setInt(MemorySegment at, String field, int value) {
        at.set(INT, offset(field), value);
    }

    private static void setLong(MemorySegment at, String field, long value) {
        at.set(LONG, offset(field), value);
    }

    private static long offset(String field) {
        return LAYOUT.byteOffset(groupElement(field));
    }
}
