package io.millrace.shm.internal.handle;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.NumericValue;
import io.millrace.shm.data.SharedCounter;
import io.millrace.shm.data.StructArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.access.MapAccess;
import io.millrace.shm.internal.access.MessageAccess;
import io.millrace.shm.internal.access.SyncAccess;
import io.millrace.shm.internal.codec.HandleCodec;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.layout.FileCodes;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import io.millrace.shm.map.SharedMap;
import io.millrace.shm.message.Broadcast;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.Connection;
import io.millrace.shm.message.Pipe;
import io.millrace.shm.message.SharedQueue;
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
public final class Handles implements HandleCodec {
    /// For `ServiceLoader`.
    public Handles() {}

    @Override
    public boolean write(Object value, Output out) {
        return writeData(value, out) || writeWait(value, out) || writeMessages(value, out);
    }

    private static boolean writeData(Object value, Output out) {
        switch (value) {
            case NumericArray array -> writeArray(array, out);
            case NumericValue number -> put(DataAccess.regionOf(number), value, out);
            case SharedCounter counter -> put(DataAccess.regionOf(counter), value, out);
            case StructArray<?> structs -> {
                put(DataAccess.regionOf(structs), value, out);
                out.putRecordClass(structs.recordType());
            }
            case MemoryHandle memory -> {
                requireSame(MemoryAccess.regionsOf(memory), value, out);
                out.putMemory();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean writeWait(Object value, Output out) {
        switch (value) {
            case SharedLock lock -> {
                put(SyncAccess.regionOf(lock), value, out);
                out.putValue(".repair()", lock.repair().orElse(null));
            }
            case SharedReadWriteLock lock -> putReadWriteLock(lock, HandleParts.WHOLE, out);
            case SharedReadWriteLock.ReadLock reader ->
                    putReadWriteLock(reader.readWriteLock(), HandleParts.FIRST, out);
            case SharedReadWriteLock.WriteLock writer ->
                    putReadWriteLock(writer.readWriteLock(), HandleParts.SECOND, out);
            case SharedCondition condition -> put(SyncAccess.regionOf(condition), value, out);
            case SharedSemaphore semaphore -> put(SyncAccess.regionOf(semaphore), value, out);
            case SharedEvent event -> put(SyncAccess.regionOf(event), value, out);
            case SharedBarrier barrier -> put(SyncAccess.regionOf(barrier), value, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void putReadWriteLock(SharedReadWriteLock lock, long part, Output out) {
        put(SyncAccess.regionOf(lock), lock, out);
        out.putValue(".repair()", lock.repair().orElse(null));
        out.putLong(part);
    }

    private static boolean writeMessages(Object value, Output out) {
        switch (value) {
            case SharedQueue<?> queue -> putParts(queue, false, out);
            case Pipe<?, ?> pipe -> putParts(pipe, true, out);
            case Connection<?, ?> end -> putParts(end, true, out);
            case Broadcast<?> broadcast -> putParts(broadcast, false, out);
            case SharedMap<?, ?> map -> putParts(map, false, out);
            default -> {
                return false;
            }
        }
        return true;
    }

    private static void putParts(Object handle, boolean numbered, Output out) {
        HandleParts parts = HandleParts.of(handle);
        put(parts.region(), handle, out);
        if (numbered) {
            out.putLong(parts.part());
        }
        for (Object codec : parts.codecs()) {
            KnownCodecs.write((Codec<?>) codec, handle, out);
        }
    }

    private static void put(Region region, Object handle, Output out) {
        requireSame(region.memory(), handle, out);
        out.putHandle(FileCodes.of(region.kind()), region.row(), region.generation());
    }

    /// Several attachments of one process may look at the same file.
    private static void requireSame(Regions theirs, Object handle, Output out) {
        Regions own = out.memory();
        if (own == null) {
            throw out.refusal(
                    handle.getClass(), "a handle travels only through what lies in a memory, such as a queue");
        }
        if (own != theirs && !own.file().equals(theirs.file())) {
            throw out.refusal(handle.getClass(),
                    "it belongs to another file: file=%s, this message stays in %s; send data instead"
                    .formatted(theirs.file(), own.file()));
        }
    }

    private static void writeArray(NumericArray array, Output out) {
        Region region = DataAccess.regionOf(array);
        put(region, array, out);
        boolean whole = array.byteSize() == region.byteSize();
        out.putLong(whole ? -1 : array.start());
        out.putLong(array.start() + array.length());
    }

    @Override
    public Object read(long kindCode, Input in) {
        RegionKind kind = FileCodes.regionKind(Math.toIntExact(kindCode));
        Region region = in.requireMemory().openRegion(Math.toIntExact(in.getLong()), in.getLong());
        if (region.kind() != kind) {
            throw new IllegalArgumentException(
                    "a handle on another kind: region=" + region.info() + ", wanted=" + kind);
        }
        return switch (kind) {
            case ARRAY, BYTES -> readArray(DataAccess.array(region), in.getLong(), in.getLong());
            case VALUE -> DataAccess.value(region);
            case COUNTER -> DataAccess.counter(region);
            case STRUCT -> DataAccess.structs(region, in.getRecordClass());
            case LOCK -> readLock(SyncAccess.lock(region), (Repair) in.getValue());
            case READ_WRITE_LOCK -> readLock(SyncAccess.readWriteLock(region), (Repair) in.getValue(), in.getLong());
            case CONDITION -> SyncAccess.condition(region);
            case SEMAPHORE -> SyncAccess.semaphore(region);
            case EVENT -> SyncAccess.event(region);
            case BARRIER -> SyncAccess.barrier(region);
            case QUEUE -> MessageAccess.queue(region, KnownCodecs.read(in));
            case PIPE -> readPipe(region, in.getLong(), in);
            case BROADCAST -> MessageAccess.broadcast(region, KnownCodecs.read(in));
            case MAP -> MapAccess.map(region, KnownCodecs.read(in), KnownCodecs.read(in));
            case ENGINE -> throw new IllegalArgumentException("no handle on the engine's bookkeeping travels");
        };
    }

    private static NumericArray readArray(NumericArray array, long from, long to) {
        return from < 0 ? array : array.slice(from, to);
    }

    private static Object readLock(SharedLock lock, @Nullable Repair repair) {
        return repair == null ? lock : lock.withRepair(repair);
    }

    private static Object readLock(SharedReadWriteLock lock, @Nullable Repair repair, long part) {
        SharedReadWriteLock whole = repair == null ? lock : lock.withRepair(repair);
        return part == HandleParts.WHOLE ? whole : part == HandleParts.FIRST ? whole.readLock() : whole.writeLock();
    }

    private static Object readPipe(Region region, long part, Input in) {
        Pipe<?, ?> pipe = MessageAccess.pipe(region, KnownCodecs.read(in), KnownCodecs.read(in));
        return part == HandleParts.WHOLE ? pipe : part == HandleParts.FIRST ? pipe.first() : pipe.second();
    }
}
