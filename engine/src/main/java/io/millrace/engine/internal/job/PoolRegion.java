package io.millrace.engine.internal.job;

import io.millrace.engine.internal.layout.ChunkRow;
import io.millrace.engine.internal.layout.FailureRow;
import io.millrace.engine.internal.layout.JobPayload;
import io.millrace.engine.internal.layout.JobRow;
import io.millrace.engine.internal.layout.PoolHeader;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.layout.ScratchBlocks;
import io.millrace.engine.internal.layout.WorkerSlots;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.MillraceException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.internal.wait.EventCount;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pool as it stands in the file: header, worker slots, job table, chunk tables, job payloads,
/// scratch blocks, task table, in this order. The memory of further workers is in
/// [ExtraWorkerSlots].
///
/// ```text
/// +------------+--------------+--------------+---------------------------+
/// | PoolHeader | WorkerSlots  | JobRow       | ChunkRow, one table a job | ...
/// | 640 B      | 128 B each   | 1,024 B each | chunkCapacity x 64 B each |
/// +------------+--------------+--------------+---------------------------+
///     +----------------+---------------------+----------------------+
/// ... | JobPayload,    | ScratchBlocks, one  | TaskRow              |
///     | one a job,     | a worker slot,      | 256 B + 2 rooms each |
///     | 32 KiB each    | 64 KiB each         |                      |
///     +----------------+---------------------+----------------------+
/// ```
///
/// The pool is open until its owner closes it or dies:
///
/// ```text
///               O1                     O2
///   OPEN(o) ────────▶ CLOSED(o) ──────────────▶ ABANDONED(o)
///      │                                             ▲
///      └───────────────────── O2 ────────────────────┘
/// ```
///
/// The owner o does O1 when it closes the pool. The process that holds the byte of a dead owner does
/// O2.
public final class PoolRegion {
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    private final Regions memory;
    private final Region region;
    private final MemorySegment segment;
    private final PoolShape shape;
    private final WorkerSlots workerSlots;
    private final EventCount work;
    private final EventCount news;
    private final EventCount taskNews;
    private final ExtraWorkerSlots extra;

    private PoolRegion(Regions memory, Region region) {
        this.memory = memory;
        this.region = region;
        this.segment = region.segment();
        this.shape = PoolShape.read(segment);
        if (shape.byteSize() != segment.byteSize()) {
            throw new FileFormatException(
                    "the tables of a pool are damaged: pool=%s, byteSize=%,d, expected=%,d; drop the file"
                            .formatted(region.name(), segment.byteSize(), shape.byteSize()));
        }
        this.workerSlots = new WorkerSlots(segment.asSlice(shape.workerSlotsOffset()), shape.workerSlots());
        this.work = new EventCount(segment, PoolHeader.WORK);
        this.news = new EventCount(segment, PoolHeader.NEWS);
        this.taskNews = new EventCount(segment, PoolHeader.TASK_NEWS);
        this.extra = new ExtraWorkerSlots(memory, region, shape);
    }

    /// Makes the tables of a new pool in the engine's area of the file. Its owner is the process
    /// slot of `memory`.
    ///
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area is too small
    public static PoolRegion create(MemoryHandle handle, @Nullable String name, PoolShape shape) {
        Regions memory = MemoryAccess.regionsOf(handle);
        int owner = memory.slotHolder().slot();
        long byteSize = shape.byteSize();
        Region region = memory.createRegion(new RegionRequest(
                name,
                RegionKind.ENGINE,
                null,
                new long[] {byteSize},
                byteSize,
                segment -> PoolHeader.write(segment, shape, owner)));
        return new PoolRegion(memory, region);
    }

    /// Opens a pool's tables by name.
    public static PoolRegion open(MemoryHandle handle, String name) {
        Regions memory = MemoryAccess.regionsOf(handle);
        return new PoolRegion(memory, memory.openRegion(name, RegionKind.ENGINE));
    }

    /// All pools of a file whose tables are whole.
    public static List<PoolRegion> all(MemoryHandle handle) {
        Regions memory = MemoryAccess.regionsOf(handle);
        List<PoolRegion> pools = new ArrayList<>();
        for (Region region : memory.openAll(RegionKind.ENGINE)) {
            if (isPool(region)) {
                try {
                    pools.add(new PoolRegion(memory, region));
                } catch (FileFormatException damaged) {
                    // no process can work in such tables; the other pools go on
                }
            }
        }
        return pools;
    }

    private static boolean isPool(Region region) {
        return region.byteSize() >= PoolHeader.LAYOUT.byteSize()
                && PoolHeader.magic(region.segment()) == PoolHeader.MAGIC;
    }

    public String name() {
        return region.name();
    }

    public PoolShape shape() {
        return shape;
    }

    public WorkerSlots workerSlots() {
        return workerSlots;
    }

    /// The file the pool stands in.
    public Regions memory() {
        return memory;
    }

    /// How many workers the pool shall have now; some may be starting or leaving.
    public int workers() {
        return Math.clamp(PoolHeader.wanted(segment), 0, shape.workers());
    }

    /// How many threads compute a job of built-in operations at the same time: its submitter, and
    /// workers, no more than there are processors.
    public int parties() {
        return Math.min(PROCESSORS, workers() + 1);
    }

    /// Whether not every worker can have a processor.
    public boolean hasMoreWorkersThanProcessors() {
        return workers() > PROCESSORS;
    }

    /// Whether fewer worker slots are occupied now than there are processors; a dead worker occupies its
    /// slot until it is swept.
    public boolean hasFewerWorkersThanProcessors() {
        int living = 0;
        for (int workerSlot = 0; workerSlot < workerSlotCount() && living < PROCESSORS; workerSlot++) {
            living += workerSlots.holder(workerSlot) != 0 ? 1 : 0;
        }
        return living < PROCESSORS;
    }

    /// Sets how many workers the pool shall have. Called by the owner.
    public void workers(int wanted) {
        PoolHeader.wanted(segment, wanted);
    }

    /// The word that idle workers sleep on: it moves with every job and batch, every chunk given back and
    /// every change of the pool. A job of built-in operations wakes as many of them as it needs, everything
    /// else all.
    public EventCount work() {
        return work;
    }

    /// The word that the owner sleeps on: it changes when a worker occupied its slot and when a job
    /// has news.
    public EventCount news() {
        return news;
    }

    /// The word that submitters of object tasks sleep on: it is rung when a batch ended, when a
    /// batch has results to take, when a row became free and when a worker ran a task of
    /// [PerWorkerTasks].
    public EventCount taskNews() {
        return taskNews;
    }

    /// The process slot of the owner.
    public int ownerSlot() {
        return PoolHeader.ownerSlot(segment);
    }

    /// Whether jobs may be submitted.
    public boolean isOpen() {
        return PoolHeader.stateAcquire(segment) == PoolHeader.OPEN;
    }

    /// Whether the owner died.
    public boolean isAbandoned() {
        return PoolHeader.stateAcquire(segment) == PoolHeader.ABANDONED;
    }

    /// What pending calls fail with when the owner died.
    public PeerDiedException ownerDied() {
        return new PeerDiedException(
                "the owner of this pool died: pool=%s; start a pool of your own".formatted(name()));
    }

    /// What the calls of an attached pool fail with when the tables were removed meanwhile.
    public PeerDiedException tablesGone() {
        return new PeerDiedException(
                "the owner of this pool closed it or died meanwhile: pool=%s; start a pool of your own"
                        .formatted(name()));
    }

    /// Tells attached pools that the owner starts no workers. Called by the owner.
    ///
    /// @param pid of the worker after whose end the owner gave up
    public void fail(long pid) {
        PoolHeader.failedRelease(segment, pid);
        news.advance();
    }

    /// Tells attached pools that the owner starts workers again. Called by the owner.
    public void startsAgain() {
        PoolHeader.failedRelease(segment, 0);
        news.advance();
    }

    /// How many worker slots are occupied now by workers that are not asked to retire.
    public int readyWorkers() {
        int ready = 0;
        for (int workerSlot = 0; workerSlot < workerSlotCount(); workerSlot++) {
            ready += workerSlots.holder(workerSlot) != 0 && !workerSlots.isSentHome(workerSlot) ? 1 : 0;
        }
        return ready;
    }

    /// Pid of the worker after whose end the owner gave up; 0 while the owner starts workers.
    public long failedWorker() {
        return PoolHeader.failedAcquire(segment);
    }

    /// Whether the tables were removed, or the memory closed: then nobody may access the pool.
    public boolean isGone() {
        try {
            region.check();
            extra.check();
            return false;
        } catch (RegionDroppedException | IllegalStateException gone) {
            return true;
        }
    }

    /// Closes the pool to new work: workers end when nothing is left to compute.
    public void close() {
        PoolHeader.stateCas(segment, ownerSlot(), PoolHeader.OPEN, PoolHeader.CLOSED); // O1
        work.advance();
    }

    /// Ends the pool of a dead owner, open or closed. The caller holds the byte of the owner.
    void abandon() {
        int owner = ownerSlot();
        if (!PoolHeader.stateCas(segment, owner, PoolHeader.OPEN, PoolHeader.ABANDONED)) { // O2
            PoolHeader.stateCas(segment, owner, PoolHeader.CLOSED, PoolHeader.ABANDONED); // O2
        }
    }

    /// Frees the worker slot of a worker or submitter for good. The tables may be removed by that.
    public void leave(int workerSlot, int slot) {
        workerSlots.leave(workerSlot, slot);
        news.advance();
        collect();
    }

    /// Removes the tables from the file. No worker or submitter may use the pool any more.
    public void drop() {
        SpillRegions.dropAll(this);
        new PerWorkerTasks(this).drop();
        extra.drop();
        memory.drop(region);
    }

    /// Removes the tables of an abandoned pool once no worker slot is occupied.
    void collect() {
        if (isAbandoned() && workerSlots.allFree()) {
            try {
                drop();
            } catch (MillraceException gone) {
                // another process that left or recovered did it first
            }
        }
    }

    MemorySegment header() {
        return segment;
    }

    long nextEpoch() {
        return PoolHeader.nextEpoch(segment);
    }

    public MemorySegment job(int entry) {
        return segment.asSlice(shape.jobsOffset() + entry * JobRow.LAYOUT.byteSize(), JobRow.LAYOUT.byteSize());
    }

    public ChunkTable chunks(int entry) {
        long byteSize = shape.chunkCapacity() * ChunkRow.LAYOUT.byteSize();
        return new ChunkTable(segment.asSlice(shape.chunksOffset() + entry * byteSize, byteSize));
    }

    public MemorySegment payload(int entry) {
        return segment.asSlice(shape.payloadsOffset() + entry * JobPayload.BYTE_SIZE, JobPayload.BYTE_SIZE);
    }

    MemorySegment failure() {
        return segment.asSlice(shape.failureOffset(), FailureRow.LAYOUT.byteSize());
    }

    /// When the owner made these tables, in milliseconds since 1970.
    public long startedAt() {
        return PoolHeader.startedAt(segment);
    }

    /// Finished object tasks of the batches that ended.
    public long tasksDone() {
        return PoolHeader.tasksDone(segment);
    }

    /// Counts the finished tasks of a batch that ends.
    public void countTasks(int done) {
        PoolHeader.countTasks(segment, done);
    }

    /// How many batches of object tasks may be in work or waiting at once, with the worker slots
    /// that exist now.
    public int taskRows() {
        return shape.tasks() + ExtraWorkerSlots.ROWS * extra.count();
    }

    /// In how many worker slots workers may be launched now.
    public int workerSlotCount() {
        return shape.firstWorkers() + extra.count();
    }

    /// Makes room for that many workers at a time. Called by the owner.
    ///
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area is too small
    public void makeRoomFor(int workers) {
        extra.makeAll(Math.min(workers, shape.workers()) - shape.firstWorkers());
    }

    public MemorySegment task(int row) {
        if (row >= shape.tasks()) {
            return extra.task(row - shape.tasks());
        }
        return segment.asSlice(shape.tasksOffset() + row * shape.taskByteSize(), shape.taskByteSize());
    }

    /// Directory row and generation of these tables: no other pool of the file ever has the same.
    String id() {
        return region.row() + "." + region.generation();
    }

    public MemorySegment scratch(int workerSlot) {
        if (shape.isExtra(workerSlot)) {
            return extra.scratch(workerSlot - shape.firstWorkers());
        }
        return segment.asSlice(shape.scratchOffset() + shape.scratchIndex(workerSlot) * ScratchBlocks.BYTE_SIZE,
                ScratchBlocks.BYTE_SIZE);
    }
}
