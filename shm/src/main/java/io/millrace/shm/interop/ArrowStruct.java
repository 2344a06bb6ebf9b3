package io.millrace.shm.interop;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/// The structs of Arrow's C data interface and C stream interface. Each field is a number or an address
/// of 64 bits, so a field lies at 8 times its place in the list.
///
/// A struct whose `RELEASE` is 0 has been released, or moved: its consumer has copied it elsewhere.
final class ArrowStruct {
    /// `struct ArrowSchema`: the type of an array.
    enum Schema {
        FORMAT, NAME, METADATA, FLAGS, N_CHILDREN, CHILDREN, DICTIONARY, RELEASE, PRIVATE_DATA;

        static final long BYTE_SIZE = values().length * 8L;
    }

    /// `struct ArrowArray`: lengths and buffers of an array.
    enum Array {
        LENGTH, NULL_COUNT, OFFSET, N_BUFFERS, N_CHILDREN, BUFFERS, CHILDREN, DICTIONARY, RELEASE, PRIVATE_DATA;

        static final long BYTE_SIZE = values().length * 8L;
    }

    /// `struct ArrowArrayStream`: arrays of one type, one after another.
    enum Stream {
        GET_SCHEMA, GET_NEXT, GET_LAST_ERROR, RELEASE, PRIVATE_DATA;

        static final long BYTE_SIZE = values().length * 8L;
    }

    private ArrowStruct() {}

    /// A field.
    static long get(MemorySegment struct, Enum<?> field) {
        return struct.getAtIndex(JAVA_LONG, field.ordinal());
    }

    /// Sets a field.
    static void set(MemorySegment struct, Enum<?> field, long value) {
        struct.setAtIndex(JAVA_LONG, field.ordinal(), value);
    }

    /// Sets a field to an address.
    static void set(MemorySegment struct, Enum<?> field, MemorySegment target) {
        set(struct, field, target.address());
    }

    /// The memory at an address that other code gave.
    @SuppressWarnings("restricted")
    static MemorySegment at(long address, long byteSize) {
        return MemorySegment.ofAddress(address).reinterpret(byteSize);
    }

    /// An entry of an array of addresses, such as children and buffers.
    static long entry(long addresses, long index) {
        return at(addresses, (index + 1) * 8).getAtIndex(JAVA_LONG, index);
    }
}
