package io.millrace.shm;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.ByteValue;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.DoubleValue;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.FloatValue;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.IntValue;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.data.ShortArray;
import io.millrace.shm.data.ShortValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.access.MapAccess;
import io.millrace.shm.internal.access.MessageAccess;
import io.millrace.shm.internal.access.SyncAccess;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.counter.CounterRegion;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.internal.layout.PipeHeader;
import io.millrace.shm.internal.lock.BarrierCore;
import io.millrace.shm.internal.lock.EventCore;
import io.millrace.shm.internal.lock.LockCore;
import io.millrace.shm.internal.lock.ReadWriteCore;
import io.millrace.shm.internal.lock.SemaphoreCore;
import io.millrace.shm.internal.map.MapRegion;
import io.millrace.shm.internal.os.FileSpace;
import io.millrace.shm.internal.os.StartClasses;
import io.millrace.shm.internal.queue.QueueRegion;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.ring.BroadcastState;
import io.millrace.shm.internal.ring.PipeState;
import io.millrace.shm.map.MapOptions;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.LockOptions;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A shared file that this process is attached to: creates the file or attaches to it, and leads
/// from names to arrays, values, records, locks, queues, pipes, maps and counters in it.
///
/// ```java
/// try (SharedMemory memory = SharedMemory.create(Path.of("/dev/shm/prices.mill"), 2L << 30)) {
///     DoubleArray prices = memory.newDoubleArray("prices", 100_000_000);
/// }
/// ```
///
/// | group | methods |
/// |---|---|
/// | files | `create attach openOrCreate attachReadOnly temporary sweep` |
/// | this file | `file id byteSize freeBytes isReadOnly processes recoverDead force close delete` |
/// | regions | `regions region drop` |
/// | arrays, six types | `newDoubleArray doubleArray openOrNewDoubleArray ...`, `array` |
/// | values, six types | `newDoubleValue doubleValue openOrNewDoubleValue ...` |
/// | records and bytes | `newStructArray ...`, `newBytes ...` |
/// | waiting | `newLock newReadWriteLock newSemaphore newEvent newBarrier ...` |
/// | messages | `newQueue newPipe newBroadcast ...` |
/// | entries by key | `newMap map openOrNewMap` |
/// | counts | `newCounter counter openOrNewCounter` |
///
/// **Names.** For each kind X of handle `newX` creates a region, `x` opens it, and `openOrNewX` does
/// whichever is needed, also when several processes call it at once. A method without a name
/// generates one, which the handle tells. New memory is zero. A name has 1 to 63 bytes of UTF-8 and
/// no control characters; a shape has 1 to 8 dimensions.
///
/// **How long a file stays.** A file that `create` or `openOrCreate` made stays until [#delete], or
/// until it is removed from its folder; `close` only detaches. Under `/dev/shm` the file takes memory
/// even after its program has ended, and [#sweep] looks at the default folder only. A file that
/// `temporary` made is removed when its last user closes it.
///
/// **Threads and processes.** Every method may be called by any thread. Any process that is attached
/// may be killed at any instruction; the others notice within half a second after the kernel released
/// what it held, and go on. After `close` every method and every handle throws
/// `IllegalStateException`. Through a file that was attached read-only, every write is an
/// `UnsupportedOperationException`.
///
/// This class is longer than others on purpose: it is the list of all that a file offers, and each
/// method is about one line.
public final class SharedMemory implements MemoryHandle, AutoCloseable {
    static {
        StartClasses.begin();
        MemoryAccess.register(new AttachedFile.Door());
    }

    private final AttachedFile attached;
    private final NamedHandles handles;

    SharedMemory(AttachedFile attached) {
        this.attached = attached;
        handles = new NamedHandles(attached);
    }

    AttachedFile attached() {
        return attached;
    }

    // Files: create and attach.

    /// Creates a file with room for `byteSize` bytes of regions, mode 0600, and allocates its space.
    /// The file stays until [#delete], or until it is removed from its folder.
    ///
    /// @throws FileExistsException something has that name
    /// @throws OutOfSpaceException the file system or the memory has no room for it
    /// @throws FileAccessException the system refused, or the folder has the name of a default folder
    ///         and other users can write to it
    /// @throws MillraceException Millrace does not work on this system; so for every static method
    public static SharedMemory create(Path path, long byteSize) {
        return create(path, MemoryOptions.defaults().byteSize(byteSize));
    }

    /// Creates a file as the options say.
    ///
    /// @throws FileExistsException something has that name
    /// @throws OutOfSpaceException the file system or the memory has no room for it
    /// @throws FileAccessException as `create(Path, long)`; or huge pages are required and refused
    public static SharedMemory create(Path path, MemoryOptions options) {
        return create(path, options, FileSpace.ofSystem());
    }

    static SharedMemory create(Path path, MemoryOptions options, FileSpace space) {
        return AttachedFile.create(path, options, space).handle();
    }

    /// Attaches to an existing file.
    ///
    /// @throws FileFormatException it is no Millrace file, or damaged, or of another version or boot
    /// @throws FileAccessException the file belongs to another user, others may open it, it has several
    ///         names or is a symbolic link, or its folder is the default folder of another user
    /// @throws TooManyProcessesException 1,023 processes are attached
    public static SharedMemory attach(Path path) {
        return attach(path, MemoryOptions.Recovery.THREAD);
    }

    /// Attaches to an existing file; `recovery` says who cleans up after dead processes.
    ///
    /// @throws FileFormatException as `attach(Path)`
    /// @throws FileAccessException as `attach(Path)`
    /// @throws TooManyProcessesException 1,023 processes are attached
    public static SharedMemory attach(Path path, MemoryOptions.Recovery recovery) {
        return AttachedFile.attach(path, recovery).handle();
    }

    /// Attaches to an existing file under a role and a name, which [#processes] shows to others: the
    /// first 15 and 55 bytes of them.
    ///
    /// @throws FileFormatException as `attach(Path)`
    /// @throws FileAccessException as `attach(Path)`
    /// @throws TooManyProcessesException 1,023 processes are attached
    public static SharedMemory attach(Path path, String role, String name) {
        return AttachedFile.attach(path, role, name).handle();
    }

    /// Attaches to the file, or creates it with room for `byteSize` bytes of regions. Several processes
    /// may do so at once.
    ///
    /// @throws FileFormatException as `attach(Path)`
    /// @throws FileAccessException as `attach(Path)`
    /// @throws TooManyProcessesException 1,023 processes are attached
    /// @throws OutOfSpaceException the file system or the memory has no room for a new file
    public static SharedMemory openOrCreate(Path path, long byteSize) {
        return openOrCreate(path, MemoryOptions.defaults().byteSize(byteSize));
    }

    /// Attaches to the file, or creates it as the options say. Several processes may do so at once.
    ///
    /// @throws FileFormatException as `attach(Path)`
    /// @throws FileAccessException as `attach(Path)`
    /// @throws TooManyProcessesException 1,023 processes are attached
    /// @throws OutOfSpaceException the file system or the memory has no room for a new file
    public static SharedMemory openOrCreate(Path path, MemoryOptions options) {
        return AttachedFile.openOrCreate(path, options).handle();
    }

    /// Looks at a file without touching it: takes no slot and writes no byte, so this works on the
    /// files of dead programs and of other boots, and on files that other users may read.
    ///
    /// @throws FileFormatException it is no Millrace file, or damaged, or of another version
    /// @throws FileAccessException the system refused
    public static SharedMemory attachReadOnly(Path path) {
        return AttachedFile.observe(path).handle();
    }

    /// Creates a file in the default folder, which is removed when this process closes it. If this
    /// process dies, the file is removed when the last attached process closes it, or when a process
    /// next uses that folder.
    ///
    /// @throws OutOfSpaceException the file system or the memory has no room for it
    /// @throws FileAccessException no default folder can be used
    public static SharedMemory temporary(long byteSize) {
        return temporary(MemoryOptions.defaults().byteSize(byteSize));
    }

    /// Creates a temporary file as the options say.
    ///
    /// @throws OutOfSpaceException the file system or the memory has no room for it
    /// @throws FileAccessException no default folder can be used
    public static SharedMemory temporary(MemoryOptions options) {
        return AttachedFile.temporary(options).handle();
    }

    /// Removes every file that no living process is attached to from each folder that may have been
    /// the default folder, and returns their paths. Files that `create` made there are removed too;
    /// persistent files, and files in other folders, are not.
    public static List<Path> sweep() {
        return AttachedFile.sweep();
    }

    // This file.

    @Override
    public Path file() {
        return attached.file();
    }

    /// Identifies this file among all files, also among later files of the same name.
    public UUID id() {
        return attached.id();
    }

    /// The number of bytes that all regions together may use.
    public long byteSize() {
        return attached.byteSize();
    }

    /// The number of bytes that further regions together may use, possibly not in one piece.
    public long freeBytes() {
        return attached.freeBytes();
    }

    /// Whether this process attached read-only.
    public boolean isReadOnly() {
        return attached.isReadOnly();
    }

    /// The living processes that are attached; processes that attached read-only are not among them.
    public List<ProcessInfo> processes() {
        return attached.slotHolder().living();
    }

    /// Cleans up after processes that died and threads that ended, and closes regions that others
    /// dropped. The recovery thread does this every 100 ms for about 16 processes at a time; this
    /// method, for programs that chose `MANUAL` recovery, does it for all processes.
    public void recoverDead() {
        attached.recoverDead();
    }

    /// Writes everything to the disk, if the file is on one.
    public void force() {
        attached.force();
    }

    /// Unmaps the file here and gives the process slot back. The file stays unless it is temporary.
    /// Does nothing the second time.
    ///
    /// @throws IllegalStateException a pool is open on this memory
    @Override
    public void close() {
        attached.close();
    }

    /// Closes, and removes the file. Other processes that are attached keep their regions. Does nothing
    /// after [#close]: then the file is removed by its path.
    ///
    /// @throws IllegalStateException a pool is open on this memory
    public void delete() {
        attached.delete();
    }

    // Regions of any kind.

    /// All regions of the users.
    public List<RegionInfo> regions() {
        return attached.allRegions().stream()
                .filter(region -> region.kind() != RegionKind.ENGINE)
                .toList();
    }

    /// The region of that name, if there is one.
    public Optional<RegionInfo> region(String name) {
        return attached.region(Objects.requireNonNull(name, "name"));
    }

    /// Frees a region. From then on handles of it, here and in other processes, throw
    /// `RegionDroppedException`. Its bytes are used again when no living process has it open.
    ///
    /// A job that its caller computes alone, because it has few elements, is unknown to other processes:
    /// only in the same attachment it refuses a drop. A drop elsewhere comes after such a job, which goes
    /// on with the bytes to its end.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws IllegalStateException a running job uses it, or a library that reads an Arrow export of it
    public void drop(String name) {
        attached.drop(NamedHandles.given(name));
    }

    // Arrays and values of the six element types.

    /// Creates an array of `byte`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public ByteArray newByteArray(String name, long... shape) {
        return (ByteArray) handles.newArray(name, ElementType.BYTE, shape);
    }

    /// Creates an array of `byte` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public ByteArray newByteArray(long... shape) {
        return (ByteArray) handles.newArray(ElementType.BYTE, shape);
    }

    /// Opens an array of `byte`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public ByteArray byteArray(String name) {
        return (ByteArray) handles.array(name, ElementType.BYTE);
    }

    /// Opens the array of `byte`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public ByteArray openOrNewByteArray(String name, long... shape) {
        return (ByteArray) handles.openOrNewArray(name, ElementType.BYTE, shape);
    }

    /// Creates a `byte` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteValue newByteValue(String name, byte initial) {
        return (ByteValue)
                handles.newValue(name, ElementType.BYTE, cell -> cell.set(JAVA_BYTE, 0, initial));
    }

    /// Creates a `byte` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteValue newByteValue(byte initial) {
        return (ByteValue) handles.newValue(ElementType.BYTE, cell -> cell.set(JAVA_BYTE, 0, initial));
    }

    /// Opens a `byte`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public ByteValue byteValue(String name) {
        return (ByteValue) handles.value(name, ElementType.BYTE);
    }

    /// Opens the `byte`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteValue openOrNewByteValue(String name, byte initial) {
        return (ByteValue) handles.openOrNewValue(
                name, ElementType.BYTE, cell -> cell.set(JAVA_BYTE, 0, initial));
    }

    /// Creates an array of `short`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public ShortArray newShortArray(String name, long... shape) {
        return (ShortArray) handles.newArray(name, ElementType.SHORT, shape);
    }

    /// Creates an array of `short` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public ShortArray newShortArray(long... shape) {
        return (ShortArray) handles.newArray(ElementType.SHORT, shape);
    }

    /// Opens an array of `short`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public ShortArray shortArray(String name) {
        return (ShortArray) handles.array(name, ElementType.SHORT);
    }

    /// Opens the array of `short`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public ShortArray openOrNewShortArray(String name, long... shape) {
        return (ShortArray) handles.openOrNewArray(name, ElementType.SHORT, shape);
    }

    /// Creates a `short` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ShortValue newShortValue(String name, short initial) {
        return (ShortValue)
                handles.newValue(name, ElementType.SHORT, cell -> cell.set(JAVA_SHORT, 0, initial));
    }

    /// Creates a `short` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ShortValue newShortValue(short initial) {
        return (ShortValue) handles.newValue(ElementType.SHORT, cell -> cell.set(JAVA_SHORT, 0, initial));
    }

    /// Opens a `short`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public ShortValue shortValue(String name) {
        return (ShortValue) handles.value(name, ElementType.SHORT);
    }

    /// Opens the `short`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ShortValue openOrNewShortValue(String name, short initial) {
        return (ShortValue) handles.openOrNewValue(
                name, ElementType.SHORT, cell -> cell.set(JAVA_SHORT, 0, initial));
    }

    /// Creates an array of `int`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public IntArray newIntArray(String name, long... shape) {
        return (IntArray) handles.newArray(name, ElementType.INT, shape);
    }

    /// Creates an array of `int` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public IntArray newIntArray(long... shape) {
        return (IntArray) handles.newArray(ElementType.INT, shape);
    }

    /// Opens an array of `int`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public IntArray intArray(String name) {
        return (IntArray) handles.array(name, ElementType.INT);
    }

    /// Opens the array of `int`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public IntArray openOrNewIntArray(String name, long... shape) {
        return (IntArray) handles.openOrNewArray(name, ElementType.INT, shape);
    }

    /// Creates an `int` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public IntValue newIntValue(String name, int initial) {
        return (IntValue)
                handles.newValue(name, ElementType.INT, cell -> cell.set(JAVA_INT, 0, initial));
    }

    /// Creates an `int` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public IntValue newIntValue(int initial) {
        return (IntValue) handles.newValue(ElementType.INT, cell -> cell.set(JAVA_INT, 0, initial));
    }

    /// Opens an `int`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public IntValue intValue(String name) {
        return (IntValue) handles.value(name, ElementType.INT);
    }

    /// Opens the `int`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public IntValue openOrNewIntValue(String name, int initial) {
        return (IntValue) handles.openOrNewValue(
                name, ElementType.INT, cell -> cell.set(JAVA_INT, 0, initial));
    }

    /// Creates an array of `long`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public LongArray newLongArray(String name, long... shape) {
        return (LongArray) handles.newArray(name, ElementType.LONG, shape);
    }

    /// Creates an array of `long` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public LongArray newLongArray(long... shape) {
        return (LongArray) handles.newArray(ElementType.LONG, shape);
    }

    /// Opens an array of `long`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public LongArray longArray(String name) {
        return (LongArray) handles.array(name, ElementType.LONG);
    }

    /// Opens the array of `long`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public LongArray openOrNewLongArray(String name, long... shape) {
        return (LongArray) handles.openOrNewArray(name, ElementType.LONG, shape);
    }

    /// Creates a `long` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public LongValue newLongValue(String name, long initial) {
        return (LongValue)
                handles.newValue(name, ElementType.LONG, cell -> cell.set(JAVA_LONG, 0, initial));
    }

    /// Creates a `long` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public LongValue newLongValue(long initial) {
        return (LongValue) handles.newValue(ElementType.LONG, cell -> cell.set(JAVA_LONG, 0, initial));
    }

    /// Opens a `long`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public LongValue longValue(String name) {
        return (LongValue) handles.value(name, ElementType.LONG);
    }

    /// Opens the `long`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public LongValue openOrNewLongValue(String name, long initial) {
        return (LongValue) handles.openOrNewValue(
                name, ElementType.LONG, cell -> cell.set(JAVA_LONG, 0, initial));
    }

    /// Creates an array of `float`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public FloatArray newFloatArray(String name, long... shape) {
        return (FloatArray) handles.newArray(name, ElementType.FLOAT, shape);
    }

    /// Creates an array of `float` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public FloatArray newFloatArray(long... shape) {
        return (FloatArray) handles.newArray(ElementType.FLOAT, shape);
    }

    /// Opens an array of `float`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public FloatArray floatArray(String name) {
        return (FloatArray) handles.array(name, ElementType.FLOAT);
    }

    /// Opens the array of `float`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public FloatArray openOrNewFloatArray(String name, long... shape) {
        return (FloatArray) handles.openOrNewArray(name, ElementType.FLOAT, shape);
    }

    /// Creates a `float` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public FloatValue newFloatValue(String name, float initial) {
        return (FloatValue)
                handles.newValue(name, ElementType.FLOAT, cell -> cell.set(JAVA_FLOAT, 0, initial));
    }

    /// Creates a `float` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public FloatValue newFloatValue(float initial) {
        return (FloatValue) handles.newValue(ElementType.FLOAT, cell -> cell.set(JAVA_FLOAT, 0, initial));
    }

    /// Opens a `float`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public FloatValue floatValue(String name) {
        return (FloatValue) handles.value(name, ElementType.FLOAT);
    }

    /// Opens the `float`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public FloatValue openOrNewFloatValue(String name, float initial) {
        return (FloatValue) handles.openOrNewValue(
                name, ElementType.FLOAT, cell -> cell.set(JAVA_FLOAT, 0, initial));
    }

    /// Creates an array of `double`, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public DoubleArray newDoubleArray(String name, long... shape) {
        return (DoubleArray) handles.newArray(name, ElementType.DOUBLE, shape);
    }

    /// Creates an array of `double` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the shape has no or more than 8 dimensions, or is too large
    public DoubleArray newDoubleArray(long... shape) {
        return (DoubleArray) handles.newArray(ElementType.DOUBLE, shape);
    }

    /// Opens an array of `double`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public DoubleArray doubleArray(String name) {
        return (DoubleArray) handles.array(name, ElementType.DOUBLE);
    }

    /// Opens the array of `double`, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, type or shape
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the name or the shape is not allowed
    public DoubleArray openOrNewDoubleArray(String name, long... shape) {
        return (DoubleArray) handles.openOrNewArray(name, ElementType.DOUBLE, shape);
    }

    /// Creates a `double` with its first value.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public DoubleValue newDoubleValue(String name, double initial) {
        return (DoubleValue)
                handles.newValue(name, ElementType.DOUBLE, cell -> cell.set(JAVA_DOUBLE, 0, initial));
    }

    /// Creates a `double` with its first value under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public DoubleValue newDoubleValue(double initial) {
        return (DoubleValue) handles.newValue(ElementType.DOUBLE, cell -> cell.set(JAVA_DOUBLE, 0, initial));
    }

    /// Opens a `double`.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind or type
    public DoubleValue doubleValue(String name) {
        return (DoubleValue) handles.value(name, ElementType.DOUBLE);
    }

    /// Opens the `double`, or creates it with that first value.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or type
    /// @throws OutOfSpaceException no free space of this file is large enough
    public DoubleValue openOrNewDoubleValue(String name, double initial) {
        return (DoubleValue) handles.openOrNewValue(
                name, ElementType.DOUBLE, cell -> cell.set(JAVA_DOUBLE, 0, initial));
    }

    /// Opens an array of whatever element type it has.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is no array
    public NumericArray array(String name) {
        return DataAccess.array(handles.open(name, RegionKind.ARRAY));
    }

    // Arrays of records, and plain bytes.

    /// Creates an array of `length` records in C layout, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException a component is neither a primitive nor a record of primitives
    public <R extends Record> StructArray<R> newStructArray(
            String name, Class<R> type, long length) {
        return handles.newStructs(NamedHandles.given(name), type, length);
    }

    /// Creates an array of `length` records under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException a component is neither a primitive nor a record of primitives
    public <R extends Record> StructArray<R> newStructArray(Class<R> type, long length) {
        return handles.newStructs(null, type, length);
    }

    /// Opens an array of records.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or `type` has other fields
    public <R extends Record> StructArray<R> structArray(String name, Class<R> type) {
        return handles.structs(name, type);
    }

    /// Opens the array of records, or creates it, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, its records have
    ///         other fields, or it has another length
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException a component is neither a primitive nor a record of primitives
    public <R extends Record> StructArray<R> openOrNewStructArray(
            String name, Class<R> type, long length) {
        return handles.openOrNewStructs(name, type, length);
    }

    /// Creates plain bytes, all zero.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteArray newBytes(String name, long byteSize) {
        return handles.newBytes(NamedHandles.given(name), byteSize);
    }

    /// Creates plain bytes under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteArray newBytes(long byteSize) {
        return handles.newBytes(null, byteSize);
    }

    /// Opens plain bytes.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public ByteArray bytes(String name) {
        return handles.bytes(name);
    }

    /// Opens the bytes, or creates them, all zero.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind or size
    /// @throws OutOfSpaceException no free space of this file is large enough
    public ByteArray openOrNewBytes(String name, long byteSize) {
        return handles.openOrNewBytes(name, byteSize);
    }

    // Locks and other things to wait for. A condition is created and opened by its `SharedLock`.

    /// Creates a lock. After its owner died, the next caller of `lock` is told by an exception.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock newLock(String name) {
        return newLock(name, LockOptions.defaults());
    }

    /// Creates a lock as the options say.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock newLock(String name, LockOptions options) {
        return SyncAccess.lock(handles.create(LockCore.request(NamedHandles.given(name), continues(options))));
    }

    /// Creates a lock under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock newLock() {
        return newLock(LockOptions.defaults());
    }

    /// Creates a lock under a generated name, as the options say.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock newLock(LockOptions options) {
        return SyncAccess.lock(handles.create(LockCore.request(null, continues(options))));
    }

    /// Opens a lock.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedLock lock(String name) {
        return SyncAccess.lock(handles.open(name, RegionKind.LOCK));
    }

    /// Opens the lock, or creates it.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock openOrNewLock(String name) {
        return openOrNewLock(name, LockOptions.defaults());
    }

    /// Opens the lock, whatever its options are, or creates it as these options say.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedLock openOrNewLock(String name, LockOptions options) {
        return handles.openOrNew(() -> lock(name), () -> newLock(name, options));
    }

    private static boolean continues(LockOptions options) {
        return options.onOwnerDeath() == LockOptions.OnOwnerDeath.CONTINUE;
    }

    /// Creates a read-write lock. After its writer died, the next caller of `lock` is told by an
    /// exception.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock newReadWriteLock(String name) {
        return newReadWriteLock(name, LockOptions.defaults());
    }

    /// Creates a read-write lock as the options say.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock newReadWriteLock(String name, LockOptions options) {
        return SyncAccess.readWriteLock(
                handles.create(ReadWriteCore.request(NamedHandles.given(name), continues(options))));
    }

    /// Creates a read-write lock under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock newReadWriteLock() {
        return newReadWriteLock(LockOptions.defaults());
    }

    /// Creates a read-write lock under a generated name, as the options say.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock newReadWriteLock(LockOptions options) {
        return SyncAccess.readWriteLock(handles.create(ReadWriteCore.request(null, continues(options))));
    }

    /// Opens a read-write lock.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedReadWriteLock readWriteLock(String name) {
        return SyncAccess.readWriteLock(handles.open(name, RegionKind.READ_WRITE_LOCK));
    }

    /// Opens the read-write lock, or creates it.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock openOrNewReadWriteLock(String name) {
        return openOrNewReadWriteLock(name, LockOptions.defaults());
    }

    /// Opens the read-write lock, whatever its options are, or creates it as these options say.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedReadWriteLock openOrNewReadWriteLock(String name, LockOptions options) {
        return handles.openOrNew(() -> readWriteLock(name), () -> newReadWriteLock(name, options));
    }

    /// Creates a semaphore with that many permits, which are also its maximum.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is below 1
    public SharedSemaphore newSemaphore(String name, int permits) {
        return newSemaphore(name, permits, permits);
    }

    /// Creates a semaphore that starts with `permits` permits and never has more than `maximum`.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is negative or above the maximum, or that is below 1
    public SharedSemaphore newSemaphore(String name, int permits, int maximum) {
        return SyncAccess.semaphore(handles.create(SemaphoreCore.request(NamedHandles.given(name), permits, maximum)));
    }

    /// Creates a semaphore under a generated name; its permits are also its maximum.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is below 1
    public SharedSemaphore newSemaphore(int permits) {
        return newSemaphore(permits, permits);
    }

    /// Creates a semaphore under a generated name that never has more than `maximum` permits.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is negative or above the maximum, or that is below 1
    public SharedSemaphore newSemaphore(int permits, int maximum) {
        return SyncAccess.semaphore(handles.create(SemaphoreCore.request(null, permits, maximum)));
    }

    /// Opens a semaphore.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedSemaphore semaphore(String name) {
        return SyncAccess.semaphore(handles.open(name, RegionKind.SEMAPHORE));
    }

    /// Opens the semaphore, or creates it with that many permits, which are also its maximum.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has another maximum
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is below 1
    public SharedSemaphore openOrNewSemaphore(String name, int permits) {
        return openOrNewSemaphore(name, permits, permits);
    }

    /// Opens the semaphore, or creates it with `permits` permits and that maximum.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has another maximum
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `permits` is negative or above the maximum, or that is below 1
    public SharedSemaphore openOrNewSemaphore(String name, int permits, int maximum) {
        SharedSemaphore semaphore =
                handles.openOrNew(() -> semaphore(name), () -> newSemaphore(name, permits, maximum));
        NamedHandles.requireSame(name, "maximum", semaphore.maximum(), maximum);
        return semaphore;
    }

    /// Creates an event that is not set.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedEvent newEvent(String name) {
        return SyncAccess.event(handles.create(EventCore.request(NamedHandles.given(name))));
    }

    /// Creates an event that is not set under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedEvent newEvent() {
        return SyncAccess.event(handles.create(EventCore.request(null)));
    }

    /// Opens an event.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedEvent event(String name) {
        return SyncAccess.event(handles.open(name, RegionKind.EVENT));
    }

    /// Opens the event, or creates it, not set.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedEvent openOrNewEvent(String name) {
        return handles.openOrNew(() -> event(name), () -> newEvent(name));
    }

    /// Creates a barrier for that many threads. This process becomes a party when it first waits.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `parties` is below 1 or above the limit that the message tells
    public SharedBarrier newBarrier(String name, int parties) {
        return SyncAccess.newBarrier(handles.create(BarrierCore.request(NamedHandles.given(name), parties)));
    }

    /// Creates a barrier for that many threads under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `parties` is below 1 or above the limit that the message tells
    public SharedBarrier newBarrier(int parties) {
        return SyncAccess.newBarrier(handles.create(BarrierCore.request(null, parties)));
    }

    /// Opens a barrier. From now on the barrier breaks if this process dies before it arrives.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedBarrier barrier(String name) {
        return SyncAccess.barrier(handles.open(name, RegionKind.BARRIER));
    }

    /// Opens the barrier, or creates it.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other parties
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException `parties` is below 1 or above the limit that the message tells
    public SharedBarrier openOrNewBarrier(String name, int parties) {
        SharedBarrier barrier = handles.openOrNew(() -> barrier(name), () -> newBarrier(name, parties));
        NamedHandles.requireSame(name, "parties", barrier.parties(), parties);
        return barrier;
    }

    // Queues.

    /// Creates a queue with `QueueOptions.defaults()`.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <T> SharedQueue<T> newQueue(String name, Codec<T> codec) {
        return newQueue(name, codec, QueueOptions.defaults());
    }

    /// Creates a queue as the options say.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws NoSuchRegionException the dead-letter queue of the options does not exist
    public <T> SharedQueue<T> newQueue(String name, Codec<T> codec, QueueOptions options) {
        return makeQueue(NamedHandles.given(name), codec, options);
    }

    /// Creates a queue with `QueueOptions.defaults()` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <T> SharedQueue<T> newQueue(Codec<T> codec) {
        return makeQueue(null, codec, QueueOptions.defaults());
    }

    /// Creates a queue under a generated name, as the options say.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws NoSuchRegionException the dead-letter queue of the options does not exist
    public <T> SharedQueue<T> newQueue(Codec<T> codec, QueueOptions options) {
        return makeQueue(null, codec, options);
    }

    private <T> SharedQueue<T> makeQueue(@Nullable String name, Codec<T> codec, QueueOptions options) {
        QueueRegion.Wanted wanted = new QueueRegion.Wanted(
                CodecName.checked(codec.name()),
                options.capacity(),
                options.maxMessageByteSize(),
                options.waiting(),
                options.maxDeliveries(),
                options.deadLetters());
        return MessageAccess.queue(handles.create(QueueRegion.request(attached, name, wanted)), codec);
    }

    /// Opens a queue.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or has another codec
    public <T> SharedQueue<T> queue(String name, Codec<T> codec) {
        return MessageAccess.queue(handles.open(name, RegionKind.QUEUE), codec);
    }

    /// Opens the queue, whatever its options are, or creates it with `QueueOptions.defaults()`.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has another codec
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <T> SharedQueue<T> openOrNewQueue(String name, Codec<T> codec) {
        return handles.openOrNew(() -> queue(name, codec), () -> newQueue(name, codec));
    }

    /// Opens the queue, or creates it as the options say.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has another codec,
    ///         capacity or size of messages
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws NoSuchRegionException the dead-letter queue of the options does not exist
    public <T> SharedQueue<T> openOrNewQueue(String name, Codec<T> codec, QueueOptions options) {
        SharedQueue<T> queue = handles.openOrNew(() -> queue(name, codec), () -> newQueue(name, codec, options));
        NamedHandles.requireShape(
                name,
                new long[] {options.capacity(), options.maxMessageByteSize()},
                new long[] {queue.capacity(), queue.maxMessageByteSize()});
        return queue;
    }

    // Maps.

    /// Creates a map with `MapOptions.defaults()`.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> newMap(String name, Codec<K> keys, Codec<V> values) {
        return newMap(name, keys, values, MapOptions.defaults());
    }

    /// Creates a map as the options say.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> newMap(String name, Codec<K> keys, Codec<V> values, MapOptions options) {
        return makeMap(NamedHandles.given(name), keys, values, options);
    }

    /// Creates a map with `MapOptions.defaults()` under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> newMap(Codec<K> keys, Codec<V> values) {
        return makeMap(null, keys, values, MapOptions.defaults());
    }

    /// Creates a map under a generated name, as the options say.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> newMap(Codec<K> keys, Codec<V> values, MapOptions options) {
        return makeMap(null, keys, values, options);
    }

    private <K, V> SharedMap<K, V> makeMap(
            @Nullable String name, Codec<K> keys, Codec<V> values, MapOptions options) {
        MapRegion.Wanted wanted = new MapRegion.Wanted(
                options.maxEntries(),
                options.maxKeyByteSize(),
                options.maxValueByteSize(),
                CodecName.checked(keys.name()),
                CodecName.checked(values.name()));
        return MapAccess.map(handles.create(MapRegion.request(name, wanted)), keys, values);
    }

    /// Opens a map.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or has other codecs
    public <K, V> SharedMap<K, V> map(String name, Codec<K> keys, Codec<V> values) {
        return MapAccess.map(handles.open(name, RegionKind.MAP), keys, values);
    }

    /// Opens the map, whatever its options are, or creates it with `MapOptions.defaults()`.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other codecs
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> openOrNewMap(String name, Codec<K> keys, Codec<V> values) {
        return handles.openOrNew(() -> map(name, keys, values), () -> newMap(name, keys, values));
    }

    /// Opens the map, or creates it as the options say.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other codecs or
    ///         options
    /// @throws OutOfSpaceException no free space of this file is large enough
    public <K, V> SharedMap<K, V> openOrNewMap(
            String name, Codec<K> keys, Codec<V> values, MapOptions options) {
        SharedMap<K, V> map =
                handles.openOrNew(() -> map(name, keys, values), () -> newMap(name, keys, values, options));
        NamedHandles.requireShape(
                name,
                new long[] {options.maxEntries(), options.maxKeyByteSize(), options.maxValueByteSize()},
                new long[] {map.maxEntries(), map.maxKeyByteSize(), map.maxValueByteSize()});
        return map;
    }

    // Counters.

    /// Creates a counter that stands at 0, without labels.
    ///
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedCounter newCounter(String name) {
        return newCounter(name, Map.of());
    }

    /// Creates a counter that stands at 0. Its labels tell what it counts, such as `status=404`; those who
    /// look from outside see them beside the name.
    ///
    /// @param labels keys as in OpenMetrics: letters, digits and `_`, no digit and no `__` at the start, and
    ///         not `name`; values without control characters; as lines `key=value` at most 503 bytes of UTF-8
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException a label is not allowed, or they are too long together
    public SharedCounter newCounter(String name, Map<String, String> labels) {
        return DataAccess.counter(handles.create(CounterRegion.request(NamedHandles.given(name), labels)));
    }

    /// Creates a counter that stands at 0, without labels, under a generated name.
    ///
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedCounter newCounter() {
        return DataAccess.counter(handles.create(CounterRegion.request(null, Map.of())));
    }

    /// Opens a counter, whatever labels it has.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind
    public SharedCounter counter(String name) {
        return DataAccess.counter(handles.open(name, RegionKind.COUNTER));
    }

    /// Opens the counter, whatever labels it has, or creates it at 0, without labels.
    ///
    /// @throws WrongRegionTypeException the existing region is of another kind
    /// @throws OutOfSpaceException no free space of this file is large enough
    public SharedCounter openOrNewCounter(String name) {
        return handles.openOrNew(() -> counter(name), () -> newCounter(name));
    }

    /// Opens the counter, or creates it at 0.
    ///
    /// @param labels as `newCounter(String, Map)`
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other labels
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException a label is not allowed, or they are too long together
    public SharedCounter openOrNewCounter(String name, Map<String, String> labels) {
        SharedCounter counter = handles.openOrNew(() -> counter(name), () -> newCounter(name, labels));
        NamedHandles.requireEqual(name, "labels", counter.labels(), labels);
        return counter;
    }

    // Pipes and broadcasts.

    /// Creates a pipe: the first end sends with `toSecond`, the second end with `toFirst`.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <A, B> Pipe<A, B> newPipe(String name, Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        return makePipe(NamedHandles.given(name), toSecond, toFirst, capacityBytes);
    }

    /// Creates a pipe under a generated name.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <A, B> Pipe<A, B> newPipe(Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        return makePipe(null, toSecond, toFirst, capacityBytes);
    }

    /// Creates a pipe that carries the same type of messages in both directions.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Pipe<T, T> newPipe(String name, Codec<T> codec, long capacityBytes) {
        return newPipe(name, codec, codec, capacityBytes);
    }

    /// Creates a pipe for one type of messages under a generated name.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Pipe<T, T> newPipe(Codec<T> codec, long capacityBytes) {
        return newPipe(codec, codec, capacityBytes);
    }

    private <A, B> Pipe<A, B> makePipe(
            @Nullable String name, Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        RegionRequest request = PipeState.request(name, toSecond.name(), toFirst.name(), capacityBytes);
        return MessageAccess.pipe(handles.create(request), toSecond, toFirst);
    }

    /// Opens a pipe.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or has other codecs
    public <A, B> Pipe<A, B> pipe(String name, Codec<A> toSecond, Codec<B> toFirst) {
        return MessageAccess.pipe(handles.open(name, RegionKind.PIPE), toSecond, toFirst);
    }

    /// Opens a pipe that carries the same type of messages in both directions.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or has another codec
    public <T> Pipe<T, T> pipe(String name, Codec<T> codec) {
        return pipe(name, codec, codec);
    }

    /// Opens the pipe, or creates it.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other codecs or
    ///         another capacity
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <A, B> Pipe<A, B> openOrNewPipe(
            String name, Codec<A> toSecond, Codec<B> toFirst, long capacityBytes) {
        Pipe<A, B> pipe = handles.openOrNew(
                () -> pipe(name, toSecond, toFirst), () -> newPipe(name, toSecond, toFirst, capacityBytes));
        NamedHandles.requireSame(name, "capacityBytes", pipe.capacityBytes(), PipeHeader.capacity(capacityBytes));
        return pipe;
    }

    /// Opens the pipe that carries the same type of messages in both directions, or creates it.
    ///
    /// @param capacityBytes of each direction, up to 1 GiB; rounded up to a power of two
    /// @throws WrongRegionTypeException the existing region is of another kind, or has other codecs or
    ///         another capacity
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Pipe<T, T> openOrNewPipe(String name, Codec<T> codec, long capacityBytes) {
        return openOrNewPipe(name, codec, codec, capacityBytes);
    }

    /// Creates a broadcast.
    ///
    /// @param capacityBytes how far a subscriber may fall behind before it misses all but the newest
    ///         message, up to 1 GiB; rounded up to a power of two, of which one message may take an
    ///         eighth
    /// @throws RegionExistsException the name is taken
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Broadcast<T> newBroadcast(String name, Codec<T> codec, long capacityBytes) {
        return makeBroadcast(NamedHandles.given(name), codec, capacityBytes);
    }

    /// Creates a broadcast under a generated name.
    ///
    /// @param capacityBytes how far a subscriber may fall behind before it misses all but the newest
    ///         message, up to 1 GiB; rounded up to a power of two, of which one message may take an
    ///         eighth
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Broadcast<T> newBroadcast(Codec<T> codec, long capacityBytes) {
        return makeBroadcast(null, codec, capacityBytes);
    }

    private <T> Broadcast<T> makeBroadcast(@Nullable String name, Codec<T> codec, long capacityBytes) {
        RegionRequest request = BroadcastState.request(name, codec.name(), capacityBytes);
        return MessageAccess.broadcast(handles.create(request), codec);
    }

    /// Opens a broadcast.
    ///
    /// @throws NoSuchRegionException there is no region of that name
    /// @throws WrongRegionTypeException the region is of another kind, or has another codec
    public <T> Broadcast<T> broadcast(String name, Codec<T> codec) {
        return MessageAccess.broadcast(handles.open(name, RegionKind.BROADCAST), codec);
    }

    /// Opens the broadcast, or creates it.
    ///
    /// @param capacityBytes how far a subscriber may fall behind before it misses all but the newest
    ///         message, up to 1 GiB; rounded up to a power of two, of which one message may take an
    ///         eighth
    /// @throws WrongRegionTypeException the existing region is of another kind, or has another codec or
    ///         capacity
    /// @throws OutOfSpaceException no free space of this file is large enough
    /// @throws IllegalArgumentException the capacity is out of range
    public <T> Broadcast<T> openOrNewBroadcast(String name, Codec<T> codec, long capacityBytes) {
        Broadcast<T> broadcast =
                handles.openOrNew(() -> broadcast(name, codec), () -> newBroadcast(name, codec, capacityBytes));
        NamedHandles.requireSame(
                name, "capacityBytes", broadcast.capacityBytes(), BroadcastHeader.capacity(capacityBytes));
        return broadcast;
    }
}
