package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.CKernels;
import io.millrace.ckernel.CLibrary;
import io.millrace.ckernel.ConvertFunction;
import io.millrace.ckernel.DotFunction;
import io.millrace.ckernel.DrawFunction;
import io.millrace.ckernel.DrawParameters;
import io.millrace.ckernel.FillFunction;
import io.millrace.ckernel.FoldFunction;
import io.millrace.ckernel.MapFunction;
import io.millrace.ckernel.ProgramFunction;
import io.millrace.ckernel.RedoChunk;
import io.millrace.ckernel.RedoMapFunction;
import io.millrace.ckernel.RedoZipFunction;
import io.millrace.ckernel.RowsFunction;
import io.millrace.ckernel.Watch;
import io.millrace.ckernel.ZipFunction;
import io.millrace.engine.internal.kernel.BlockKernel.Elementwise;
import io.millrace.engine.internal.kernel.BlockKernel.Folding;
import io.millrace.engine.internal.kernel.BlockKernel.Redoing;
import io.millrace.engine.internal.kernel.loops.ArgSearch;
import io.millrace.engine.internal.kernel.loops.BlockSource;
import io.millrace.engine.internal.kernel.loops.Blocks;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Operands;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.Reduction.BuiltIn;
import io.millrace.shm.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Kernels in C. A C kernel is found by its name, such as `map_square_f64`. Work for which C has no
/// kernel goes to [ScalarKernels]; but a fused reduction without a C kernel becomes a map of one
/// block followed by its fold, if C has both.
public final class NativeKernels implements Kernels {

    private static final String STREAMING = CProgram.STREAMING;

    private final ScalarKernels scalar = new ScalarKernels();
    private final CKernels kernels;
    private final String isa;

    public NativeKernels(CLibrary library) {
        this.kernels = library.kernels();
        this.isa = library.isa().name().toLowerCase(Locale.ROOT);
    }

    /// Computes elements in C, in one call.
    private interface COperation extends Elementwise {
        @Override
        default void run(Operands operands, long firstIndex, long n) {
            run(operands, firstIndex, n, Watch.NONE);
        }

        @Override
        long run(Operands operands, long firstIndex, long n, Watch watch);
    }

    private record CMap(MapFunction cached, MapFunction streaming, MemorySegment parameters) implements COperation {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return (operands.store() == Store.STREAMING ? streaming : cached)
                    .map(operands.first(), operands.out(), n, parameters, watch);
        }
    }

    /// A map whose output has the type of its input.
    private record CMapInPlace(CMap map, RedoMapFunction redo) implements COperation, Redoing {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return map.run(operands, firstIndex, n, watch);
        }

        @Override
        public long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch) {
            return redo.map(operands.first(), chunk, n, map.parameters, watch);
        }
    }

    private record CZip(ZipFunction cached, ZipFunction streaming, RedoZipFunction redo)
            implements COperation, Redoing {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return (operands.store() == Store.STREAMING ? streaming : cached)
                    .zip(operands.first(), operands.second(), operands.out(), n, watch);
        }

        @Override
        public long redo(Operands operands, long firstIndex, long n, RedoChunk chunk, Watch watch) {
            return redo.zip(operands.first(), operands.second(), chunk, n, watch);
        }
    }

    private record CConvert(ConvertFunction cached, ConvertFunction streaming) implements COperation {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return (operands.store() == Store.STREAMING ? streaming : cached)
                    .convert(operands.first(), operands.out(), n, watch);
        }
    }

    /// @param value one element
    private record CFill(FillFunction cached, FillFunction streaming, MemorySegment value) implements COperation {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            return (operands.store() == Store.STREAMING ? streaming : cached).fill(operands.out(), n, value, watch);
        }
    }

    /// Of the calls of each thread.
    private static final class OfThread extends ThreadLocal<DrawParameters> {
        static final OfThread PARAMETERS = new OfThread();

        @Override
        protected DrawParameters initialValue() {
            return new DrawParameters();
        }
    }

    private record CDraw(DrawFunction function, OpCode op, long seed) implements COperation {
        @Override
        public long run(Operands operands, long firstIndex, long n, Watch watch) {
            DrawParameters parameters = OfThread.PARAMETERS.get();
            parameters.set(seed, Blocks.number(firstIndex), op.first(), op.second());
            return function.draw(operands.out(), n, parameters, watch);
        }
    }

    @Override
    public String name() {
        return "native";
    }

    @Override
    public String isa() {
        return isa;
    }

    @Override
    public BlockKernel compile(Work work) {
        BlockKernel kernel = work.inC(this);
        return kernel == null ? scalar.compile(work) : kernel;
    }

    /// In C if it has all the steps and the fold; else step by step, each in C or in Java.
    BlockKernel program(Work.Evaluation work) {
        BlockKernel inC = inOneCall(work.program(), work.how());
        return inC == null ? work.stepByStep(this) : inC;
    }

    private @Nullable BlockKernel inOneCall(Program program, @Nullable Reduction how) {
        if (how == null && program.steps().getLast().kind() == Program.Kind.CONSTANT) {
            return null; // C fills once for all blocks, so no output
        }
        List<ProgramFunction.Step> steps = new ArrayList<>();
        for (Program.Step step : program.steps()) {
            String name = stepName(step);
            if (name == null) {
                return null;
            }
            steps.add(new ProgramFunction.Step(
                    name, step.first(), step.second(), step.third(), step.target(), params(step)));
        }
        return switch (how) {
            case null -> CProgram.writing(kernels, steps, program.arrays());
            case BuiltIn builtIn -> {
                boolean floating = Elements.isFloating(program.type());
                String fold = "fold_" + foldName(builtIn, floating) + "_" + suffix(program.type());
                yield CProgram.reducing(kernels, steps, program, fold, NodeRule.of(builtIn, floating));
            }
            default -> null;
        };
    }

    private static @Nullable String stepName(Program.Step step) {
        return switch (step.kind()) {
            case MAP -> step.op() instanceof OpCode op ? mapName(op, step.in()) : null;
            case ZIP -> step.op() instanceof OpCode op ? zipName(op, step.in()) : null;
            case ZIP3 -> step.op() instanceof OpCode op ? zip3Name(op, step.in()) : null;
            case CONVERT -> convertName(step.in(), step.out());
            case CONSTANT -> "fill_" + suffix(step.out());
            case SELECT -> "zip3_where_" + suffix(step.out());
        };
    }

    /// The parameters of a map, or the value of a fill, as 16 bytes.
    private static long[] params(Program.Step step) {
        if (!(step.op() instanceof OpCode op)) {
            return new long[] {step.bits(), 0};
        }
        boolean wide = step.out().byteSize() == Long.BYTES;
        return wide
                ? new long[] {op.first(), op.second()}
                : new long[] {Integer.toUnsignedLong((int) op.first()) | op.second() << Integer.SIZE, 0};
    }

    @Nullable Elementwise zip3(OpCode op, ElementType type) {
        return CProgram.zip3(kernels, zip3Name(op, type));
    }

    @Nullable Elementwise map(OpCode op, ElementType in) {
        String name = mapName(op, in);
        MapFunction cached = kernels.map(name);
        MapFunction streaming = kernels.map(name + STREAMING);
        if (cached == null || streaming == null) {
            return null;
        }
        CMap map = new CMap(cached, streaming, parameters(op));
        RedoMapFunction redo = kernels.redoMap(name);
        return redo == null ? map : new CMapInPlace(map, redo);
    }

    @Nullable Elementwise zip(OpCode op, ElementType type) {
        String name = zipName(op, type);
        ZipFunction cached = kernels.zip(name);
        ZipFunction streaming = kernels.zip(name + STREAMING);
        RedoZipFunction redo = kernels.redoZip(name);
        if (cached == null || streaming == null || redo == null) {
            return null;
        }
        return new CZip(cached, streaming, redo);
    }

    @Nullable Elementwise convert(ElementType in, ElementType out) {
        String name = convertName(in, out);
        ConvertFunction cached = kernels.convert(name);
        ConvertFunction streaming = kernels.convert(name + STREAMING);
        if (cached == null || streaming == null) {
            return null;
        }
        return new CConvert(cached, streaming);
    }

    @Nullable Elementwise fill(ElementType type, long bits) {
        String name = "fill_" + suffix(type);
        FillFunction cached = kernels.fill(name);
        FillFunction streaming = kernels.fill(name + STREAMING);
        if (cached == null || streaming == null) {
            return null;
        }
        MemorySegment value = Arena.ofAuto().allocateFrom(Elements.LONG, bits);
        return new CFill(cached, streaming, value);
    }

    @Nullable Elementwise draw(OpCode op, ElementType out, long seed) {
        DrawFunction function = kernels.draw("draw_" + lower(op.name()) + "_" + suffix(out));
        return function == null ? null : new CDraw(function, op, seed);
    }

    @Nullable Folding reduce(@Nullable Op op, ElementType in, BuiltIn how) {
        boolean floating = Elements.isFloating(in);
        NodeRule rule = NodeRule.of(how, floating);
        String fold = "fold_" + foldName(how, floating) + "_";
        if (op instanceof UserOp own) {
            return ownThenFold(rule, own, in, how);
        }
        if (!(op instanceof OpCode code)) {
            return fold(rule, kernels.fold(fold + suffix(in)));
        }
        FoldFunction fused = kernels.fold(fold + lower(code.name()) + "_" + suffix(in));
        return fold(rule, fused == null ? mappedFold(code, in, fold) : fused);
    }

    private @Nullable FoldFunction mappedFold(OpCode op, ElementType in, String fold) {
        if (in == ElementType.INT && fold.startsWith("fold_sum")) {
            return null; // such a sum maps in long, and C has no map from int to long
        }
        return kernels.mappedFold(mapName(op, in), fold + suffix(widened(in)), parameters(op));
    }

    /// Applies a function of the user to a block, which C folds. The block lies on the heap, where the JIT compiler
    /// makes vector code of the loop around the function; a function in C writes to native memory instead.
    ///
    /// A sum of `double` is folded piece by piece: a piece stays in the first-level cache, a block of 32 KiB may not.
    private @Nullable Fold ownThenFold(NodeRule rule, UserOp own, ElementType in, BuiltIn how) {
        boolean inC = own.function() instanceof BlockFunction;
        ElementType mapped = inC ? in : widened(in);
        FoldFunction function = kernels.fold("fold_" + foldName(how, Elements.isFloating(in)) + "_" + suffix(mapped));
        if (function == null) {
            return null;
        }
        if (inC) {
            return new Fold(rule, foldMapped((Elementwise) scalar.compile(new Work.Map(own, in, in)), function, in));
        }
        RowsFunction rows = kernels.rows("rows_" + foldName(how, Elements.isFloating(in)) + "_" + suffix(in));
        if (rows != null) {
            return new Fold(rule, DoubleFolds.sum(ScalarKernels.doubles(own, in), rows));
        }
        BlockSource source = switch (in) {
            case DOUBLE -> ScalarKernels.doubles(own, in).blocks();
            case FLOAT -> ScalarKernels.floats(own).blocks();
            case INT -> ScalarKernels.ints(own).blocks();
            case LONG, SHORT, BYTE -> ScalarKernels.longs(own, in, how).blocks();
        };
        return new Fold(rule, (operands, firstIndex, n, node) -> {
            MemorySegment block = source.block(operands, firstIndex, n);
            function.foldBlock(block, n, MemorySegment.ofArray(node));
        });
    }

    private static Fold.Loop foldMapped(Elementwise map, FoldFunction function, ElementType out) {
        ThreadLocal<MemorySegment> buffer =
                ThreadLocal.withInitial(() -> Arena.ofAuto().allocate((long) Blocks.LENGTH * out.byteSize(), 64));
        return (operands, firstIndex, n, node) -> {
            MemorySegment block = buffer.get();
            map.run(operands.into(block), firstIndex, n);
            function.foldBlock(block, n, MemorySegment.ofArray(node));
        };
    }

    @Nullable ArgFold arg(ElementType in, BuiltIn how) {
        boolean floating = Elements.isFloating(in);
        FoldFunction extreme = kernels.fold("fold_" + foldName(how, floating) + "_" + suffix(in));
        NodeRule.Arg rule = new NodeRule.Arg(how, floating);
        return extreme == null ? null : new ArgFold(rule, extreme, ArgSearch.of(in, how), in.byteSize());
    }

    @Nullable CFold dot(ElementType type) {
        DotFunction function = kernels.dot("dot_" + suffix(type));
        if (function == null) {
            return null;
        }
        return new CFold(
                NodeRule.of(BuiltIn.SUM, Elements.isFloating(type)),
                (operands, n, node, watch) -> function.dot(operands.first(), operands.second(), n, node, watch));
    }

    @Nullable CFold summary(ElementType type) {
        return fold(NodeRule.summary(Elements.isFloating(type)), kernels.fold("fold_summary_" + suffix(type)));
    }

    private static @Nullable CFold fold(NodeRule rule, @Nullable FoldFunction function) {
        return function == null
                ? null
                : new CFold(rule, (operands, n, node, watch) -> function.fold(operands.first(), n, node, watch));
    }

    /// The parameters of a map, as two elements of its type that live as long as the kernel.
    private static MemorySegment parameters(OpCode op) {
        if (!op.hasParameters()) {
            return MemorySegment.NULL;
        }
        MemorySegment parameters = Arena.ofAuto().allocate(2L * Long.BYTES, Long.BYTES);
        boolean wide = OpFamily.of(op) == OpFamily.DOUBLE_UNARY || OpFamily.of(op) == OpFamily.LONG_UNARY;
        if (wide) {
            parameters.setAtIndex(Elements.LONG, 0, op.first());
            parameters.setAtIndex(Elements.LONG, 1, op.second());
        } else {
            parameters.setAtIndex(Elements.INT, 0, (int) op.first());
            parameters.setAtIndex(Elements.INT, 1, (int) op.second());
        }
        return parameters;
    }

    private static ElementType widened(ElementType in) {
        return in == ElementType.BYTE || in == ElementType.SHORT ? ElementType.LONG : in;
    }

    private static String mapName(OpCode op, ElementType in) {
        String name = "map_" + lower(op.name()) + "_" + suffix(in);
        return in == widened(in) ? name : name + "_" + suffix(widened(in));
    }

    private static String zipName(OpCode op, ElementType type) {
        return "zip_" + lower(op.name()) + "_" + suffix(type);
    }

    private static String zip3Name(OpCode op, ElementType type) {
        return "zip3_" + lower(op.name()) + "_" + suffix(type);
    }

    private static String convertName(ElementType in, ElementType out) {
        return "convert_" + suffix(in) + "_" + suffix(out);
    }

    private static String foldName(BuiltIn how, boolean floating) {
        return switch (how) {
            case SUM -> "sum";
            case MIN -> "min";
            case MAX -> "max";
            case PRODUCT -> "product";
            case COUNT_NONZERO -> "countnz";
            case SUM_CHECKED -> floating ? "sum" : "sumchecked";
        };
    }

    private static String suffix(ElementType type) {
        return switch (type) {
            case BYTE -> "i8";
            case SHORT -> "i16";
            case INT -> "i32";
            case LONG -> "i64";
            case FLOAT -> "f32";
            case DOUBLE -> "f64";
        };
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
