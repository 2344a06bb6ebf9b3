package io.millrace.shm.map;

import io.millrace.shm.internal.map.Change;
import io.millrace.shm.internal.map.Update;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// One run of a user's function over the value of a key; keeps what the caller gets.
final class Computation<V> implements Update {
    private final EntryCodec<?, V> codec;
    private final Step<V> step;
    private @Nullable V result;
    private @Nullable MemorySegment encoded;

    /// The function.
    @FunctionalInterface
    interface Step<V> {
        /// The new value; null removes the entry.
        ///
        /// @param old null when there is none
        @Nullable V apply(@Nullable V old);
    }

    Computation(EntryCodec<?, V> codec, Step<V> step) {
        this.codec = codec;
        this.step = step;
    }

    @Override
    public Change of(@Nullable MemorySegment current) {
        V fresh = step.apply(codec.decodeIfThere(current));
        result = fresh;
        if (fresh == null) {
            return Change.REMOVE;
        }
        encoded = codec.encodeValue(fresh);
        return new Change.Put(encoded);
    }

    /// As `of`, but keeps a value that is there, without a call of the function.
    Change ofAbsent(@Nullable MemorySegment current) {
        if (current == null) {
            return of(null);
        }
        result = codec.decodeValue(current);
        return Change.KEEP;
    }

    /// The value of the key afterwards; null when there is none.
    @Nullable V result() {
        return result;
    }

    /// Gives the buffer back.
    void close() {
        if (encoded != null) {
            codec.giveBack(encoded);
        }
    }
}
