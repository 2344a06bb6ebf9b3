package io.millrace.shm.message;

import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// `Codec.any()`.
///
/// @param memory null before it is bound: then it carries no handles
record AnyCodec(@Nullable Regions memory) implements Codec<Object> {
    static final String NAME = "any";
    static final AnyCodec UNBOUND = new AnyCodec(null);

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Codec<Object> bind(Regions to) {
        return new AnyCodec(to);
    }

    @Override
    public long encode(Object value, MemorySegment target) {
        return new ValueWriter(target, memory).write(value);
    }

    @Override
    public Object decode(MemorySegment source) {
        return new ValueReader(source, memory, NAME).read();
    }
}
