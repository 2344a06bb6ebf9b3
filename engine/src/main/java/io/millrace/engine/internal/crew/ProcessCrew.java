package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.job.PoolActivity;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.job.TaskBatch;
import io.millrace.engine.internal.jvm.ExitReport;
import io.millrace.engine.internal.jvm.JvmChild;
import io.millrace.engine.internal.recorder.WorkerDeath;
import io.millrace.shm.WorkerException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/// Workers that are processes. When a worker dies, this crew sweeps its process slot and launches
/// another worker for the same worker slot.
///
/// A daemon thread, the [Reaper], launches the first workers, handles all exits, one after the other,
/// and launches the workers that a caller's thread did not launch. [LaunchQueue] limits how many start at a time;
/// [StartPolicy] says when a failed start is tried again. When the policy gives up, the crew has
/// failed: calls that wait for a worker fail too, and no worker is launched until a caller
/// [asks][#tryAgain] for one.
///
/// A worker slot has a child from the launch until the reaper has handled the child's exit; a child
/// is launched only for a slot that has none.
public final class ProcessCrew implements Crew {
    /// For tests: milliseconds instead of [StartPolicy#GIVE_UP_AFTER].
    private static final String GIVE_UP_PROPERTY = "millrace.startPatienceMillis";

    private static final int STARTS_PER_PROCESSOR = 2;
    private static final int MIN_STARTS = 4;
    private static final long NEXT_LAUNCH_NANOS = Duration.ofMillis(50).toNanos();
    private static final long EXIT_TIMEOUT_MILLIS = 5_000;

    private final PoolRegion pool;
    private final WorkerLauncher launcher;
    private final Duration giveUpAfter;
    private final SlotAssignment assignment;
    private final StartPolicy policy;
    private final StartVerdict verdict;
    private final LaunchQueue queue;
    private final @Nullable JvmChild[] workers;
    private final ExitReports reports = new ExitReports();
    private final AtomicLong deaths = new AtomicLong();
    private final Reaper reaper;
    private volatile StartFailures failures = StartFailures.NONE;
    private volatile @Nullable GivenUp givenUp;
    private boolean launchPlanned;
    private volatile boolean closing;

    private record GivenUp(WorkerException reason, long sinceNanos, StartPolicy.End how) {}

    /// @param heapByteSize largest heap of a worker's JVM; 0: the JVM's own choice
    public ProcessCrew(PoolRegion pool, WorkerLauncher launcher, long heapByteSize) {
        int workerSlots = pool.shape().workers();
        LongSupplier nanoClock = System::nanoTime;
        this.pool = pool;
        this.launcher = launcher;
        this.giveUpAfter = Duration.ofMillis(Long.getLong(GIVE_UP_PROPERTY, StartPolicy.GIVE_UP_AFTER.toMillis()));
        this.assignment = new SlotAssignment(pool);
        this.policy = new StartPolicy(workerSlots, giveUpAfter, nanoClock);
        this.verdict = new StartVerdict(heapByteSize, new OomKills());
        int processors = Runtime.getRuntime().availableProcessors();
        this.queue = new LaunchQueue(
                workerSlots, Math.max(MIN_STARTS, STARTS_PER_PROCESSOR * processors), nanoClock);
        this.workers = new @Nullable JvmChild[workerSlots];
        this.reaper = new Reaper(pool);
    }

    @Override
    public synchronized void start(int wanted) {
        queue.addAll(assignment.resize(wanted));
        launchPlanned = true;
        reaper.begin(this::launchFirst);
    }

    private void launchFirst() {
        launcher.prepare(); // without the lock: a crew that closes at once does not wait for it
        launchPlanned();
    }

    /// Launches the first JVMs in the calling thread.
    ///
    /// @throws RuntimeException when the system cannot start them
    @Override
    public synchronized void resize(int wanted) {
        reaper.hurry();
        List<Integer> added = assignment.resize(wanted);
        queue.addAll(added);
        try {
            launchSome((cannotStart, workerSlot) -> {
                if (added.contains(workerSlot)) {
                    throw cannotStart;
                }
                refused(cannotStart, workerSlot); // a slot that was to be launched anyway
            });
        } catch (RuntimeException cannotStart) {
            List<Integer> vacant = added.stream().filter(workerSlot -> workers[workerSlot] == null).toList();
            vacant.forEach(queue::remove);
            assignment.notLaunched(vacant);
            throw cannotStart;
        }
    }

    @Override
    public long idleWorkers(long nanos) {
        return assignment.idleWorkers(nanos);
    }

    @Override
    public boolean areAllBusy() {
        return assignment.areAllBusy();
    }

    /// Launches the workers that may start now, and schedules the launch of the others.
    private void launchSome(ObjIntConsumer<RuntimeException> refused) {
        while (!closing && givenUp == null && pool.isOpen()) {
            int workerSlot = queue.poll(this::isReady);
            if (workerSlot < 0) {
                planLaunches();
                return;
            }
            if (!assignment.stays(workerSlot)) { // the worker was retired before it was launched
                queue.ended(workerSlot);
                assignment.ended(workerSlot).forEach(queue::add);
            } else if (workers[workerSlot] == null) {
                launch(workerSlot, refused);
            }
        }
    }

    private void launch(int workerSlot, ObjIntConsumer<RuntimeException> refused) {
        try {
            JvmChild worker = launcher.launch(workerSlot);
            workers[workerSlot] = worker;
            worker.onExit().thenRun(() -> reaper.schedule(() -> ended(workerSlot, worker), 0));
        } catch (RuntimeException cannotStart) {
            queue.ended(workerSlot);
            refused.accept(cannotStart, workerSlot);
        } catch (VirtualMachineError outOfMemory) { // of this JVM: the next launch tries this slot again
            queue.ended(workerSlot);
            queue.add(workerSlot);
            throw outOfMemory;
        }
    }

    private void planLaunches() {
        if (!launchPlanned && !queue.isEmpty()) {
            launchPlanned = true;
            reaper.schedule(this::launchPlanned, NEXT_LAUNCH_NANOS);
        }
    }

    private synchronized void launchPlanned() {
        launchPlanned = false;
        launchSome(this::refused);
    }

    private boolean isReady(int workerSlot) {
        JvmChild worker = workers[workerSlot];
        return worker != null && pool.workerSlots().holder(workerSlot) != 0 && began(workerSlot, worker);
    }

    private boolean began(int workerSlot, JvmChild worker) {
        return pool.workerSlots().lastPid(workerSlot) == worker.pid();
    }

    /// Handles the exit of a worker: on the reaper's thread, once for each worker, and again if it
    /// failed.
    private void ended(int workerSlot, JvmChild worker) {
        synchronized (this) {
            if (closing) {
                return;
            }
        }
        boolean began = began(workerSlot, worker);
        int slot = pool.workerSlots().holder(workerSlot);
        boolean exitedInOrder = began && slot == 0 && worker.exitCode() == 0;
        if (slot != 0) {
            pool.memory().slotHolder().recover(slot);
        }
        StartVerdict.Failed end = new StartVerdict.Failed(worker.exitReport(), worker.outputTail());
        reports.keep(end.report()); // for exit code 0 too: a task may have called System.exit(0)
        pool.news().advance();
        release(workerSlot, worker, exitedInOrder, began ? null : end);
        pool.news().advance();
    }

    /// Releases the worker slot, counts a death once, and launches the next worker.
    ///
    /// @param failed how the worker ended if it never occupied its slot; null if it did
    private synchronized void release(
            int workerSlot, JvmChild worker, boolean exitedInOrder, StartVerdict.@Nullable Failed failed) {
        if (workers[workerSlot] == worker) {
            workers[workerSlot] = null;
            if (!exitedInOrder) {
                long count = deaths.incrementAndGet();
                new WorkerDeath(pool.name(), workerSlot, worker.pid(), worker.exitCode(), count).record();
            }
            queue.ended(workerSlot);
            if (!pool.isOpen()) {
                return; // the pool is closed and needs no replacement
            }
            if (failed != null) {
                startFailed(workerSlot, failed);
            } else {
                policy.began(workerSlot);
                assignment.ended(workerSlot).forEach(queue::add);
            }
        } else if (workers[workerSlot] == null) { // an earlier attempt to handle this exit failed halfway
            queue.add(workerSlot);
        }
        launchSome(this::refused);
    }

    private void startFailed(int workerSlot, StartVerdict.Failed end) {
        StartPolicy.End how = StartPolicy.End.of(end.report());
        StartPolicy.Next next = policy.failed(workerSlot, how, living());
        count(end.brief());
        switch (next) {
            case StartPolicy.Next.Start(var pauseNanos) -> startLater(workerSlot, pauseNanos);
            case StartPolicy.Next.GiveUpExits() -> giveUp(StartVerdict.exits(end), how);
            case StartPolicy.Next.GiveUpKills(var since) -> giveUp(verdict.kills(end, since, failures.count()), how);
        }
    }

    /// Handles the refusal of the system to start a process: it has no memory, or too many
    /// processes.
    private void refused(RuntimeException cannotStart, int workerSlot) {
        StartPolicy.Next next = policy.failed(workerSlot, StartPolicy.End.KILLED, living());
        count(String.valueOf(cannotStart.getMessage()));
        switch (next) {
            case StartPolicy.Next.Start(var pauseNanos) -> startLater(workerSlot, pauseNanos);
            case StartPolicy.Next.GiveUpKills(var since) ->
                giveUp(verdict.refusals(cannotStart, since, failures.count()), StartPolicy.End.KILLED);
            case StartPolicy.Next.GiveUpExits() -> throw new AssertionError("it did not even start", cannotStart);
        }
    }

    private void count(String last) {
        failures = new StartFailures(failures.count() + 1, 0, Optional.of(last));
    }

    private int living() {
        return (int) assignment.staying().filter(this::isReady).count();
    }

    private void startLater(int workerSlot, long pauseNanos) {
        reaper.schedule(() -> queueAgain(workerSlot), pauseNanos);
    }

    private synchronized void queueAgain(int workerSlot) {
        if (workers[workerSlot] == null && givenUp == null) {
            queue.add(workerSlot);
            launchSome(this::refused);
        }
    }

    private void giveUp(WorkerException reason, StartPolicy.End how) {
        queue.clear();
        if (givenUp == null) {
            givenUp = new GivenUp(reason, System.nanoTime(), how);
            pool.fail(Math.max(1, reason.pid()));
        }
    }

    @Override
    public @Nullable WorkerException failure() {
        return givenUp == null ? null : standingFailure();
    }

    /// The failure, unless a worker that was starting when the crew gave up has occupied its slot
    /// since.
    private synchronized @Nullable WorkerException standingFailure() {
        if (givenUp != null && givenUp.how() == StartPolicy.End.KILLED && !closing && living() > 0) {
            tryAgain();
        }
        return givenUp == null ? null : givenUp.reason();
    }

    @Override
    public synchronized void tryAgain() {
        if (givenUp != null) {
            givenUp = null;
            policy.reset();
            pool.startsAgain();
            assignment.staying().filter(workerSlot -> workers[workerSlot] == null).forEach(queue::add);
            planLaunches();
        }
    }

    @Override
    public void workSubmitted() {
        GivenUp known = givenUp;
        if (known != null && System.nanoTime() - known.sinceNanos() >= pauseAfterFailure().toNanos()) {
            tryAgain();
        }
    }

    @Override
    public void workersNeeded() {
        reaper.hurry();
        workSubmitted();
    }

    private Duration pauseAfterFailure() {
        return giveUpAfter.compareTo(StartPolicy.LONGEST_PAUSE) < 0 ? giveUpAfter : StartPolicy.LONGEST_PAUSE;
    }

    @Override
    public boolean awaitWorkers(long endNanos) {
        reaper.hurry();
        return WorkerSlotWait.await(pool, this::areReady, endNanos);
    }

    private synchronized boolean areReady() {
        WorkerException failed = failure();
        if (failed != null) {
            throw failed;
        }
        return assignment.isComplete(this::isReady);
    }

    @Override
    public StartFailures startFailures() {
        StartFailures known = failures;
        if (known.count() == 0) {
            return known;
        }
        synchronized (this) {
            int failing = (int) assignment.staying()
                    .filter(workerSlot -> policy.isFailing(workerSlot) && !isReady(workerSlot))
                    .count();
            return new StartFailures(known.count(), failing, known.last());
        }
    }

    @Override
    public Optional<ExitReport> exitReport(long pid) {
        return reports.of(pid);
    }

    @Override
    public boolean expectsExitReports() {
        return true;
    }

    @Override
    public long deaths() {
        return deaths.get();
    }

    @Override
    public synchronized void stop(TaskBatch.StopRequest request) {
        for (JvmChild worker : workers) {
            if (worker != null && worker.pid() == request.pid()) {
                worker.kill();
            }
        }
    }

    /// Kills the workers that have not occupied their slots, unless another process's work waits
    /// for them.
    @Override
    public void close() {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(EXIT_TIMEOUT_MILLIS);
        closing = true; // before the lock: the reaper launches no more children meanwhile
        List<JvmChild> all = children();
        for (JvmChild worker : all) {
            if (isStarting(worker) && PoolActivity.isQuiet(pool)) {
                worker.kill();
            }
        }
        for (JvmChild worker : all) {
            worker.end(Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())));
        }
        reaper.shutdown();
    }

    private synchronized boolean isStarting(JvmChild worker) {
        for (int workerSlot = 0; workerSlot < workers.length; workerSlot++) {
            if (workers[workerSlot] == worker && began(workerSlot, worker)) {
                return false;
            }
        }
        return true;
    }

    private synchronized List<JvmChild> children() {
        List<JvmChild> all = new ArrayList<>();
        for (JvmChild worker : workers) {
            if (worker != null) {
                all.add(worker);
            }
        }
        return all;
    }
}
