package io.millrace.shm.message;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.codec.AllowList;
import io.millrace.shm.internal.codec.RecordShape;
import io.millrace.shm.internal.codec.ValueFormat;
import io.millrace.shm.internal.codec.ValueReader;
import io.millrace.shm.internal.codec.ValueWriter;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InaccessibleObjectException;
import org.jspecify.annotations.Nullable;

/// `Codec.record(Class)`: the components of one record class one after the other, each as
/// `Codec.any()` writes it.
///
/// @param name tells the class and its components, so that another version of it is refused at open
/// @param memory null before it is bound: then it carries no handles
record RecordCodec<R extends Record>(Class<R> recordType, String name, @Nullable Regions memory)
        implements Codec<R>, ValueFormat {
    private static final int MAX_NAME_BYTES = 38;

    /// `IllegalArgumentException` when the record's members cannot be called.
    static <R extends Record> RecordCodec<R> of(Class<R> type) {
        try {
            RecordShape.of(type);
        } catch (InaccessibleObjectException closed) {
            throw new IllegalArgumentException(
                    "cannot call the members of %s; add 'opens %s to io.millrace.shm;' to its module-info.java"
                            .formatted(type.getName(), type.getPackageName()),
                    closed);
        }
        return new RecordCodec<>(type, name(type), null);
    }

    private static String name(Class<? extends Record> type) {
        String simple = type.getSimpleName().replaceAll("[^A-Za-z0-9_]", "_");
        return "record %s %016x".formatted(
                simple.substring(0, Math.min(MAX_NAME_BYTES, simple.length())),
                RecordShape.of(type).fingerprint());
    }

    @Override
    public AllowList allowed() {
        return AllowList.EVERYTHING;
    }

    @Override
    public Codec<R> bind(MemoryHandle to) {
        return new RecordCodec<>(recordType, name, MemoryAccess.regionsOf(to));
    }

    @Override
    public long encode(R value, MemorySegment target) {
        return new ValueWriter(target, memory, allowed()).writeRecord(value);
    }

    @Override
    public R decode(MemorySegment source) {
        return recordType.cast(new ValueReader(source, memory, name, allowed()).readRecord(recordType));
    }
}
