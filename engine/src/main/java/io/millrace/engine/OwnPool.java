package io.millrace.engine;

import io.millrace.engine.job.ChunkRunner;
import io.millrace.engine.job.EachWorker;
import io.millrace.engine.job.EachWorkerRunner;
import io.millrace.engine.job.JobRecovery;
import io.millrace.engine.job.PoolRegion;
import io.millrace.engine.job.PoolShape;
import io.millrace.engine.kernel.KernelChoice;
import io.millrace.engine.kernel.Kernels;
import io.millrace.engine.pool.Crew;
import io.millrace.engine.pool.Elastic;
import io.millrace.engine.pool.JvmLauncher;
import io.millrace.engine.pool.JvmSetup;
import io.millrace.engine.pool.NoCrew;
import io.millrace.engine.pool.ProcessCrew;
import io.millrace.engine.pool.SourcePrograms;
import io.millrace.engine.pool.ThreadCrew;
import io.millrace.engine.task.Values;
import io.millrace.engine.worker.ProcessIdentity;
import io.millrace.engine.worker.WorkerMain;
import io.millrace.engine.worker.WorkerSelf;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.region.Regions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A pool that this process started: its tables, its workers, and their end.
final class OwnPool implements Tenure {
    /// How long other submitters may take, at the end, to see that their jobs are done.
    private static final Duration PARTING = Duration.ofSeconds(2);

    private static final long LEAST_HEAP = 64L << 20;
    private static final Duration SLICE = Duration.ofMillis(50);

    /// Room in a pool's own file for what does not fit into its tables.
    private static final long ENGINE_SLACK = 8L << 20;

    private final SharedMemory memory;
    private final boolean ownsMemory;
    private final PoolOptions options;
    private final PoolSize size;
    private final PoolRegion region;
    private final Regions.Pin pin;
    private final Supplier<Kernels> kernels;
    private final Helpers helpers;
    private final WorkerSelf caller;
    private final Crew crew;
    private @Nullable Elastic elastic;

    OwnPool(SharedMemory memory, boolean ownsMemory, PoolOptions options) {
        this.memory = memory;
        this.ownsMemory = ownsMemory;
        this.options = options;
        this.size = options.size();
        memory.attachment().needsSweeper(JobRecovery.BIT);
        this.region = PoolRegion.create(memory, options.name(), shape(options));
        this.pin = memory.pin("pool " + region.name());
        this.kernels = Once.of(() -> KernelChoice.resolve(options.kernel()));
        this.helpers = new Helpers(region, kernels);
        this.caller = new WorkerSelf(0, region.name(), memory);
        this.crew = crewOrNothing();
    }

    private static PoolShape shape(PoolOptions options) {
        return PoolShape.of(options.size().seats(), options.maxAttempts(), options.kernel(), options.waiting())
                .maxTasksPerWorker(options.maxTasksPerWorker());
    }

    /// A file for a pool of its own, with room for its tables.
    static MemoryOptions memoryFor(PoolOptions options) {
        MemoryOptions usual = MemoryOptions.defaults();
        return usual.engineByteSize(Math.max(usual.engineByteSize(), shape(options).byteSize() + ENGINE_SLACK));
    }

    /// Options that no worker can be started with leave no tables behind.
    private Crew crewOrNothing() {
        try {
            return switch (options.workerKind()) {
                case PROCESS -> new ProcessCrew(region, launcher());
                case THREAD -> new ThreadCrew(
                        region, (slot, seat) -> new ChunkRunner(region, kernels.get(), slot, seat));
                case CALLER -> new NoCrew(region);
            };
        } catch (RuntimeException refused) {
            removeTables();
            throw refused;
        }
    }

    private ProcessCrew.Launcher launcher() {
        JvmLauncher jvms = new JvmLauncher(
                jvm(), WorkerMain.class, KernelChoice.needsIncubatorModule(options.kernel()));
        return seat -> jvms.launch(
                ProcessIdentity.ofChild("worker-" + seat),
                List.of(memory.file().toString(), region.name(), Integer.toString(seat)));
    }

    private JvmSetup jvm() {
        long heap = options.heapByteSize() > 0
                ? options.heapByteSize()
                : Math.max(LEAST_HEAP, Runtime.getRuntime().maxMemory() / size.most());
        return new JvmSetup(
                options.jvmArgs(),
                heap,
                options.classPath(),
                options.javaHome(),
                options.environment(),
                options.workingDirectory(),
                options.output());
    }

    /// Starts the workers; returns when all are ready.
    OwnPool start() {
        try {
            initialize();
            crew.start(size.first());
        } catch (RuntimeException failed) {
            removeTables();
            throw failed;
        }
        if (size.isElastic()) {
            elastic = new Elastic(
                    region, crew, new Elastic.Bounds(size.least(), size.most(), options.idleTimeout()));
        }
        return this;
    }

    /// The workers find the initializer before all else; callers are what they are already.
    private void initialize() {
        RemoteRunnable initializer = options.initializer();
        if (initializer == null) {
            return;
        }
        requireLoadable(initializer);
        new EachWorker(region).addInitializer(Values.in(memory).encode(initializer));
        if (options.workerKind() == WorkerKind.CALLER) {
            caller.run(new EachWorkerRunner(region, memory.attachment().slot(), 0)::prepare);
        }
    }

    @Override
    public PoolRegion region() {
        return region;
    }

    @Override
    public Crew crew() {
        return crew;
    }

    @Override
    public Helpers helpers() {
        return helpers;
    }

    @Override
    public WorkerSelf caller() {
        return caller;
    }

    @Override
    public void requireLoadable(Object function) {
        if (options.workerKind() == WorkerKind.PROCESS) {
            SourcePrograms.refuse(function);
        }
    }

    @Override
    public void resize(int workers) {
        if (options.workerKind() != WorkerKind.CALLER) {
            size.require(workers);
        }
        crew.resize(workers);
        crew.awaitSeats();
    }

    @Override
    public void requireOpen() {
        // who closes it refuses first
    }

    @Override
    public void dismiss() {
        region.close();
    }

    @Override
    public void close() {
        if (elastic != null) {
            elastic.close();
        }
        region.close();
        crew.close();
        awaitOthers();
        removeTables();
        if (ownsMemory) {
            memory.close();
        }
    }

    /// Other processes may still read the results of what the workers did for them.
    private void awaitOthers() {
        long deadline = System.nanoTime() + PARTING.toNanos();
        while (System.nanoTime() - deadline < 0) {
            int seen = region.news().getAcquire();
            if (region.isQuiet()) {
                return;
            }
            region.news().awaitChange(seen, Waiting.PARK, SLICE);
        }
    }

    private void removeTables() {
        region.close();
        helpers.close();
        region.drop();
        pin.close();
    }
}
