package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.job.ElementCost;
import io.millrace.engine.job.JobSpec;
import io.millrace.engine.job.Partials;
import io.millrace.engine.job.UserCode;
import io.millrace.engine.kernel.BlockKernel;
import io.millrace.engine.kernel.NodeValue;
import io.millrace.engine.kernel.Op;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.kernel.ScalarKernels;
import io.millrace.engine.kernel.Store;
import io.millrace.engine.kernel.Work;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.region.Regions;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Turns the typed calls of a pool into jobs: checks the arrays, says what to compute, reads the result.
final class ArrayJobs {
    /// The result of jobs that only write.
    @SuppressWarnings("NullAway") // null is the only Void
    private static final Function<Partials, Void> NOTHING = partials -> null;

    private final Pool pool;
    private final Regions memory;
    private final Schedule schedule;

    /// What the user's functions cost, by their class.
    private final ClassValue<ElementCost> costs = new ClassValue<>() {
        @Override
        protected ElementCost computeValue(Class<?> function) {
            return new ElementCost();
        }
    };

    ArrayJobs(Pool pool, Regions memory, Schedule schedule) {
        this.pool = pool;
        this.memory = memory;
        this.schedule = schedule;
    }

    /// The jobs of the pool that implements a family of calls.
    static ArrayJobs of(Object pool) {
        return ((Pool) pool).arrays();
    }

    /// A job that was checked and not yet submitted.
    final class Prepared<R> {
        private final JobSpec spec;
        private final Function<Partials, R> result;

        private Prepared(JobSpec spec, Function<Partials, R> result) {
            this.spec = spec;
            this.result = result;
        }

        R run() {
            return pool.run(spec, result);
        }

        Job<R> start() {
            return pool.startJob(spec, result);
        }
    }

    /// Makes a result of the words of the root and the number of elements.
    @FunctionalInterface
    private interface Reader<R> {
        R read(long[] root, long count);
    }

    Prepared<Void> map(NumericArray in, Op op, NumericArray out) {
        return writing(new Work.Map(op, in.elementType(), out.elementType()), in, null, out);
    }

    Prepared<Void> mapIndexed(NumericArray in, Op op, NumericArray out) {
        return writing(new Work.MapIndexed(op, in.elementType(), out.elementType()), in, null, out);
    }

    Prepared<Void> zip(NumericArray first, NumericArray second, Op op, NumericArray out) {
        return writing(new Work.Zip(op, out.elementType()), requireNonNull(first), requireNonNull(second), out);
    }

    Prepared<Void> convert(NumericArray in, NumericArray out) {
        return writing(new Work.Convert(in.elementType(), out.elementType()), in, null, out);
    }

    Prepared<Void> fill(NumericArray out, long bits) {
        return writing(new Work.Fill(out.elementType(), bits), null, null, out);
    }

    Prepared<Void> generate(NumericArray out, Op op, long seed) {
        return writing(new Work.Generate(op, out.elementType(), seed), null, null, out);
    }

    Prepared<Double> reduceToDouble(NumericArray in, @Nullable Op op, Reduction how) {
        return reading(
                new Work.Reduce(op, in.elementType(), how), in, null, (root, count) -> NodeValue.ofDouble(how, root));
    }

    Prepared<Long> reduceToLong(NumericArray in, @Nullable Op op, Reduction how) {
        return reading(
                new Work.Reduce(op, in.elementType(), how), in, null, (root, count) -> NodeValue.ofLong(how, root));
    }

    Prepared<Double> dotToDouble(NumericArray first, NumericArray second) {
        return reading(new Work.Dot(first.elementType()), first, requireNonNull(second), (root, count) ->
                NodeValue.ofDouble(Reduction.SUM, root));
    }

    Prepared<Long> dotToLong(NumericArray first, NumericArray second) {
        return reading(new Work.Dot(first.elementType()), first, requireNonNull(second), (root, count) ->
                NodeValue.ofLong(Reduction.SUM, root));
    }

    Prepared<DoubleSummary> doubleSummary(NumericArray in) {
        return reading(new Work.Summary(in.elementType()), in, null, NodeValue::doubleSummary);
    }

    Prepared<LongSummary> longSummary(NumericArray in) {
        return reading(new Work.Summary(in.elementType()), in, null, NodeValue::longSummary);
    }

    private Prepared<Void> writing(
            Work work, @Nullable NumericArray first, @Nullable NumericArray second, NumericArray out) {
        requireHere(out, "out");
        requireInput(first, out);
        requireInput(second, out);
        JobSpec spec = new JobSpec(work, first, second, out, Store.CACHED, schedule, code(work));
        boolean large = out.byteSize() > LastLevelCache.BYTE_SIZE && !spec.inPlace();
        return new Prepared<>(large ? spec.store(Store.STREAMING) : spec, NOTHING);
    }

    private <R> Prepared<R> reading(
            Work work, NumericArray first, @Nullable NumericArray second, Reader<R> reader) {
        requireHere(first, "in");
        if (second != null) {
            requireHere(second, "second");
            requireSameLength(first, second);
        }
        JobSpec spec = new JobSpec(work, first, second, null, Store.CACHED, schedule, code(work));
        BlockKernel.Folding kernel = (BlockKernel.Folding) new ScalarKernels().compile(work);
        return new Prepared<>(spec, partials -> reader.read(root(partials, kernel, spec), partials.length()));
    }

    /// The chunks' nodes are combined here, by the user's function too.
    private static long[] root(Partials partials, BlockKernel.Folding kernel, JobSpec spec) {
        try {
            return partials.root(kernel);
        } catch (RuntimeException | StackOverflowError failure) {
            if (spec.code().isEmpty()) {
                throw failure;
            }
            throw JobRunner.thrown(failure.getClass().getName(), failure.getMessage(), failure);
        }
    }

    /// Functions of one class cost alike, whatever they captured; of two, the one of the elements counts.
    private UserCode code(Work work) {
        List<Object> functions = work.userFunctions();
        functions.forEach(pool::requireLoadable);
        return functions.isEmpty()
                ? UserCode.NONE
                : UserCode.of(work, costs.get(functions.getFirst().getClass()), memory);
    }

    private void requireInput(@Nullable NumericArray in, NumericArray out) {
        if (in == null) {
            return;
        }
        requireHere(in, "in");
        requireSameLength(in, out);
        if (JobSpec.overlap(in, out) && !JobSpec.sameRange(in, out)) {
            throw new IllegalArgumentException(
                    "input and output overlap partly: region=%s, in=[%,d, %,d), out=[%,d, %,d); use the same range or two apart"
                            .formatted(
                                    in.name(),
                                    in.start(),
                                    in.start() + in.length(),
                                    out.start(),
                                    out.start() + out.length()));
        }
    }

    private void requireHere(NumericArray array, String what) {
        Regions other = array.region().memory();
        if (other != memory && !other.file().equals(memory.file())) {
            throw new IllegalArgumentException(
                    "array of another file: %s=%s, its file=%s, the pool's file=%s; copy it into the pool's file first"
                            .formatted(what, array.name(), other.file(), memory.file()));
        }
        array.region().check();
    }

    /// The value, as the bits to fill with.
    static long requireRange(int value, int least, int greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(
                    "value does not fit: value=%d, least=%d, greatest=%d".formatted(value, least, greatest));
        }
        return value;
    }

    private static void requireSameLength(NumericArray one, NumericArray other) {
        if (one.length() != other.length()) {
            throw new IllegalArgumentException(
                    "lengths differ: %s has %,d elements, %s has %,d; take slices of equal length"
                            .formatted(one.name(), one.length(), other.name(), other.length()));
        }
    }
}
