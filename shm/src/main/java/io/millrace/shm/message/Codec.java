package io.millrace.shm.message;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.codec.AllowList;
import java.lang.foreign.MemorySegment;

/// Encodes values of one type into bytes, and decodes them.
///
/// A queue, pipe or broadcast stores the `name` of its codec, and cannot be opened with a codec of
/// another name. Many threads call a codec at once, so it holds no state of a message.
///
/// @param <T> type of the values, which are never null
public interface Codec<T> {
    /// The name of the format, 1 to 63 bytes of UTF-8, different from that of every other format.
    /// Processes that share a queue must mean the same format by it.
    String name();

    /// Writes `value` to the beginning of `target` and returns the number of bytes that it takes.
    /// The size of `target` is that of the largest message. The bytes behind the value have no
    /// meaning, and the codec may write to them.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException when the value does not fit into `target`
    /// @throws io.millrace.shm.NotTransportableException when some part of the value cannot be sent
    long encode(T value, MemorySegment target);

    /// Reads the value. `source` has exactly the bytes of the value. It is reused as soon as this
    /// method returns, so the value must not refer to it. For bytes that no `encode` wrote, a codec
    /// throws an exception; it never loops for ever and never reads outside of `source`.
    T decode(MemorySegment source);

    /// The form of this codec for messages within one memory, which a codec of handles needs to
    /// know. It is called once, when a queue, pipe or broadcast is opened.
    default Codec<T> bind(MemoryHandle memory) {
        return this;
    }

    /// Arrays of bytes. A message is the array.
    static Codec<byte[]> bytes() {
        return PlainCodecs.Bytes.CODEC;
    }

    /// Texts, as UTF-8. A text with half of a surrogate pair has no UTF-8: it is a
    /// `NotTransportableException`.
    static Codec<String> utf8() {
        return PlainCodecs.Text.CODEC;
    }

    /// Arrays of `long`, little endian.
    static Codec<long[]> longs() {
        return PlainCodecs.Longs.CODEC;
    }

    /// Arrays of `double`, little endian, with all bits preserved.
    static Codec<double[]> doubles() {
        return PlainCodecs.Doubles.CODEC;
    }

    /// Records of one class, whose components are values that `any()` can send. The name of the
    /// codec contains the class and its components, so a process with another version of the class
    /// cannot open the queue. Small records take half the bytes and less time than with `any()`.
    /// Records of other classes are refused.
    static <R extends Record> Codec<R> record(Class<R> type) {
        return RecordCodec.of(type);
    }

    /// Values of these types:
    ///
    /// - boxed primitives, arrays of primitives, `String`, `Object[]` and arrays of other classes,
    /// - enums and records, `Optional OptionalInt OptionalLong OptionalDouble`, `Class` (by name),
    /// - the collections below and `Map.Entry`, with null elements if the class permits them,
    /// - `Path File URI UUID BigInteger BigDecimal`, the values of `java.time`, and the comparators
    ///   `reverseOrder() naturalOrder() String.CASE_INSENSITIVE_ORDER`,
    /// - throwables (see below),
    /// - handles of the same memory, and the memory itself: the receiver gets handles on the same
    ///   regions,
    /// - objects that a `ValueCodec` on the class path adds: with the engine, lambdas and method
    ///   references of serializable interfaces.
    ///
    /// The sender gets a `NotTransportableException` for any other value, for a cycle, and for
    /// values that are nested deeper than 500. It also gets one for a value that would arrive as
    /// another class, if the record component, array or captured variable that holds the value
    /// cannot hold that class.
    ///
    /// **Collections** of these classes arrive as the same class, modifiable, and in the same
    /// order: `ArrayList LinkedList ArrayDeque Vector Stack PriorityQueue CopyOnWriteArrayList
    /// ConcurrentLinkedQueue ConcurrentLinkedDeque`, `HashSet LinkedHashSet TreeSet EnumSet
    /// ConcurrentSkipListSet ConcurrentHashMap.newKeySet()`, `HashMap LinkedHashMap TreeMap EnumMap
    /// Hashtable ConcurrentHashMap ConcurrentSkipListMap`, `Arrays.asList`, `SimpleEntry`. A
    /// `LinkedHashMap` in access order arrives in insertion order, with its entries in their
    /// present order. Collections of JDK classes that no program can name (`List.of`,
    /// `Collections.unmodifiable...`, `emptyList`, views such as `subList keySet synchronizedList`)
    /// arrive as an unmodifiable list, set or map; a sorted one stays sorted. Any other class is
    /// refused, such as a subclass of `ArrayList`.
    ///
    /// **Throwables** arrive with type, message, stack trace, cause and suppressed throwables. The
    /// type is kept if it has a constructor with (message, cause), (cause, message), (message),
    /// (cause) or nothing that makes a throwable with the same message and cause. Its own fields
    /// are not sent, except those of Millrace's exceptions and those of these JDK classes and their
    /// subclasses: `FileSystemException InvalidPathException URISyntaxException
    /// PatternSyntaxException DateTimeParseException ParseException MissingResourceException
    /// MalformedInputException UnmappableCharacterException SQLException`. A throwable that cannot
    /// be made again so, or a cause that is more than 64 deep, arrives as a `RemoteThrowable`.
    ///
    /// **Hostile messages.** Every process of the same user may write to the file, so it can send
    /// any bytes. The receiver gets a value or a typed exception. It uses memory in proportion to
    /// the message: at most about 64 bytes for each byte of the message, plus 16 MiB. A message can
    /// name any class on the class path. The receiver loads that class, and runs no code of it
    /// except:
    ///
    /// - canonical constructors of records, constructors of throwables, and static initializers and
    ///   values of enums,
    /// - static initializers of classes that have serializable lambdas, and the code that makes
    ///   those lambdas,
    /// - `equals`, `hashCode` and `compareTo` of elements of sets and keys of maps, and the
    ///   comparators of sorted collections.
    ///
    /// Other classes are not initialized. A message can hold many keys with equal hashes, which
    /// costs time but no memory. `any(Class...)` admits fewer classes.
    @SuppressWarnings("unchecked")
    static <T> Codec<T> any() {
        return (Codec<T>) (Codec<?>) AnyCodec.UNBOUND;
    }

    /// As `any()`, but of records, enums, exceptions, functions and objects of a `ValueCodec` only
    /// those of these classes, on both sides. The sender refuses others; a message that names
    /// another class is a `NotTransportableException` before the class is looked up. To admit a
    /// function, give the class that contains it, and its interface. The classes of the packages
    /// `java.*` and the public classes of Millrace are always admitted.
    ///
    /// The name of the codec contains the classes, in any order: a process that gives other classes
    /// cannot open the queue.
    ///
    /// @throws IllegalArgumentException when one of them is an array, a primitive or a hidden class
    @SuppressWarnings("unchecked")
    static <T> Codec<T> any(Class<?>... classes) {
        return (Codec<T>) (Codec<?>) AnyCodec.of(AllowList.of(classes));
    }
}
