package io.millrace.shm.message;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.codec.AllowList;
import io.millrace.shm.internal.codec.ValueFormat;
import io.millrace.shm.internal.codec.ValueReader;
import io.millrace.shm.internal.codec.ValueWriter;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// `Codec.any()`, with or without a list of classes.
///
/// @param memory null before it is bound: then it carries no handles
record AnyCodec(@Nullable Regions memory, AllowList allowed, String name) implements Codec<Object>, ValueFormat {
    static final AnyCodec UNBOUND = of(AllowList.EVERYTHING);

    static AnyCodec of(AllowList allowed) {
        return new AnyCodec(null, allowed, allowed.codecName());
    }

    @Override
    public @Nullable Class<? extends Record> recordType() {
        return null;
    }

    @Override
    public Codec<Object> bind(MemoryHandle to) {
        return new AnyCodec(MemoryAccess.regionsOf(to), allowed, name);
    }

    @Override
    public long encode(Object value, MemorySegment target) {
        return new ValueWriter(target, memory, allowed).write(value);
    }

    @Override
    public Object decode(MemorySegment source) {
        return new ValueReader(source, memory, name, allowed).read();
    }
}
