package io.millrace.engine.internal.array;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.DoubleSummary;
import io.millrace.engine.LongSummary;
import io.millrace.engine.Schedule;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.expression.Plan;
import io.millrace.engine.internal.job.ChunkNodes;
import io.millrace.engine.internal.job.ChunkPlan;
import io.millrace.engine.internal.job.ElementCost;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.ScanStarts;
import io.millrace.engine.internal.job.UserCode;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.OpFamily;
import io.millrace.engine.internal.kernel.OwnRoot;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.kernel.loops.Elements;
import io.millrace.engine.internal.kernel.loops.Store;
import io.millrace.engine.internal.layout.Block;
import io.millrace.engine.internal.pool.PoolBackend;
import io.millrace.engine.internal.task.LazyTasks;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.region.Regions;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns the calls of a pool over arrays into jobs: has the arrays [checked][ArrayChecks], describes what to
/// compute, and reads the result.
public final class ArrayJobs {
    /// The result of jobs that only write.
    @SuppressWarnings("NullAway") // null is the only Void
    private static final JobResult<Void> NOTHING = (partials, unwanted) -> null;

    /// The result of prepared jobs that only write.
    private static final JobResult<long[]> NO_ROOT = (partials, unwanted) -> new long[0];

    /// The gate of a job whose callers have passed it.
    private static final Runnable ADMITTED = () -> {};

    private final PoolBackend backend;
    private final Submissions submissions;
    private final SmallJobs small;
    private final NodeCombining combining;
    private final Regions memory;
    private final ArrayChecks checks;
    private final Schedule schedule;

    private final RecentReductions recent = new RecentReductions();

    /// The measured cost of the user's functions, by their class.
    private final ClassValue<ElementCost> costs = new ClassValue<>() {
        @Override
        protected ElementCost computeValue(Class<?> function) {
            return new ElementCost();
        }
    };

    /// @param tasks run in a worker what combines the results of chunks by code of the user's
    public ArrayJobs(PoolBackend backend, Submissions submissions, LazyTasks tasks, Schedule schedule) {
        this.backend = backend;
        this.submissions = submissions;
        this.small = new SmallJobs(backend.submitterSlots());
        this.combining = new NodeCombining(tasks);
        this.memory = backend.region().memory();
        this.checks = new ArrayChecks(memory);
        this.schedule = schedule;
    }

    /// Makes the result from the words of the root node and the number of elements.
    @FunctionalInterface
    interface Reader<R> {
        R read(long[] root, long count);
    }

    public ArrayCall<Void> map(NumericArray in, Op op, NumericArray out) {
        return writing(new Work.Map(op, in.elementType(), out.elementType()), in, null, out);
    }

    public ArrayCall<Void> mapIndexed(NumericArray in, Op op, NumericArray out) {
        return writing(new Work.MapIndexed(op, in.elementType(), out.elementType()), in, null, out);
    }

    public ArrayCall<Void> zip(NumericArray first, NumericArray second, Op op, NumericArray out) {
        return writing(new Work.Zip(op, out.elementType()), requireNonNull(first), requireNonNull(second), out);
    }

    public ArrayCall<Void> zip3(NumericArray first, NumericArray second, NumericArray third, Op op, NumericArray out) {
        Work work = new Work.Zip3(op, out.elementType());
        return writing(work, requireNonNull(first), requireNonNull(second), requireNonNull(third), out);
    }

    public ArrayCall<Void> convert(NumericArray in, NumericArray out) {
        return writing(new Work.Convert(in.elementType(), out.elementType()), in, null, out);
    }

    public ArrayCall<Void> fill(NumericArray out, long bits) {
        return writing(new Work.Fill(out.elementType(), bits), null, null, out);
    }

    public ArrayCall<Void> generate(NumericArray out, Op op, long seed) {
        return writing(new Work.Generate(op, out.elementType(), seed), null, null, out);
    }

    public ArrayCall<Double> reduceToDouble(NumericArray in, @Nullable Op op, Reduction how) {
        return reading(
                new Work.Reduce(op, in.elementType(), how), in, null, (root, count) -> NodeValue.ofDouble(how, root));
    }

    public ArrayCall<Long> reduceToLong(NumericArray in, @Nullable Op op, Reduction how) {
        return reading(
                new Work.Reduce(op, in.elementType(), how), in, null, (root, count) -> NodeValue.ofLong(how, root));
    }

    /// The result of a reduction, for a caller that waits for it.
    ///
    /// @param function maps the elements before; null for none
    public double runToDouble(NumericArray in, @Nullable Object function, Reduction how) {
        return NodeValue.ofDouble(how, reduction(in, function, how).run());
    }

    /// As [#runToDouble], over integers.
    public long runToLong(NumericArray in, @Nullable Object function, Reduction how) {
        return NodeValue.ofLong(how, reduction(in, function, how).run());
    }

    /// A fold of pieces.
    ///
    /// @param work what their roots are combined as
    PieceFold fold(Work work, Function<NumericArray, long[]> rootOf) {
        OwnRoot own = backend.region().shape().hasWorkerProcesses() ? OwnRoot.of(work) : null;
        return new PieceFold(rootOf, NodeCombining.folding(work), own, combining);
    }

    /// A reduction, ready to be run.
    ///
    /// @param function maps the elements before; null for none
    PreparedJob reduction(NumericArray in, @Nullable Object function, Reduction how) {
        PreparedJob known = recent.find(in, function, how);
        if (known != null) {
            return known;
        }
        Op op = function == null ? null : OpFamily.of(in.elementType(), OpFamily.Role.UNARY).op(function);
        JobSpec spec = described(new Work.Reduce(op, in.elementType(), how), in, null);
        PreparedJob job = prepared(spec, () -> reading(spec, (root, count) -> root, null), ADMITTED);
        recent.keep(in, function, how, job);
        return job;
    }

    public ArrayCall<Double> dotToDouble(NumericArray first, NumericArray second) {
        return reading(new Work.Dot(first.elementType()), first, requireNonNull(second), (root, count) ->
                NodeValue.ofDouble(Reduction.SUM, root));
    }

    public ArrayCall<Long> dotToLong(NumericArray first, NumericArray second) {
        return reading(new Work.Dot(first.elementType()), first, requireNonNull(second), (root, count) ->
                NodeValue.ofLong(Reduction.SUM, root));
    }

    public ArrayCall<DoubleSummary> doubleSummary(NumericArray in) {
        return summary(in, NodeValue::doubleSummary);
    }

    public ArrayCall<LongSummary> longSummary(NumericArray in) {
        return summary(in, NodeValue::longSummary);
    }

    <R> ArrayCall<R> summary(NumericArray in, Reader<R> reader) {
        return reading(new Work.Summary(in.elementType()), in, null, reader);
    }

    public ArrayCall<Long> argMin(NumericArray in) {
        return arg(in, Reduction.BuiltIn.MIN);
    }

    public ArrayCall<Long> argMax(NumericArray in) {
        return arg(in, Reduction.BuiltIn.MAX);
    }

    private ArrayCall<Long> arg(NumericArray in, Reduction.BuiltIn how) {
        return reading(new Work.Arg(in.elementType(), how), in, null, (root, count) -> root[1]);
    }

    public ArrayCall<Double> norm(NumericArray in) {
        ElementType type = in.elementType();
        boolean floating = Elements.isFloating(type);
        Op square = switch (type) {
            case DOUBLE -> Op.of(DoubleUnaryOp.SQUARE);
            case FLOAT -> Op.of(FloatUnaryOp.SQUARE);
            case LONG -> Op.of(LongUnaryOp.SQUARE_EXACT);
            case INT -> Op.of(IntUnaryOp.SQUARE);
            case SHORT, BYTE -> Op.of(LongUnaryOp.SQUARE);
        };
        Reduction how = floating ? Reduction.SUM : Reduction.SUM_CHECKED;
        return reading(new Work.Reduce(square, type, how), in, null, (root, count) ->
                Math.sqrt(floating ? NodeValue.ofDouble(how, root) : (double) NodeValue.ofLong(how, root)));
    }

    public ArrayCall<Long> count(NumericArray in, Op condition) {
        return reading(new Work.Count(condition, in.elementType()), in, null, (root, count) -> root[0]);
    }

    public ArrayCall<Long> firstIndex(NumericArray in, Op condition) {
        return search(in, condition, Work.Goal.FIRST, place -> place);
    }

    public ArrayCall<Boolean> any(NumericArray in, Op condition) {
        return search(in, condition, Work.Goal.ANY, place -> place >= 0);
    }

    public ArrayCall<Boolean> all(NumericArray in, Op condition) {
        return search(in, condition, Work.Goal.EXCEPTION, place -> place < 0);
    }

    private <R> ArrayCall<R> search(NumericArray in, Op condition, Work.Goal goal, LongFunction<R> result) {
        Work work = new Work.Search(condition, in.elementType(), goal);
        return reading(work, in, null, (root, count) -> result.apply(root[0]));
    }

    public ArrayWork<Void> scan(NumericArray in, Reduction how, NumericArray out) {
        Work.Scan work = new Work.Scan(in.elementType(), out.elementType(), how);
        checks.requireOutput(out, "out");
        checks.requireInput(in, "in", out);
        if (JobSpec.sameRange(out, in)) {
            throw new IllegalArgumentException(
                    "a scan is not in place: in and out are both %s; give another array as output, then swap the two"
                            .formatted(in.name()));
        }
        JobSpec spec = new JobSpec(work, in, null, List.of(), out, Store.CACHED, schedule, code(work));
        boolean small = SmallJobs.take(spec);
        if (small || spec.length() <= Block.LENGTH) {
            JobSpec one = spec.starts(ScanStarts.ofOneChunk(spec.length()));
            return new ArrayCall<>(backend, submissions, one, NOTHING, small ? this.small.writing(one) : null);
        }
        return new ScanCall(backend.crew(), submissions, starts(work.totals(), in), starts ->
                new ArrayCall<>(backend, submissions, spec.starts(starts), NOTHING, null));
    }

    /// The job that reduces each chunk, and gives what lies before each.
    private ArrayCall<ScanStarts> starts(Work.Reduce totals, NumericArray in) {
        JobSpec spec = new JobSpec(totals, in, null, List.of(), null, Store.CACHED, schedule, code(totals));
        OwnRoot own = ArrayCall.runsInWorkersOnly(backend.region(), spec) ? OwnRoot.of(totals) : null;
        return new ArrayCall<>(
                backend,
                submissions,
                spec,
                (partials, unwanted) -> {
                    ChunkNodes nodes = partials.nodes(1);
                    long[] before = own != null && partials.areSeveral()
                            ? combining.inWorker(new OwnScanTask(own, nodes), unwanted)
                            : NodeCombining.here(spec, () -> nodes.before(NodeCombining.folding(totals)));
                    return new ScanStarts(nodes.places(), before);
                },
                null);
    }

    private ArrayCall<Void> writing(
            Work work, @Nullable NumericArray first, @Nullable NumericArray second, NumericArray out) {
        return writing(work, first, second, null, out);
    }

    private ArrayCall<Void> writing(
            Work work,
            @Nullable NumericArray first,
            @Nullable NumericArray second,
            @Nullable NumericArray third,
            NumericArray out) {
        checks.requireOutput(out, "out");
        checks.requireInput(first, second == null ? "in" : "first", out);
        checks.requireInput(second, "second", out);
        checks.requireInput(third, "third", out);
        JobSpec spec = new JobSpec(
                work, first, second, third, List.of(), out, Store.CACHED, schedule, code(work), null);
        if (SmallJobs.take(spec)) {
            return new ArrayCall<>(backend, submissions, spec, NOTHING, small.writing(spec));
        }
        return writing(spec, out, NOTHING);
    }

    /// The call of a job that workers take part in.
    private <R> ArrayCall<R> writing(JobSpec spec, NumericArray out, JobResult<R> nothing) {
        boolean large = out.byteSize() > LastLevelCache.BYTE_SIZE && !spec.inPlace();
        return new ArrayCall<>(backend, submissions, large ? spec.store(Store.STREAMING) : spec, nothing, null);
    }

    private <R> ArrayCall<R> reading(
            Work work, NumericArray first, @Nullable NumericArray second, Reader<R> reader) {
        JobSpec spec = described(work, first, second);
        Supplier<R> atHome =
                SmallJobs.take(spec) ? () -> reader.read(small.prepare(spec).root(), spec.length()) : null;
        return reading(spec, reader, atHome);
    }

    /// A job that only reads.
    private JobSpec described(Work work, NumericArray first, @Nullable NumericArray second) {
        checks.requireHere(first, second == null ? "in" : "first");
        if (second != null) {
            checks.requireHere(second, "second");
            ArrayChecks.requireSameLength(first, "first", second, "second");
        }
        return new JobSpec(work, first, second, List.of(), null, Store.CACHED, schedule, code(work));
    }

    private <R> ArrayCall<R> reading(JobSpec spec, Reader<R> reader, @Nullable Supplier<R> atHome) {
        Work work = spec.work();
        OwnRoot own = ArrayCall.runsInWorkersOnly(backend.region(), spec) ? OwnRoot.of(work) : null;
        return new ArrayCall<>(
                backend,
                submissions,
                spec,
                (partials, unwanted) -> reader.read(combining.root(partials, spec, own, unwanted), partials.length()),
                atHome);
    }

    /// The nodes of the chunks of a reduction, for a caller that combines them with others.
    ///
    /// @param function maps the elements before; null for none
    public ChunkNodes nodes(NumericArray in, @Nullable Object function, Reduction how) {
        Op op = function == null ? null : OpFamily.of(in.elementType(), OpFamily.Role.UNARY).op(function);
        return nodes(described(new Work.Reduce(op, in.elementType(), how), in, null));
    }

    /// As [#nodes(NumericArray, Object, Reduction)], of a dot product.
    public ChunkNodes dotNodes(NumericArray first, NumericArray second) {
        return nodes(described(new Work.Dot(first.elementType()), first, second));
    }

    /// As [#nodes(NumericArray, Object, Reduction)], of a summary.
    public ChunkNodes summaryNodes(NumericArray in) {
        return nodes(described(new Work.Summary(in.elementType()), in, null));
    }

    /// As [#nodes(NumericArray, Object, Reduction)], of an expression.
    public ChunkNodes nodes(Expression expression, Reduction how) {
        return nodes(spec(Plan.folding(ExpressionAccess.nodeOf(expression)), how, null));
    }

    private ChunkNodes nodes(JobSpec spec) {
        int words = NodeCombining.folding(spec.work().folding()).nodeWords();
        return new ArrayCall<>(backend, submissions, spec, (partials, unwanted) -> partials.nodes(words), null).run();
    }

    /// The chunks of a job over that many blocks.
    public ChunkPlan.Levels chunkLevels(long blocks) {
        return ChunkPlan.levels(blocks, backend.region().shape().chunkCapacity());
    }

    /// A reduction of an expression, ready to be run.
    ///
    /// @param gate refuses threads that may not submit
    PreparedJob reduction(Plan plan, Reduction how, Runnable gate) {
        JobSpec spec = spec(plan, how, null);
        return prepared(spec, () -> reading(spec, (root, count) -> root, null), gate);
    }

    /// The call of a reduction of an expression.
    <R> ArrayCall<R> reduction(Plan plan, Reduction how, Reader<R> reader) {
        return reading(spec(plan, how, null), reader, null);
    }

    /// The write of an expression, ready to be run.
    ///
    /// @param gate refuses threads that may not submit
    PreparedJob write(Plan plan, NumericArray out, Runnable gate) {
        JobSpec spec = describedWrite(plan, out);
        return prepared(spec, () -> writing(spec, out, NO_ROOT), gate);
    }

    /// The call of a write of an expression.
    ArrayCall<Void> write(Plan plan, NumericArray out) {
        return writing(describedWrite(plan, out), out, NOTHING);
    }

    private JobSpec describedWrite(Plan plan, NumericArray out) {
        checks.requireOutput(out, "into");
        for (Plan.Input input : plan.inputs()) {
            NumericArray array = input.array();
            if (array.length() != out.length()) {
                throw new IllegalArgumentException(
                        "into: lengths differ: %s has %,d elements, the expression %,d; take slices of equal length"
                                .formatted(out.name(), out.length(), array.length()));
            }
            ArrayChecks.requireWholeOverlap(pathTo(input) + ": ", array, out);
        }
        return spec(plan, null, out);
    }

    private JobSpec spec(Plan plan, @Nullable Reduction how, @Nullable NumericArray out) {
        plan.inputs().forEach(input -> checks.requireHere(input.array(), pathTo(input)));
        Work work = new Work.Evaluation(plan.program(), how);
        return new JobSpec(work, null, null, plan.arrays(), out, Store.CACHED, schedule, code(work));
    }

    private static String pathTo(Plan.Input input) {
        return input.path().isEmpty() ? "of" : input.path();
    }

    private PreparedJob prepared(JobSpec spec, PreparedJob.Calls calls, Runnable gate) {
        boolean isSmall = SmallJobs.take(spec);
        RunPlace place = !isSmall && SmallJobs.mayTake(spec) ? new RunPlace() : null;
        SmallJob atHome = isSmall || place != null ? small.prepare(spec) : null;
        return new PreparedJob(backend.region(), submissions, spec, atHome, place, calls, gate);
    }

    /// The user's functions of a job. Functions of one class cost the same, whatever they captured; when
    /// there are two, the cost of the first, which maps the elements, counts.
    private UserCode code(Work work) {
        List<Object> functions = work.userFunctions();
        functions.forEach(backend::requireLoadable);
        return functions.isEmpty()
                ? UserCode.NONE
                : UserCode.of(work, costs.get(functions.getFirst().getClass()), memory);
    }

    /// The value, as the bits to fill with.
    ///
    /// @throws IllegalArgumentException when it is out of the range
    public static long requireRange(int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    "value does not fit: value=%s, least=%s, greatest=%s".formatted(value, least, greatest));
        }
        return value;
    }
}
