package io.millrace.shm.message;

import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;

/// `Codec.record(Class)`: the components of one record class one after the other, each as
/// `Codec.any()` writes it.
///
/// @param name tells the class and its components, so that another version of it is refused at open
/// @param memory null before it is bound: then it carries no handles
record RecordCodec<R extends Record>(Class<R> type, String name, @Nullable Regions memory) implements Codec<R> {
    private static final int MOST_OF_NAME = 38;

    /// `IllegalArgumentException` when the record's members cannot be called.
    static <R extends Record> RecordCodec<R> of(Class<R> type) {
        try {
            RecordShape.of(type);
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "cannot call the members of %s; open its package to this module".formatted(type.getName()), closed);
        }
        return new RecordCodec<>(type, name(type), null);
    }

    private static String name(Class<? extends Record> type) {
        String simple = type.getSimpleName().replaceAll("[^A-Za-z0-9_]", "_");
        return "record %s %016x".formatted(
                simple.substring(0, Math.min(MOST_OF_NAME, simple.length())),
                RecordShape.of(type).fingerprint());
    }

    @Override
    public Codec<R> bind(Regions to) {
        return new RecordCodec<>(type, name, to);
    }

    @Override
    public long encode(R value, MemorySegment target) {
        return new ValueWriter(target, memory).writeRecord(value);
    }

    @Override
    public R decode(MemorySegment source) {
        return type.cast(new ValueReader(source, memory, name).readRecord(type));
    }
}
