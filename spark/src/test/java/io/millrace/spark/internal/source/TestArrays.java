package io.millrace.spark.internal.source;

import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/// Arrays of any type, and their bytes.
final class TestArrays {
    private TestArrays() {}

    static NumericArray make(SharedMemory memory, ElementType type, long length) {
        String name = "a" + memory.regions().size();
        return switch (type) {
            case BYTE -> memory.newByteArray(name, length);
            case SHORT -> memory.newShortArray(name, length);
            case INT -> memory.newIntArray(name, length);
            case LONG -> memory.newLongArray(name, length);
            case FLOAT -> memory.newFloatArray(name, length);
            case DOUBLE -> memory.newDoubleArray(name, length);
        };
    }

    /// Any bits.
    static NumericArray random(SharedMemory memory, ElementType type, long length) {
        NumericArray array = make(memory, type, length);
        byte[] bytes = new byte[(int) array.byteSize()];
        new Random(length).nextBytes(bytes);
        array.segment().asByteBuffer().put(bytes);
        return array;
    }

    static byte[] bytes(NumericArray array) {
        return array.segment().toArray(ValueLayout.JAVA_BYTE);
    }

    /// As it arrives in a task.
    static <T> T sent(T value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            @SuppressWarnings("unchecked")
            T copy = (T) in.readObject();
            return copy;
        }
    }
}
