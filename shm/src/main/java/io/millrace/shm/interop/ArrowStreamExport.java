package io.millrace.shm.interop;

import io.millrace.shm.interop.ArrowStruct.Stream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Arrays as the struct of Arrow's C stream interface, made by [ArrowViews#stream(java.util.Map)]. A
/// consumer is given its address, and takes the contents: it copies the struct and sets `release` here to
/// null, as the interface says. From then on the elements are held until the consumer calls `release`, of
/// the stream and of each batch. A stream is read once.
///
/// Safe for one thread at a time.
public final class ArrowStreamExport implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment stream = arena.allocate(Stream.BYTE_SIZE, Long.BYTES);

    ArrowStreamExport(List<ArrowColumn> columns) {
        try {
            ArrowStream.fill(stream, columns);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// The address of the `struct ArrowArrayStream`; valid until [#close].
    public long address() {
        return stream.address();
    }

    /// Frees the struct, and releases the stream if no consumer has taken it. What a consumer took it
    /// keeps. Closing twice changes nothing.
    @Override
    public void close() {
        if (!arena.scope().isAlive()) {
            return;
        }
        if (ArrowStruct.get(stream, Stream.RELEASE) != 0) {
            ArrowStream.release(stream);
        }
        arena.close();
    }
}
