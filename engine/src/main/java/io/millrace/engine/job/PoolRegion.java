package io.millrace.engine.job;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.FutexWord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A pool as it stands in the file: header, seats, job table, chunk tables, annexes, scratch blocks,
/// task table, in this order.
///
/// ```text
/// +------------+------------+--------------+---------------------------+
/// | PoolHeader | seats      | job entries  | chunk tables, one a job   | ...
/// | 640 B      | 128 B each | 1,024 B each | chunkCapacity x 64 B each |
/// +------------+------------+--------------+---------------------------+
///     +----------------+---------------------+----------------------+
/// ... | annex, one a   | scratch, one a seat | task rows            |
///     | job, 32 KiB    | 64 KiB each         | 256 B + 2 rooms each |
///     +----------------+---------------------+----------------------+
/// ```
public final class PoolRegion {
    private final Regions memory;
    private final Region region;
    private final MemorySegment segment;
    private final PoolShape shape;
    private final Seats seats;
    private final Bell work;
    private final FutexWord news;
    private final Bell taskNews;

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
        this.seats = new Seats(segment.asSlice(shape.seatsOffset()), shape.seats());
        this.work = new Bell(segment, PoolHeader.WORK);
        this.news = new FutexWord(segment, PoolHeader.NEWS);
        this.taskNews = new Bell(segment, PoolHeader.TASK_NEWS);
    }

    /// Makes the tables of a new pool in the engine's area of the file; its owner is the calling
    /// attachment.
    ///
    /// @throws io.millrace.shm.OutOfSpaceException when the engine's area is too small
    public static PoolRegion create(Regions memory, @Nullable String name, PoolShape shape) {
        int owner = memory.attachment().slot();
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
    public static PoolRegion open(Regions memory, String name) {
        return new PoolRegion(memory, memory.openRegion(name, RegionKind.ENGINE));
    }

    /// All pools of a file whose tables are whole.
    public static List<PoolRegion> all(Regions memory) {
        List<PoolRegion> pools = new ArrayList<>();
        for (Region region : memory.openAll(RegionKind.ENGINE)) {
            if (isPool(region)) {
                try {
                    pools.add(new PoolRegion(memory, region));
                } catch (FileFormatException damaged) {
                    // nobody can be at work in such tables; the other pools are not to suffer
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

    public Seats seats() {
        return seats;
    }

    /// The file the pool stands in.
    public Regions memory() {
        return memory;
    }

    /// How many workers there are to be now; some may be starting or leaving.
    public int workers() {
        return Math.clamp(PoolHeader.wanted(segment), 0, shape.workers());
    }

    /// Of the owner.
    public void workers(int wanted) {
        PoolHeader.wanted(segment, wanted);
    }

    /// Whether a chunk or a batch of tasks waits for a worker.
    public boolean hasWaitingWork() {
        return new JobTable(this).hasFreeChunk() || TaskTable.hasReady(this);
    }

    /// What idle workers sleep on: it is rung for every job and batch, every chunk given back and
    /// every change of the pool.
    public Bell work() {
        return work;
    }

    /// What the owner sleeps on: it moves when a worker sat down and when a job has something to
    /// tell.
    public FutexWord news() {
        return news;
    }

    /// What submitters of object tasks sleep on: it is rung when a batch ended, when one has results
    /// worth telling, when a row became free and when a task was run in a worker's turn.
    public Bell taskNews() {
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

    /// What calls end with when the owner died.
    public PeerDiedException ownerDied() {
        return new PeerDiedException("the owner of this pool died: pool=%s; start a pool of your own".formatted(name()));
    }

    /// What a guest's calls end with when the tables went away under them.
    public PeerDiedException tablesGone() {
        return new PeerDiedException(
                "the owner of this pool closed it or died meanwhile: pool=%s; start a pool of your own".formatted(name()));
    }

    /// Tells the pool's guests that no worker will be started any more. Of the owner.
    ///
    /// @param pid of the worker after whose end it gave up
    public void fail(long pid) {
        PoolHeader.failedRelease(segment, pid);
        news.addAndWakeAll(1);
    }

    /// The worker after whose end the owner gave up; 0 while all is well.
    public long failedWorker() {
        return PoolHeader.failedAcquire(segment);
    }

    /// Whether its tables were removed: nothing of it may be touched any more.
    public boolean isGone() {
        try {
            region.check();
            return false;
        } catch (RegionDroppedException gone) {
            return true;
        }
    }

    /// Whether nothing is in work or waits for it, and nobody reads results.
    public boolean isQuiet() {
        return new JobTable(this).isEmpty() && TaskTable.isEmpty(this);
    }

    /// Sends the workers home: they leave when nothing is left to compute.
    public void close() {
        PoolHeader.stateCas(segment, ownerSlot(), PoolHeader.OPEN, PoolHeader.CLOSED);
        work.ring();
    }

    /// The recoverer of a dead owner ends the pool, whether it was closing or not.
    void abandon() {
        int owner = ownerSlot();
        if (!PoolHeader.stateCas(segment, owner, PoolHeader.OPEN, PoolHeader.ABANDONED)) {
            PoolHeader.stateCas(segment, owner, PoolHeader.CLOSED, PoolHeader.ABANDONED);
        }
    }

    /// A worker or a helper stands up for good. The tables may be gone after that.
    public void leave(int seat, int slot) {
        seats.leave(seat, slot);
        news.addAndWakeAll(1);
        collect();
    }

    /// Removes the tables from the file. Nobody may be in the pool any more.
    public void drop() {
        TaskOverflow.dropAll(this);
        new EachWorker(this).drop();
        memory.drop(region);
    }

    /// Removes an abandoned pool's tables once nobody sits in it.
    void collect() {
        if (isAbandoned() && seats.allFree()) {
            try {
                drop();
            } catch (MillraceException gone) {
                // another one who left or swept last was quicker
            }
        }
    }

    MemorySegment header() {
        return segment;
    }

    long nextEpoch() {
        return PoolHeader.nextEpoch(segment);
    }

    MemorySegment job(int entry) {
        return segment.asSlice(shape.jobsOffset() + entry * JobEntry.LAYOUT.byteSize(), JobEntry.LAYOUT.byteSize());
    }

    ChunkTable chunks(int entry) {
        long byteSize = shape.chunkCapacity() * ChunkRow.LAYOUT.byteSize();
        return new ChunkTable(segment.asSlice(shape.chunksOffset() + entry * byteSize, byteSize));
    }

    MemorySegment annex(int entry) {
        return segment.asSlice(shape.annexesOffset() + entry * Annex.BYTE_SIZE, Annex.BYTE_SIZE);
    }

    MemorySegment task(int row) {
        return segment.asSlice(shape.tasksOffset() + row * shape.taskByteSize(), shape.taskByteSize());
    }

    /// Which use of which directory row these tables are: no other pool of the file ever has the
    /// same.
    String id() {
        return region.row() + "." + region.generation();
    }

    MemorySegment scratch(int seat) {
        return segment.asSlice(shape.scratchOffset() + seat * Scratch.BYTE_SIZE, Scratch.BYTE_SIZE);
    }
}
