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

    /// Records of one class. Components are whatever `any()` carries; the name tells the class and
    /// its components, so a process with another version of it is refused when it opens. Takes half
    /// the room and less time than `any()` for small records, and refuses other classes.
    static <R extends Record> Codec<R> record(Class<R> type) {
        return RecordCodec.of(type);
    }

    /// Values of a closed set of types:
    ///
    /// - boxed primitives, arrays of primitives, `String`, `Object[]` and arrays of other classes,
    /// - enums and records, `Optional`, `Class` (by name),
    /// - `List Set Map Map.Entry`, with null in them; decoded unmodifiable, in order,
    /// - `Path File URI UUID BigInteger BigDecimal`, the values of `java.time`,
    /// - throwables: type, message, stack trace, cause, suppressed ones; what cannot be made again
    ///   becomes a `RemoteThrowable`,
    /// - handles of the same memory, and the memory itself: the receiver gets handles on the same,
    /// - what a `Carrier` on the class path adds: with the engine, lambdas and method references of
    ///   serializable interfaces.
    ///
    /// Anything else, a cycle, or nesting deeper than 500, is a `NotTransportableException` when it
    /// is sent. Decoding never runs code that the bytes choose, but for the constructors of records,
    /// enums and throwables on the class path, and the static initialisers of classes that have such
    /// lambdas.
    @SuppressWarnings("unchecked")
    static <T> Codec<T> any() {
        return (Codec<T>) (Codec<?>) AnyCodec.UNBOUND;
    }
}
