package io.millrace.shm.interop;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.shm.internal.os.FunctionPointer;
import io.millrace.shm.interop.ArrowStruct.Array;
import io.millrace.shm.interop.ArrowStruct.Schema;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;

/// Fills the structs of schemas and arrays, and releases them when their consumer says so. A struct and
/// its children are released each for itself, because a consumer may move a child elsewhere and keep it
/// longer.
final class ArrowNodes {
    private static final MemorySegment RELEASE_SCHEMA = function("releaseSchema");
    private static final MemorySegment RELEASE_ARRAY = function("releaseArray");

    private ArrowNodes() {}

    /// What an array struct describes.
    ///
    /// @param length in elements
    /// @param children how many
    /// @param buffers addresses; the first, 0, says that no element is null
    record Contents(long length, int children, long... buffers) {}

    private static MemorySegment function(String name) {
        try {
            MethodType type = MethodType.methodType(void.class, MemorySegment.class);
            return FunctionPointer.to(
                    MethodHandles.lookup().findStatic(ArrowNodes.class, name, type),
                    FunctionDescriptor.ofVoid(ADDRESS));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /// Fills a schema struct; returns its children, which are to be filled.
    static List<MemorySegment> schema(MemorySegment struct, String format, String name, int children) {
        Arena arena = Arena.ofAuto();
        struct.fill((byte) 0);
        ArrowStruct.set(struct, Schema.FORMAT, arena.allocateFrom(format));
        ArrowStruct.set(struct, Schema.NAME, arena.allocateFrom(name));
        List<MemorySegment> list = children(arena, children, Schema.BYTE_SIZE);
        ArrowStruct.set(struct, Schema.N_CHILDREN, children);
        ArrowStruct.set(struct, Schema.CHILDREN, addresses(arena, list));
        ArrowStruct.set(struct, Schema.PRIVATE_DATA, ArrowOwners.add(arena, () -> {}));
        ArrowStruct.set(struct, Schema.RELEASE, RELEASE_SCHEMA);
        return list;
    }

    /// Fills an array struct; returns its children, which are to be filled.
    ///
    /// @param end runs when the struct is released
    static List<MemorySegment> array(MemorySegment struct, Contents contents, Runnable end) {
        Arena arena = Arena.ofAuto();
        struct.fill((byte) 0);
        ArrowStruct.set(struct, Array.LENGTH, contents.length);
        ArrowStruct.set(struct, Array.N_BUFFERS, contents.buffers.length);
        ArrowStruct.set(struct, Array.BUFFERS, arena.allocateFrom(JAVA_LONG, contents.buffers));
        List<MemorySegment> list = children(arena, contents.children, Array.BYTE_SIZE);
        ArrowStruct.set(struct, Array.N_CHILDREN, contents.children);
        ArrowStruct.set(struct, Array.CHILDREN, addresses(arena, list));
        ArrowStruct.set(struct, Array.PRIVATE_DATA, ArrowOwners.add(arena, end));
        ArrowStruct.set(struct, Array.RELEASE, RELEASE_ARRAY);
        return list;
    }

    private static List<MemorySegment> children(Arena arena, int count, long byteSize) {
        List<MemorySegment> children = new ArrayList<>();
        for (int child = 0; child < count; child++) {
            children.add(arena.allocate(byteSize, Long.BYTES));
        }
        return children;
    }

    private static MemorySegment addresses(Arena arena, List<MemorySegment> structs) {
        return arena.allocateFrom(
                JAVA_LONG, structs.stream().mapToLong(MemorySegment::address).toArray());
    }

    /// Called by consumers.
    static void releaseSchema(MemorySegment address) {
        MemorySegment struct = ArrowStruct.at(address.address(), Schema.BYTE_SIZE);
        long children = ArrowStruct.get(struct, Schema.CHILDREN);
        for (long child = 0; child < ArrowStruct.get(struct, Schema.N_CHILDREN); child++) {
            MemorySegment each = ArrowStruct.at(ArrowStruct.entry(children, child), Schema.BYTE_SIZE);
            if (ArrowStruct.get(each, Schema.RELEASE) != 0) {
                releaseSchema(each);
            }
        }
        ArrowStruct.set(struct, Schema.RELEASE, 0);
        ArrowOwners.release(ArrowStruct.get(struct, Schema.PRIVATE_DATA));
    }

    /// Called by consumers.
    static void releaseArray(MemorySegment address) {
        MemorySegment struct = ArrowStruct.at(address.address(), Array.BYTE_SIZE);
        long children = ArrowStruct.get(struct, Array.CHILDREN);
        for (long child = 0; child < ArrowStruct.get(struct, Array.N_CHILDREN); child++) {
            MemorySegment each = ArrowStruct.at(ArrowStruct.entry(children, child), Array.BYTE_SIZE);
            if (ArrowStruct.get(each, Array.RELEASE) != 0) {
                releaseArray(each);
            }
        }
        ArrowStruct.set(struct, Array.RELEASE, 0);
        ArrowOwners.release(ArrowStruct.get(struct, Array.PRIVATE_DATA));
    }
}
