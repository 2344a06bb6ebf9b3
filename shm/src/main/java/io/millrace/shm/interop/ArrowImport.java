package io.millrace.shm.interop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.os.FunctionPointer;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Shapes;
import io.millrace.shm.interop.ArrowStruct.Array;
import io.millrace.shm.interop.ArrowStruct.Schema;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.ArrayList;
import java.util.List;

/// An array that another library has exported, until it is copied.
final class ArrowImport implements AutoCloseable {
    private static final MethodHandle RELEASE = FunctionPointer.caller(FunctionDescriptor.ofVoid(ADDRESS));
    private static final String LIST = "+w:";

    /// Bytes that one copy moves at most: a garbage collection waits for one.
    private static final long PIECE_BYTES = 16L << 20;

    private final MemorySegment array;
    private final MemorySegment schema;

    ArrowImport(long arrayAddress, long schemaAddress) {
        array = ArrowStruct.at(arrayAddress, Array.BYTE_SIZE);
        schema = ArrowStruct.at(schemaAddress, Schema.BYTE_SIZE);
    }

    /// @throws IllegalArgumentException a struct is released, the type is none that an array holds, or an
    ///         element is null
    NumericArray copy(MemoryHandle memory, String name) {
        if (ArrowStruct.get(array, Array.RELEASE) == 0 || ArrowStruct.get(schema, Schema.RELEASE) == 0) {
            throw new IllegalArgumentException("the Arrow structs are released: array=%#x, schema=%#x; export again"
                    .formatted(array.address(), schema.address()));
        }
        List<Long> shape = new ArrayList<>(List.of(ArrowStruct.get(array, Array.LENGTH)));
        MemorySegment values = array;
        MemorySegment type = schema;
        long first = ArrowStruct.get(array, Array.OFFSET);
        String format = format(type);
        while (format.startsWith(LIST)) {
            requireNoNulls(values, type);
            long size = Long.parseLong(format.substring(LIST.length()));
            shape.add(size);
            values = ArrowStruct.at(
                    ArrowStruct.entry(ArrowStruct.get(values, Array.CHILDREN), 0), Array.BYTE_SIZE);
            type = ArrowStruct.at(
                    ArrowStruct.entry(ArrowStruct.get(type, Schema.CHILDREN), 0), Schema.BYTE_SIZE);
            first = first * size + ArrowStruct.get(values, Array.OFFSET);
            format = format(type);
        }
        ElementType element = elementType(format, type);
        requireNoNulls(values, type);
        long[] lengths = shape.stream().mapToLong(Long::longValue).toArray();
        long byteSize = Shapes.byteSize(element, lengths);
        long start = ArrowStruct.entry(ArrowStruct.get(values, Array.BUFFERS), 1) + first * element.byteSize();
        MemorySegment source = ArrowStruct.at(start, byteSize);
        return DataAccess.array(MemoryAccess.regionsOf(memory)
                .createRegion(new RegionRequest(
                        name, RegionKind.ARRAY, element, lengths, byteSize, target -> copy(source, target))));
    }

    private static void copy(MemorySegment source, MemorySegment target) {
        for (long done = 0; done < source.byteSize(); done += PIECE_BYTES) {
            long piece = Math.min(PIECE_BYTES, source.byteSize() - done);
            MemorySegment.copy(source, done, target, done, piece);
        }
    }

    private static String format(MemorySegment schema) {
        return text(ArrowStruct.get(schema, Schema.FORMAT));
    }

    private static String text(long address) {
        return address == 0 ? "" : ArrowStruct.at(address, Long.MAX_VALUE).getString(0);
    }

    private static ElementType elementType(String format, MemorySegment schema) {
        for (ElementType type : ElementType.values()) {
            if (format.equals(String.valueOf(ArrowColumn.format(type)))
                    && ArrowStruct.get(schema, Schema.DICTIONARY) == 0) {
                return type;
            }
        }
        throw new IllegalArgumentException(
                "cannot copy from Arrow: column=%s, format=%s; cast it to int8, int16, int32, int64, float32 or float64"
                        .formatted(text(ArrowStruct.get(schema, Schema.NAME)), format));
    }

    /// The count of nulls may be unknown (-1); then the bits tell, one for each element, 1: not null.
    private static void requireNoNulls(MemorySegment array, MemorySegment schema) {
        long nulls = ArrowStruct.get(array, Array.NULL_COUNT);
        long bits = ArrowStruct.entry(ArrowStruct.get(array, Array.BUFFERS), 0);
        if (nulls > 0 || nulls < 0 && bits != 0 && hasNull(array, bits)) {
            throw new IllegalArgumentException("cannot copy from Arrow: column=%s has nulls; fill them first"
                    .formatted(text(ArrowStruct.get(schema, Schema.NAME))));
        }
    }

    private static boolean hasNull(MemorySegment array, long bits) {
        long from = ArrowStruct.get(array, Array.OFFSET);
        long to = from + ArrowStruct.get(array, Array.LENGTH);
        MemorySegment bytes = ArrowStruct.at(bits, (to + 7) / 8);
        for (long at = from; at < to; at++) {
            if ((bytes.get(JAVA_BYTE, at / 8) >> at % 8 & 1) == 0) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        release(array, Array.RELEASE);
        release(schema, Schema.RELEASE);
    }

    private static void release(MemorySegment struct, Enum<?> field) {
        long function = ArrowStruct.get(struct, field);
        if (function == 0) {
            return;
        }
        try {
            RELEASE.invokeExact(MemorySegment.ofAddress(function), struct);
        } catch (Throwable failure) {
            throw new AssertionError("the release of an Arrow struct threw", failure);
        }
    }
}
