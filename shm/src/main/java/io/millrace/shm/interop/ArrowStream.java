package io.millrace.shm.interop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import io.millrace.shm.internal.os.FunctionPointer;
import io.millrace.shm.interop.ArrowNodes.Contents;
import io.millrace.shm.interop.ArrowStruct.Array;
import io.millrace.shm.interop.ArrowStruct.Schema;
import io.millrace.shm.interop.ArrowStruct.Stream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// The columns of a table as a stream of record batches. The stream keeps the regions mapped until it is
/// released, and so does each batch. Consumers may call it from all threads.
final class ArrowStream {
    /// Rows of a batch: many batches, so that the threads of a consumer can share them.
    static final long BATCH_ROWS = 1 << 17;

    private static final int IO_ERROR = 5;

    /// By the number in `PRIVATE_DATA`.
    private static final Map<Long, ArrowStream> STREAMS = new ConcurrentHashMap<>();
    private static final AtomicLong NUMBERS = new AtomicLong();

    private static final FunctionDescriptor GET = FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
    private static final MemorySegment GET_SCHEMA = function("getSchema", GET);
    private static final MemorySegment GET_NEXT = function("getNext", GET);
    private static final MemorySegment GET_LAST_ERROR =
            function("getLastError", FunctionDescriptor.of(ADDRESS, ADDRESS));
    private static final MemorySegment RELEASE = function("release", FunctionDescriptor.ofVoid(ADDRESS));

    private final List<ArrowColumn> columns;
    private final List<ArrowColumn.Hold> holds = new ArrayList<>();
    private MemorySegment error = MemorySegment.NULL;
    private long next;

    private ArrowStream(List<ArrowColumn> columns) {
        this.columns = columns;
    }

    private static MemorySegment function(String name, FunctionDescriptor type) {
        try {
            return FunctionPointer.to(
                    MethodHandles.lookup().findStatic(ArrowStream.class, name, type.toMethodType()), type);
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /// Fills a stream struct.
    ///
    /// @param columns of equal length
    /// @throws io.millrace.shm.RegionDroppedException a region is gone
    static void fill(MemorySegment struct, List<ArrowColumn> columns) {
        ArrowStream stream = new ArrowStream(columns);
        try {
            columns.forEach(column -> stream.holds.add(column.hold()));
        } catch (RuntimeException gone) {
            stream.end();
            throw gone;
        }
        long number = NUMBERS.incrementAndGet();
        STREAMS.put(number, stream);
        ArrowStruct.set(struct, Stream.GET_SCHEMA, GET_SCHEMA);
        ArrowStruct.set(struct, Stream.GET_NEXT, GET_NEXT);
        ArrowStruct.set(struct, Stream.GET_LAST_ERROR, GET_LAST_ERROR);
        ArrowStruct.set(struct, Stream.PRIVATE_DATA, number);
        ArrowStruct.set(struct, Stream.RELEASE, RELEASE);
    }

    /// Called by consumers; 0, or an error number of C.
    static int getSchema(MemorySegment stream, MemorySegment target) {
        return of(stream).answer(target, Schema.BYTE_SIZE, ArrowStream::schema);
    }

    /// Called by consumers; 0, or an error number of C. A struct without `RELEASE` says that there are no
    /// more batches.
    static int getNext(MemorySegment stream, MemorySegment target) {
        return of(stream).answer(target, Array.BYTE_SIZE, ArrowStream::batch);
    }

    /// Called by consumers after an error; the text stays until the next call or the release.
    static MemorySegment getLastError(MemorySegment stream) {
        ArrowStream failed = of(stream);
        synchronized (failed) {
            return failed.error;
        }
    }

    /// Called by consumers, once.
    static void release(MemorySegment stream) {
        MemorySegment struct = ArrowStruct.at(stream.address(), Stream.BYTE_SIZE);
        ArrowStream ended = STREAMS.remove(ArrowStruct.get(struct, Stream.PRIVATE_DATA));
        ArrowStruct.set(struct, Stream.RELEASE, 0);
        if (ended != null) {
            ended.end();
        }
    }

    /// A consumer that goes on with a released stream finds no columns: an exception would end the process.
    private static ArrowStream of(MemorySegment stream) {
        MemorySegment struct = ArrowStruct.at(stream.address(), Stream.BYTE_SIZE);
        ArrowStream found = STREAMS.get(ArrowStruct.get(struct, Stream.PRIVATE_DATA));
        return found == null ? new ArrowStream(List.of()) : found;
    }

    /// An exception must not reach the consumer, which is no Java: the process would end.
    private synchronized int answer(MemorySegment target, long byteSize, Filler filler) {
        try {
            filler.fill(this, ArrowStruct.at(target.address(), byteSize));
            return 0;
        } catch (RuntimeException e) {
            error = Arena.ofAuto().allocateFrom(e.toString());
            return IO_ERROR;
        }
    }

    @FunctionalInterface
    private interface Filler {
        void fill(ArrowStream stream, MemorySegment struct);
    }

    private void schema(MemorySegment struct) {
        List<MemorySegment> children = ArrowNodes.schema(struct, "+s", "", columns.size());
        for (int column = 0; column < children.size(); column++) {
            columns.get(column).schema(children.get(column));
        }
    }

    private void batch(MemorySegment struct) {
        struct.fill((byte) 0);
        long rows = columns.isEmpty() ? 0 : columns.getFirst().rows();
        long count = Math.min(BATCH_ROWS, rows - next);
        if (count <= 0) {
            return;
        }
        List<MemorySegment> children =
                ArrowNodes.array(struct, new Contents(count, columns.size(), 0), () -> {});
        for (int column = 0; column < children.size(); column++) {
            columns.get(column).array(children.get(column), next, next + count);
        }
        next += count;
    }

    private void end() {
        holds.forEach(ArrowColumn.Hold::run);
    }
}
