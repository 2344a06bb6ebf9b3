package io.millrace.engine.internal.pool;

import io.millrace.engine.PoolOptions;
import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.crew.AutoScaler;
import io.millrace.engine.internal.crew.CallerCrew;
import io.millrace.engine.internal.crew.Crew;
import io.millrace.engine.internal.crew.ProcessCrew;
import io.millrace.engine.internal.crew.ThreadCrew;
import io.millrace.engine.internal.crew.WorkerLauncher;
import io.millrace.engine.internal.job.PerWorkerTasks;
import io.millrace.engine.internal.job.PoolActivity;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.jvm.JvmChild;
import io.millrace.engine.internal.jvm.JvmLauncher;
import io.millrace.engine.internal.jvm.JvmSetup;
import io.millrace.engine.internal.jvm.SourcePrograms;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.kernel.KernelLoader;
import io.millrace.engine.internal.kernel.Kernels;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.runner.ChunkRunner;
import io.millrace.engine.internal.runner.PerWorkerTaskRunner;
import io.millrace.engine.internal.worker.ProcessIdentity;
import io.millrace.engine.internal.worker.WorkerMain;
import io.millrace.engine.internal.worker.WorkerSelf;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pool that this process started: creates its tables, starts its workers, and ends both.
public final class HostedPool implements PoolBackend {
    /// How long the end of the pool waits for other submitters to see that their jobs are done.
    private static final Duration EXIT_GRACE = Duration.ofSeconds(2);

    private static final long MIN_HEAP_BYTES = 64L << 20;

    /// Room in a pool's own file for what does not fit into the pool's tables.
    private static final long ENGINE_SLACK_BYTES = 8L << 20;

    private final Regions memory;
    private final PoolOptions options;
    private final PoolSize size;
    private final PoolRegion region;
    private final Regions.Pin pin;
    private final KernelLoader kernels;
    private final SubmitterSlots submitterSlots;
    private final WorkerSelf caller;
    private final Crew crew;
    private @Nullable AutoScaler elastic;

    public HostedPool(Regions memory, PoolOptions options) {
        this.memory = memory;
        this.options = options;
        this.size = PoolSize.of(options);
        memory.slotHolder().needsSweeper(SweeperBits.POOLS);
        this.region = PoolRegion.create(memory, options.name(), shape(options));
        this.pin = memory.pin("pool " + region.name());
        this.kernels = new KernelLoader(options.kernel());
        this.submitterSlots = new SubmitterSlots(region, kernels);
        this.caller = new WorkerSelf(0, region.name(), memory);
        this.crew = crewOrNothing();
    }

    private static PoolShape shape(PoolOptions options) {
        PoolSize size = PoolSize.of(options);
        return PoolShape.of(size.most(), options.maxAttempts(), options.kernel(), options.waiting())
                .growingTo(size.limit())
                .maxTasksPerWorker(options.maxTasksPerWorker())
                .workerKind(options.workerKind(), Deadline.nanosOf(options.cancelGrace()));
    }

    /// The options of a file for one pool, with room for the pool's tables.
    public static MemoryOptions memoryFor(PoolOptions options) {
        MemoryOptions usual = MemoryOptions.defaults();
        return usual.engineByteSize(Math.max(usual.engineByteSize(), shape(options).byteSize() + ENGINE_SLACK_BYTES));
    }

    /// Removes the tables when no worker can be started with these options.
    private Crew crewOrNothing() {
        try {
            return switch (options.workerKind()) {
                case PROCESS -> new ProcessCrew(region, launcher(), heapByteSize());
                case THREAD -> new ThreadCrew(region, this::runner);
                case CALLER -> new CallerCrew();
            };
        } catch (RuntimeException refused) {
            removeTables();
            throw refused;
        }
    }

    /// The runner of a worker thread.
    private ChunkRunner runner(int slot, int workerSlot) {
        Kernels own = kernels.loaded();
        return new ChunkRunner(region, () -> own, slot, workerSlot);
    }

    private WorkerLauncher launcher() {
        JvmLauncher jvms = new JvmLauncher(
                jvm(), WorkerMain.class, KernelChoice.needsIncubatorModule(options.kernel()));
        return new WorkerLauncher() {
            @Override
            public void prepare() {
                jvms.prepare();
            }

            @Override
            public JvmChild launch(int workerSlot) {
                OpenFile opened = memory.openFile();
                return jvms.launch(
                        ProcessIdentity.ofChild("worker-" + workerSlot),
                        List.of(opened.path().toString(), opened.word(), region.name(), Integer.toString(workerSlot)));
            }
        };
    }

    private JvmSetup jvm() {
        return new JvmSetup(
                options.jvmArgs(),
                heapByteSize(),
                options.classPath(),
                options.javaHome(),
                options.environment(),
                options.workingDirectory(),
                options.output());
    }

    private long heapByteSize() {
        return options.heapByteSize() > 0
                ? options.heapByteSize()
                : Math.max(MIN_HEAP_BYTES, Runtime.getRuntime().maxMemory() / size.most());
    }

    /// Starts the workers, which are ready later.
    public HostedPool start() {
        try {
            initialize();
            crew.start(size.first());
            if (options.initializer() != null) {
                crew.workersNeeded();
            }
        } catch (RuntimeException failed) {
            removeTables();
            throw failed;
        }
        if (size.isElastic()) {
            elastic = new AutoScaler(
                    region, crew, new AutoScaler.Bounds(size.least(), size.most(), options.idleTimeout()));
        }
        return this;
    }

    /// Puts the initializer where workers look first; in a pool without workers, runs it here.
    private void initialize() {
        RemoteRunnable initializer = options.initializer();
        if (initializer == null) {
            return;
        }
        requireLoadable(initializer);
        new PerWorkerTasks(region).addInitializer(ItemCodec.in(memory).encode(initializer));
        if (options.workerKind() == WorkerKind.CALLER) {
            caller.run(new PerWorkerTaskRunner(region, region.memory().slotHolder().slot(), 0)::prepare);
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
    public SubmitterSlots submitterSlots() {
        return submitterSlots;
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
            requireSlots(workers - region.workers());
        }
        crew.tryAgain();
        crew.resize(workers);
    }

    /// Requires a free process slot of the file for each further worker.
    private void requireSlots(int more) {
        int free = ProcessSlot.COUNT - memory.slotHolder().living().size();
        if (more > free) {
            throw new IllegalArgumentException(
                    ("the file has too few process slots for so many workers: workers=%s, most=%s; close other"
                            + " attachments, or give at most most")
                            .formatted(region.workers() + more, region.workers() + free));
        }
    }

    @Override
    public void requireOpen() {
        // Pool refuses calls before it closes the backend
    }

    @Override
    public void dismiss() {
        try {
            region.close();
        } catch (IllegalStateException unmapped) {
            if (!region.isGone()) { // another thread has closed the pool meanwhile
                throw unmapped;
            }
        }
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
    }

    /// Waits for other processes that still read the results of their jobs.
    private void awaitOthers() {
        long deadline = System.nanoTime() + EXIT_GRACE.toNanos();
        while (System.nanoTime() - deadline < 0) {
            int seen = region.news().epoch();
            if (PoolActivity.isQuiet(region)) {
                return;
            }
            region.news().awaitChange(seen, Waiting.PARK, Deadline.SLICE);
        }
    }

    private void removeTables() {
        region.close();
        submitterSlots.close();
        region.drop();
        pin.close();
    }
}
