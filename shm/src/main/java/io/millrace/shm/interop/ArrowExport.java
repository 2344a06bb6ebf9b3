package io.millrace.shm.interop;

import io.millrace.shm.interop.ArrowStruct.Array;
import io.millrace.shm.interop.ArrowStruct.Schema;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// An array as two structs of Arrow's C data interface, made by
/// [ArrowViews#array(io.millrace.shm.data.NumericArray)]. A consumer is given their addresses, and takes
/// the contents: it copies the structs and sets `release` here to null, as the interface says. From then
/// on the elements are held until the consumer calls `release`.
///
/// Safe for one thread at a time.
public final class ArrowExport implements AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment array = arena.allocate(Array.BYTE_SIZE, Long.BYTES);
    private final MemorySegment schema = arena.allocate(Schema.BYTE_SIZE, Long.BYTES);

    ArrowExport(ArrowColumn column) {
        try {
            column.array(array, 0, column.rows());
            column.schema(schema);
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    /// The address of the `struct ArrowArray`; valid until [#close].
    public long arrayAddress() {
        return array.address();
    }

    /// The address of the `struct ArrowSchema`; valid until [#close].
    public long schemaAddress() {
        return schema.address();
    }

    /// Frees the two structs, and releases what no consumer has taken. What a consumer took it keeps.
    /// Closing twice changes nothing.
    @Override
    public void close() {
        if (!arena.scope().isAlive()) {
            return;
        }
        if (ArrowStruct.get(array, Array.RELEASE) != 0) {
            ArrowNodes.releaseArray(array);
        }
        if (ArrowStruct.get(schema, Schema.RELEASE) != 0) {
            ArrowNodes.releaseSchema(schema);
        }
        arena.close();
    }
}
