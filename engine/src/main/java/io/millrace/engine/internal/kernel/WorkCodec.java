package io.millrace.engine.internal.kernel;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.internal.kernel.functions.BuiltInOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.layout.Struct;
import io.millrace.shm.internal.layout.Words;
import java.lang.foreign.MemorySegment;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Writes a [Work] to the file as 64 bytes, little endian, and reads it.
///
/// | field           | offset | bytes | holds                                                               |
/// |-----------------|-------:|------:|---------------------------------------------------------------------|
/// | `kind`          |      0 |     4 | see below                                                           |
/// | `family`        |      4 |     4 | [OpCode#family], 0 without a function                               |
/// | `code`          |      8 |     4 | [OpCode#code]; -1 for a function of the user's                      |
/// | `in`            |     12 |     4 | element type of the input, 0 without                                |
/// | `out`           |     16 |     4 | element type of the output, 0 without                               |
/// | `how`           |     20 |     4 | reduction, 1 and up; -1 for one of the user's; 0 without            |
/// | `first`         |     24 |     8 | [OpCode#first]                                                      |
/// | `second`        |     32 |     8 | [OpCode#second]                                                     |
/// | `bits`          |     40 |     8 | of a fill, a generate, a search or a user's reduction: see below     |
/// | `combineFamily` |     48 |     4 | of the function of that reduction                                   |
/// | `combineCode`   |     52 |     4 | of the same                                                         |
/// | `unused`        |     56 |     8 | zero                                                                |
///
/// `kind` is 1 map, 2 zip, 3 convert, 4 fill, 5 generate, 6 reduce, 7 dot, 8 summary, 9 map with
/// index, 10 evaluation, 11 index of the least or greatest element, 12 count by a condition, 13 search,
/// 14 scan, 15 zip of three. `bits` is the value of a fill, the seed of a generate, the code of the goal
/// of a search, or the identity of a user's reduction. The program of an evaluation is stored elsewhere
/// ([ProgramCodec]), and `code` is -1 where it calls a function of the user's. The functions of the user
/// are stored elsewhere too; the reader passes them in the order of [Work#userFunctions].
public final class WorkCodec {

    /// Bytes of one work.
    public static final long BYTE_SIZE = 64;

    public static final Struct LAYOUT = Struct.builder()
            .ints("kind", "family", "code", "in", "out", "how")
            .longs("first", "second", "bits")
            .ints("combineFamily", "combineCode")
            .longs("unused")
            .build();

    private static final int MAP = 1;
    private static final int ZIP = 2;
    private static final int CONVERT = 3;
    private static final int FILL = 4;
    private static final int GENERATE = 5;
    private static final int REDUCE = 6;
    private static final int DOT = 7;
    private static final int SUMMARY = 8;
    private static final int MAP_INDEXED = 9;
    private static final int EVALUATION = 10;
    private static final int ARG = 11;
    private static final int COUNT = 12;
    private static final int SEARCH = 13;
    private static final int SCAN = 14;
    private static final int ZIP3 = 15;

    private static final int USER_REDUCTION = -1;

    private WorkCodec() {}

    /// Writes `work` to the first 64 bytes of `at`, and sets all of them.
    public static void write(Work work, MemorySegment at) {
        at.asSlice(0, BYTE_SIZE).fill((byte) 0);
        setInt(at, "kind", kind(work));
        setInt(at, "in", code(work.in()));
        setInt(at, "out", code(work.out()));
        setLong(at, "bits", work.bits());
        Op op = work.op();
        if (op != null) {
            setInt(at, "family", OpFamily.of(op).number());
            setInt(at, "code", code(op));
        }
        if (op instanceof OpCode code) {
            setLong(at, "first", code.first());
            setLong(at, "second", code.second());
        }
        Reduction how = work.how();
        if (how != null) {
            write(at, how);
        }
        if (work instanceof Work.Evaluation evaluation
                && !evaluation.program().userFunctions().isEmpty()) {
            setInt(at, "code", OpCode.USER);
        }
    }

    /// No switch over types: the JVM makes a class for one at its first use, on the way to a first result.
    private static int kind(Work work) {
        if (work instanceof Work.Fill) {
            return FILL;
        } else if (work instanceof Work.Reduce) {
            return REDUCE;
        } else if (work instanceof Work.Map) {
            return MAP;
        } else if (work instanceof Work.Zip) {
            return ZIP;
        } else if (work instanceof Work.Generate) {
            return GENERATE;
        } else if (work instanceof Work.Dot) {
            return DOT;
        } else if (work instanceof Work.Evaluation) {
            return EVALUATION;
        } else if (work instanceof Work.Convert) {
            return CONVERT;
        } else if (work instanceof Work.Summary) {
            return SUMMARY;
        } else if (work instanceof Work.MapIndexed) {
            return MAP_INDEXED;
        } else if (work instanceof Work.Zip3) {
            return ZIP3;
        } else if (work instanceof Work.Arg) {
            return ARG;
        } else if (work instanceof Work.Count) {
            return COUNT;
        } else if (work instanceof Work.Search) {
            return SEARCH;
        } else if (work instanceof Work.Scan) {
            return SCAN;
        }
        throw new IllegalArgumentException("no kind: work=" + work);
    }

    /// Whether the work names functions of the user.
    public static boolean namesUserFunctions(MemorySegment at) {
        return getInt(at, "code") == OpCode.USER
                || (getInt(at, "how") == USER_REDUCTION && getInt(at, "combineCode") == OpCode.USER);
    }

    /// Whether the work is an evaluation, which has a program.
    public static boolean isEvaluation(MemorySegment at) {
        return getInt(at, "kind") == EVALUATION;
    }

    /// Reads a work only to describe it: functions of the user are represented by their families
    /// and cannot be called.
    ///
    /// @param program of an evaluation; others ignore it
    /// @throws FileFormatException when these bytes are no work
    public static Work read(MemorySegment at, MemorySegment program) {
        return read(at, program, Functions.ABSENT);
    }

    /// Reads a work.
    ///
    /// @param program of an evaluation; others ignore it
    /// @param userFunctions gives those of [Work#userFunctions]; asked only when the work names one
    /// @throws FileFormatException when these bytes are no work, or a work with other functions
    public static Work read(MemorySegment at, MemorySegment program, Supplier<List<?>> userFunctions) {
        return read(at, program, new Sent(userFunctions));
    }

    private static Work read(MemorySegment at, MemorySegment program, Functions functions) {
        try {
            return decode(at, program, functions);
        } catch (IllegalArgumentException invalid) {
            throw new FileFormatException("no work: " + invalid.getMessage(), invalid);
        }
    }

    /// The user's functions, taken one after the other.
    @FunctionalInterface
    interface Functions {
        /// For a reader that only describes the work.
        Functions ABSENT = family -> new UserOp(family, UserOp.ABSENT);

        Op next(OpFamily family);
    }

    /// The functions that were sent with the work.
    private static final class Sent implements Functions {
        private final Supplier<List<?>> functions;
        private @Nullable Iterator<?> rest;

        Sent(Supplier<List<?>> functions) {
            this.functions = functions;
        }

        @Override
        public Op next(OpFamily family) {
            Iterator<?> sent = rest == null ? functions.get().iterator() : rest;
            rest = sent;
            return family.sent(sent.hasNext() ? sent.next() : null);
        }
    }

    private static Work decode(MemorySegment at, MemorySegment program, Functions functions) {
        int kind = getInt(at, "kind");
        return switch (kind) {
            case MAP -> new Work.Map(op(at, functions), type(at, "in"), type(at, "out"));
            case MAP_INDEXED -> new Work.MapIndexed(op(at, functions), type(at, "in"), type(at, "out"));
            case ZIP -> new Work.Zip(op(at, functions), type(at, "in"));
            case ZIP3 -> new Work.Zip3(op(at, functions), type(at, "in"));
            case CONVERT -> new Work.Convert(type(at, "in"), type(at, "out"));
            case FILL -> new Work.Fill(type(at, "out"), getLong(at, "bits"));
            case GENERATE -> new Work.Generate(op(at, functions), type(at, "out"), getLong(at, "bits"));
            case REDUCE -> {
                Op op = getInt(at, "family") == 0 ? null : op(at, functions);
                yield new Work.Reduce(op, type(at, "in"), how(at, functions));
            }
            case DOT -> new Work.Dot(type(at, "in"));
            case SUMMARY -> new Work.Summary(type(at, "in"));
            case EVALUATION -> {
                Program steps = ProgramCodec.read(program, functions);
                yield new Work.Evaluation(steps, getInt(at, "how") == 0 ? null : how(at, functions));
            }
            case ARG -> new Work.Arg(type(at, "in"), builtIn(getInt(at, "how")));
            case SCAN -> new Work.Scan(type(at, "in"), type(at, "out"), how(at, functions));
            case COUNT -> new Work.Count(op(at, functions), type(at, "in"));
            case SEARCH -> new Work.Search(op(at, functions), type(at, "in"), Work.Goal.ofCode(getLong(at, "bits")));
            default -> throw new IllegalArgumentException("kind=" + kind);
        };
    }

    private static int code(@Nullable ElementType type) {
        return type == null ? 0 : FileCodes.of(type);
    }

    private static void write(MemorySegment at, Reduction how) {
        if (how instanceof Reduction.BuiltIn builtIn) {
            setInt(at, "how", code(builtIn));
        } else if (how instanceof Reduction.OfDouble(var identity, var combine)) {
            write(at, Op.of(combine), Double.doubleToRawLongBits(identity));
        } else if (how instanceof Reduction.OfLong(var identity, var combine)) {
            write(at, Op.of(combine), identity);
        }
    }

    private static void write(MemorySegment at, Op combine, long identity) {
        setInt(at, "how", USER_REDUCTION);
        setInt(at, "combineFamily", OpFamily.of(combine).number());
        setInt(at, "combineCode", code(combine));
        setLong(at, "bits", identity);
    }

    private static int code(Op op) {
        return op instanceof OpCode code ? code.code() : OpCode.USER;
    }

    private static Op op(MemorySegment at, Functions functions) {
        OpCode code = new OpCode(
                getInt(at, "family"),
                getInt(at, "code"),
                getLong(at, "first"),
                getLong(at, "second"));
        return op(code, functions);
    }

    private static Op op(OpCode code, Functions functions) {
        return code.code() == OpCode.USER ? functions.next(OpFamily.of(code)) : code;
    }

    private static Reduction how(MemorySegment at, Functions functions) {
        int how = getInt(at, "how");
        if (how == USER_REDUCTION) {
            OpCode combine = new OpCode(getInt(at, "combineFamily"), getInt(at, "combineCode"), 0, 0);
            return own(op(combine, functions), getLong(at, "bits"));
        }
        return builtIn(how);
    }

    /// The number of a built-in reduction in the file. It never changes.
    static int code(Reduction.BuiltIn how) {
        return switch (how) {
            case SUM -> 1;
            case MIN -> 2;
            case MAX -> 3;
            case PRODUCT -> 4;
            case COUNT_NONZERO -> 5;
            case SUM_CHECKED -> 6;
        };
    }

    private static Reduction.BuiltIn builtIn(int code) {
        for (Reduction.BuiltIn how : Reduction.BuiltIn.values()) {
            if (code(how) == code) {
                return how;
            }
        }
        throw BuiltInOp.unknown("reduction", code);
    }

    private static Reduction own(Op combine, long identity) {
        return switch (OpFamily.of(combine)) {
            case DOUBLE_BINARY -> Reduction.of(Double.longBitsToDouble(identity), (DoubleBinary) combine.function());
            case LONG_BINARY -> Reduction.ofLong(identity, (LongBinary) combine.function());
            default -> throw new IllegalArgumentException("not a function of a reduction: " + combine);
        };
    }

    private static ElementType type(MemorySegment at, String field) {
        return FileCodes.elementType(getInt(at, field));
    }

    private static int getInt(MemorySegment at, String field) {
        return at.get(Words.INT, offset(field));
    }

    private static long getLong(MemorySegment at, String field) {
        return at.get(Words.LONG, offset(field));
    }

    private static void setInt(MemorySegment at, String field, int value) {
        at.set(Words.INT, offset(field), value);
    }

    private static void setLong(MemorySegment at, String field, long value) {
        at.set(Words.LONG, offset(field), value);
    }

    private static long offset(String field) {
        return LAYOUT.offset(field);
    }
}
