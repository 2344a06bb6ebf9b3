package io.millrace.engine.cli.squares;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.cli.session.CommandProgress;
import io.millrace.engine.cli.session.Session;
import io.millrace.engine.cli.squares.SquaresPlan.Values;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileExistsException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MillraceException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Carries out a [SquaresPlan]: fills or loads the array, computes the sum, the sum of squares in
/// one pass, and the squares, and checks that the sum of the written squares has the same bits as
/// the one pass.
final class SquaresRun {
    private static final String INPUT = "input";
    private static final String SQUARES = "squares";
    private static final String ORIGINAL = "original";
    private static final String SCRATCH = "scratch";
    /// Bytes for the engine beside the tables of the pool.
    private static final long ENGINE_SLACK_BYTES = 4L << 20;

    private final Console console;
    private final SquaresPlan plan;
    private final WorkerOutput output;

    /// @param verbose whether the output of workers is shown
    SquaresRun(Console console, SquaresPlan plan, boolean verbose) {
        this.console = console;
        this.output = verbose ? WorkerOutput.INHERIT : WorkerOutput.DISCARD;
        this.plan = plan;
    }

    SquaresReport run() {
        try (Session session = new Session();
                CommandProgress progress = CommandProgress.start(console, "squares", steps())) {
            return run(session, progress);
        }
    }

    private SquaresReport run(Session session, CommandProgress progress) {
        try {
            progress.now("making the file");
            SharedMemory memory = open(session);
            progress.step();
            Kernels kernels = kernels();
            progress.now("starting " + Count.of(plan.workers(), "worker"));
            Pool pool = session.start(memory, PoolOptions.defaults()
                    .workers(plan.workers())
                    .workerKind(plan.workerKind())
                    .kernel(plan.kernel())
                    .output(output));
            progress.step();
            progress.follow(memory.file());
            SquaresReport report = new Work(session, memory, pool, kernels, progress).run();
            session.keep();
            return report;
        } catch (RuntimeException | InternalError failure) { // the JVM turns SIGBUS into InternalError
            throw session.explained(failure);
        }
    }

    /// The kernels that compute. Asked for when the file is there: another thread opens the C library meanwhile.
    private Kernels kernels() {
        String reason = CLibrary.unavailableReason();
        if (plan.kernel() == KernelKind.AUTO && reason != null) {
            console.note("Java computes, not C, with the same bits and less speed: " + reason);
        }
        return KernelChoice.resolve(plan.kernel());
    }

    /// The number of steps: the file, the workers, and every run of every step.
    private long steps() {
        boolean loads = plan.values() instanceof Values.File;
        return 2 + (loads ? 1 : plan.repeat()) + 3L * plan.repeat();
    }

    private SharedMemory open(Session session) {
        long tables = PoolShape.of(plan.workers(), 1, plan.kernel(), Waiting.BALANCED).byteSize();
        MemoryOptions usual = MemoryOptions.defaults().byteSize(plan.fileBytes());
        MemoryOptions options = usual.engineByteSize(Math.max(usual.engineByteSize(), tables + ENGINE_SLACK_BYTES));
        Path keep = plan.keep();
        return keep == null
                ? session.temporary(() -> SharedMemory.temporary(options))
                : session.persistent(() -> create(keep, options.persistent(true)));
    }

    /// Creates the file of `--keep`; the path was free when the options were checked.
    private static SharedMemory create(Path keep, MemoryOptions options) {
        try {
            return SharedMemory.create(keep, options);
        } catch (FileExistsException taken) {
            throw new FileExistsException(
                    "another program made the file of --keep meanwhile: file=%s; choose another name".formatted(keep),
                    taken);
        }
    }

    /// Runs the steps with one file and one pool.
    private final class Work {
        private final Session session;
        private final SharedMemory memory;
        private final Pool pool;
        private final Kernels kernels;
        private final SquareJobs jobs;
        private final CommandProgress progress;

        Work(Session session, SharedMemory memory, Pool pool, Kernels kernels, CommandProgress progress) {
            this.session = session;
            this.memory = memory;
            this.pool = pool;
            this.kernels = kernels;
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
            return ((Values.File) plan.values()).loading().load(memory, name);
        }

        /// Computes the squares; in place, each round after the first needs the numbers again.
        private Timing square(NumericArray input, NumericArray original, NumericArray squares) {
            IntConsumer before = run -> {
                begin("squares", run);
                if (plan.inPlace() && run > 0) {
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
            return DataAccess.array(MemoryAccess.regionsOf(memory)
                    .createRegion(new RegionRequest(name, RegionKind.ARRAY, type, shape, byteSize, null)));
        }

        private @Nullable SpeedLimit limit(NumericArray input, NumericArray squares) {
            if (!plan.isBeyondCaches()) {
                return null;
            }
            progress.now("memory limit");
            if (!plan.inPlace()) {
                return SpeedLimit.measure(input.segment(), squares.segment(), plan.workers());
            }
            long byteSize = plan.scratchBytes();
            MemorySegment scratch = MemoryAccess.regionsOf(memory)
                    .createRegion(new RegionRequest(SCRATCH, RegionKind.BYTES, null, new long[0], byteSize, null))
                    .segment();
            try {
                return SpeedLimit.measure(input.segment(), scratch, plan.workers());
            } finally {
                memory.drop(SCRATCH);
            }
        }

        /// Compares the sum of the written squares with the sum computed in one pass. They agree,
        /// except for squares of `int` that wrap in their array.
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
            return Timed.of(repeat, run -> begin(what, run), () -> {
                R result = step.get();
                ended();
                return result;
            });
        }

        /// Waits for the workers before the second run of a step: the first one shows a program that has just
        /// started, the others are measured with all workers.
        private void begin(String what, int run) {
            if (run > 0 && plan.needsWorkers()) {
                pool.awaitWorkers();
            }
            progress.now(what);
        }

        private void ended() {
            progress.step();
            session.checkFile();
        }
    }
}
