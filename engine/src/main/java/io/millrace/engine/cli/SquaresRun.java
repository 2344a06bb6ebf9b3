package io.millrace.engine.cli;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.cli.SquaresPlan.Values;
import io.millrace.engine.job.PoolShape;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.kernel.Kernels;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileExistsException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MillraceException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries out a [SquaresPlan]: fills or loads, sums, sums the squares in one pass, squares, and
/// checks that the sum of the squares it wrote has the bits of the one it computed in one pass.
final class SquaresRun {
    private static final String INPUT = "input";
    private static final String SQUARES = "squares";
    private static final String ORIGINAL = "original";
    private static final String SCRATCH = "scratch";
    /// The pool's tables and this many bytes to spare.
    private static final long ENGINE_SLACK = 4L << 20;

    private final Console console;
    private final SquaresPlan plan;
    private final Kernels kernels;
    private final WorkerOutput output;

    /// @param verbose whether what workers print is shown
    SquaresRun(Console console, SquaresPlan plan, boolean verbose) {
        this.console = console;
        this.output = verbose ? WorkerOutput.INHERIT : WorkerOutput.DISCARD;
        this.plan = plan;
        this.kernels = KernelChoice.resolve(plan.kernel());
    }

    SquaresReport run() {
        try (Session session = new Session();
                Progress progress = Progress.start(console, "squares", steps())) {
            return run(session, progress);
        }
    }

    private SquaresReport run(Session session, Progress progress) {
        try {
            progress.now("making the file");
            SharedMemory memory = open(session);
            progress.step();
            progress.now("starting " + Count.of(plan.workers(), "worker"));
            Pool pool = session.start(memory, PoolOptions.defaults()
                    .workers(plan.workers())
                    .workerKind(plan.workerKind())
                    .kernel(plan.kernel())
                    .output(output));
            progress.step();
            progress.follow(memory.file());
            SquaresReport report = new Work(session, memory, pool, progress).run();
            session.keep();
            return report;
        } catch (RuntimeException | InternalError failure) { // the latter is what the JVM makes of SIGBUS
            throw session.explained(failure);
        }
    }

    /// The file, the workers, and every run of every step.
    private long steps() {
        boolean loads = plan.values() instanceof Values.File;
        return 2 + (loads ? 1 : plan.repeat()) + 3L * plan.repeat();
    }

    private SharedMemory open(Session session) {
        long tables = PoolShape.of(plan.workers(), 1, plan.kernel(), Waiting.BALANCED).byteSize();
        MemoryOptions usual = MemoryOptions.defaults().byteSize(plan.fileBytes());
        MemoryOptions options = usual.engineByteSize(Math.max(usual.engineByteSize(), tables + ENGINE_SLACK));
        Path keep = plan.keep();
        return keep == null
                ? session.temporary(() -> SharedMemory.temporary(options))
                : session.persistent(() -> create(keep, options.persistent(true)));
    }

    /// The path was free when the command was read.
    private static SharedMemory create(Path keep, MemoryOptions options) {
        try {
            return SharedMemory.create(keep, options);
        } catch (FileExistsException taken) {
            throw new FileExistsException(
                    "another program made the file of --keep meanwhile: file=%s; choose another name".formatted(keep),
                    taken);
        }
    }

    /// The steps, over one file and one pool.
    private final class Work {
        private final Session session;
        private final SharedMemory memory;
        private final Pool pool;
        private final SquareJobs jobs;
        private final Progress progress;

        Work(Session session, SharedMemory memory, Pool pool, Progress progress) {
            this.session = session;
            this.memory = memory;
            this.pool = pool;
            this.jobs = new SquareJobs(pool);
            this.progress = progress;
        }

        SquaresReport run() {
            Timed<NumericArray> filled = plan.values() instanceof Values.Random random
                    ? fill(random)
                    : step("loading", 1, () -> load(inputName()));
            NumericArray input = filled.result();
            NumericArray original = plan.keepsOriginal() ? load(ORIGINAL) : input;
            Timed<Total> sum = step("sum", plan.repeat(), () -> jobs.sum(input));
            Timed<Total> fused = step("sum of squares", plan.repeat(), () -> jobs.fused(input));
            progress.now("looking for overflow");
            Overflow overflow = Overflow.of(plan.values(), jobs, input);
            NumericArray squares = plan.inPlace() ? input : create(SQUARES, plan.outputType());
            SpeedLimit limit = limit(input, squares);
            Timing square = square(input, original, squares);
            if (plan.inputType() != ElementType.INT || !overflow.squares()) {
                check(squares, fused.result());
            }
            save(squares);
            return new SquaresReport(
                    plan,
                    kernels,
                    new SquaresReport.Timings(filled.timing(), square, sum.timing(), fused.timing()),
                    sum.result(),
                    fused.result(),
                    overflow,
                    limit,
                    pool.stats().workerDeaths());
        }

        private String inputName() {
            return plan.inPlace() ? SQUARES : INPUT;
        }

        private Timed<NumericArray> fill(Values.Random random) {
            NumericArray array = create(inputName(), plan.inputType());
            return step("filling", plan.repeat(), () -> {
                jobs.fill(array, random);
                return array;
            });
        }

        private NumericArray load(String name) {
            return Npy.load(memory, name, ((Values.File) plan.values()).path());
        }

        /// In place each round after the first needs the numbers anew.
        private Timing square(NumericArray input, NumericArray original, NumericArray squares) {
            AtomicBoolean squared = new AtomicBoolean();
            Runnable before = () -> {
                progress.now("squares");
                if (plan.inPlace() && squared.getAndSet(true)) {
                    refill(input, original);
                }
            };
            return Timing.of(plan.repeat(), before, () -> {
                jobs.square(input, squares);
                ended();
            });
        }

        private void refill(NumericArray input, NumericArray original) {
            if (plan.values() instanceof Values.Random random) {
                jobs.fill(input, random);
            } else {
                pool.convert(original, input);
            }
        }

        private NumericArray create(String name, ElementType type) {
            long[] shape = plan.values().shape();
            long byteSize = Math.multiplyExact(plan.values().elements(), type.byteSize());
            return NumericArray.over(memory.createRegion(
                    new RegionRequest(name, RegionKind.ARRAY, type, shape, byteSize, null)));
        }

        private @Nullable SpeedLimit limit(NumericArray input, NumericArray squares) {
            progress.now("memory limit");
            if (!plan.inPlace()) {
                return SpeedLimit.measure(input.segment(), squares.segment(), plan.workers());
            }
            long byteSize = plan.scratchBytes();
            MemorySegment scratch = memory.createRegion(
                            new RegionRequest(SCRATCH, RegionKind.BYTES, null, new long[0], byteSize, null))
                    .segment();
            try {
                return SpeedLimit.measure(input.segment(), scratch, plan.workers());
            } finally {
                memory.drop(SCRATCH);
            }
        }

        /// Squares of `int` that wrap in their array are whole in the sum; all others agree.
        private void check(NumericArray squares, Total fused) {
            progress.now("checking");
            Total written = jobs.sum(squares);
            if (!written.sameAs(fused)) {
                throw new MillraceException(
                        ("the sum of the squares written differs from the one computed in one pass: "
                                        + "written=%s (%s), one pass=%s (%s); please report this with the command")
                                .formatted(written.text(), written.bits(), fused.text(), fused.bits()));
            }
        }

        private void save(NumericArray squares) {
            Path output = plan.output();
            if (output != null) {
                progress.now("saving");
                Npy.save(squares, output);
            }
            if (plan.keepsOriginal()) {
                memory.drop(ORIGINAL);
            }
        }

        private <R> Timed<R> step(String what, int repeat, Supplier<R> step) {
            return Timed.of(repeat, () -> progress.now(what), () -> {
                R result = step.get();
                ended();
                return result;
            });
        }

        private void ended() {
            progress.step();
            session.checkFile();
        }
    }
}
