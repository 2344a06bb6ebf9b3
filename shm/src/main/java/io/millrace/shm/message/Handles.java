package io.millrace.shm.message;

import io.millrace.shm.RegionKind;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.NumericValue;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.Regions;
import io.millrace.shm.sync.Repair;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedCondition;
import io.millrace.shm.sync.SharedEvent;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;
import org.jspecify.annotations.Nullable;

/// Handles in messages: row and generation of the region, so that the receiver opens exactly the
/// same one, or learns that it was dropped.
final class Handles {
    private static final long WHOLE = 0;
    private static final long FIRST = 1;
    private static final long SECOND = 2;

    private Handles() {}

    /// Writes a handle, or the memory itself; false when it is neither.
    static boolean write(Object value, ValueWriter out) {
        return writeData(value, out) || writeWait(value, out) || writeMessages(value, out);
    }

    private static boolean writeData(Object value, ValueWriter out) {
        switch (value) {
            case NumericArray array -> writeArray(array, out);
            case NumericValue number -> put(number.region(), value, out);
            case StructArray<?> structs -> {
                put(structs.region(), value, out);
                out.putName(structs.recordType().getName());
            }
            case Regions memory -> {
                requireSame(memory, value, out);
                out.putMemory();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean writeWait(Object value, ValueWriter out) {
        switch (value) {
            case SharedLock lock -> {
                put(lock.region(), value, out);
                out.putValue(".repair()", lock.repair().orElse(null));
            }
            case SharedReadWriteLock lock -> {
                put(lock.region(), value, out);
                out.putValue(".repair()", lock.repair().orElse(null));
            }
            case SharedCondition condition -> put(condition.region(), value, out);
            case SharedSemaphore semaphore -> put(semaphore.region(), value, out);
            case SharedEvent event -> put(event.region(), value, out);
            case SharedBarrier barrier -> put(barrier.region(), value, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean writeMessages(Object value, ValueWriter out) {
        switch (value) {
            case SharedQueue<?> queue -> {
                put(queue.region(), value, out);
                KnownCodecs.write(queue.codec(), value, out);
            }
            case Pipe<?, ?> pipe -> {
                put(pipe.region(), value, out);
                out.putLong(WHOLE);
                KnownCodecs.write(pipe.toSecond(), value, out);
                KnownCodecs.write(pipe.toFirst(), value, out);
            }
            case Connection<?, ?> end -> {
                Region region = end.endpoint().region();
                boolean first = PipeState.of(region).first == end.endpoint();
                put(region, value, out);
                out.putLong(first ? FIRST : SECOND);
                KnownCodecs.write(first ? end.sends() : end.receives(), value, out);
                KnownCodecs.write(first ? end.receives() : end.sends(), value, out);
            }
            case Broadcast<?> broadcast -> {
                put(broadcast.region(), value, out);
                KnownCodecs.write(broadcast.codec(), value, out);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void put(Region region, Object handle, ValueWriter out) {
        requireSame(region.memory(), handle, out);
        out.putHandle(region.kind().code(), region.row(), region.generation());
    }

    /// Several attachments of one process may look at the same file.
    private static void requireSame(Regions theirs, Object handle, ValueWriter out) {
        Regions own = out.memory();
        if (own == null) {
            throw new Refused(handle.getClass(), "a handle travels only through what lies in a memory, such as a queue");
        }
        if (own != theirs && !own.file().equals(theirs.file())) {
            throw new Refused(handle.getClass(), "it belongs to another file: file=%s, this message stays in %s; send data instead"
                    .formatted(theirs.file(), own.file()));
        }
    }

    private static void writeArray(NumericArray array, ValueWriter out) {
        put(array.region(), array, out);
        boolean whole = array.byteSize() == array.region().byteSize();
        out.putLong(whole ? -1 : array.start());
        out.putLong(array.start() + array.length());
    }

    /// The memory, for who reads a message that stays in it.
    static Regions memory(Carrier.Input in) {
        Regions memory = in.memory();
        if (memory == null) {
            throw new IllegalStateException("a handle in a message that belongs to no memory");
        }
        return memory;
    }

    static Object read(Carrier.Input in, long kindCode) {
        RegionKind kind = RegionKind.ofCode(Math.toIntExact(kindCode));
        Region region = memory(in).openRegion(Math.toIntExact(in.getLong()), in.getLong());
        if (region.kind() != kind) {
            throw new IllegalArgumentException("a handle on another kind: region=" + region.info() + ", wanted=" + kind);
        }
        return switch (kind) {
            case ARRAY, BYTES -> readArray(NumericArray.over(region), in.getLong(), in.getLong());
            case VALUE -> NumericValue.over(region);
            case STRUCT -> StructArray.over(region, ClassNames.findRecord(in.getName()));
            case LOCK -> readLock(SharedLock.over(region), (Repair) in.getValue());
            case READ_WRITE_LOCK -> readLock(SharedReadWriteLock.over(region), (Repair) in.getValue());
            case CONDITION -> SharedCondition.over(region);
            case SEMAPHORE -> SharedSemaphore.over(region);
            case EVENT -> SharedEvent.over(region);
            case BARRIER -> SharedBarrier.over(region);
            case QUEUE -> SharedQueue.over(region, KnownCodecs.read(in));
            case PIPE -> readPipe(region, in.getLong(), in);
            case BROADCAST -> Broadcast.over(region, KnownCodecs.read(in));
            case ENGINE -> throw new IllegalArgumentException("no handle on the engine's bookkeeping travels");
        };
    }

    private static NumericArray readArray(NumericArray array, long from, long to) {
        return from < 0 ? array : array.slice(from, to);
    }

    private static Object readLock(SharedLock lock, @Nullable Repair repair) {
        return repair == null ? lock : lock.withRepair(repair);
    }

    private static Object readLock(SharedReadWriteLock lock, @Nullable Repair repair) {
        return repair == null ? lock : lock.withRepair(repair);
    }

    private static Object readPipe(Region region, long part, Carrier.Input in) {
        Pipe<?, ?> pipe = Pipe.over(region, KnownCodecs.read(in), KnownCodecs.read(in));
        return part == WHOLE ? pipe : part == FIRST ? pipe.first() : pipe.second();
    }
}
