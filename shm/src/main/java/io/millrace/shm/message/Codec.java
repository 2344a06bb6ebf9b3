package io.millrace.shm.message;

import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;

/// Turns values of one type into bytes and back.
///
/// What carries messages keeps the `name` and refuses to be opened with another one. A codec is
/// called by many threads at once, so it holds no state of a message.
///
/// @param <T> never null, neither in nor out
public interface Codec<T> {
    /// Tells this format from every other: 1 to 63 bytes of UTF-8. Processes that share a queue must
    /// mean the same by it.
    String name();

    /// Writes `value` to the beginning of `target`, whose size is the largest message there can be,
    /// and says how many bytes it took. What lies behind them is nobody's and may have been written
    /// to.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException it does not fit into `target`
    /// @throws io.millrace.shm.NotTransportableException some part of it cannot travel
    long encode(T value, MemorySegment target);

    /// The value that was written; `source` is exactly its bytes and belongs to somebody else as
    /// soon as this returns: the value must not keep it. Bytes that this codec did not write are an
    /// exception, never an endless loop or an access outside of `source`.
    T decode(MemorySegment source);

    /// This codec for messages that stay within one memory: one that carries handles needs to know
    /// it. Called once when a queue, pipe or broadcast is opened.
    default Codec<T> bind(Regions memory) {
        return this;
    }

    /// Arrays of bytes as they are.
    static Codec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }

    /// Texts. One with half a surrogate pair has no UTF-8 and is a `NotTransportableException`.
    static Codec<String> utf8() {
        return TextCodec.INSTANCE;
    }

    /// Arrays of `long`, little endian.
    static Codec<long[]> longs() {
        return LongsCodec.INSTANCE;
    }

    /// Arrays of `double`, little endian, bit by bit.
    static Codec<double[]> doubles() {
        return DoublesCodec.INSTANCE;
    }
}
