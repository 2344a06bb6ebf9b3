package io.millrace.shm.internal.codec;

/// The byte before each value in a message of `Codec.any()`, and what follows it. Numbers are little
/// endian; a *name* is an index of four bytes, followed by a text the first time.
///
/// What stands here is the closed set: nothing else can be decoded.
public final class Tag {
    public static final byte NULL = 0;
    static final byte FALSE = 1;
    static final byte TRUE = 2;
    static final byte BYTE = 3;
    static final byte SHORT = 4;
    static final byte CHAR = 5;
    static final byte INT = 6;
    static final byte LONG = 7;
    static final byte FLOAT = 8;
    static final byte DOUBLE = 9;
    /// Length in bytes, UTF-8.
    public static final byte TEXT = 10;
    /// Length in chars, UTF-16: has half a surrogate pair.
    static final byte CHARS = 11;
    /// Of primitives: length, elements.
    static final byte BOOLEANS = 12;
    static final byte BYTES = 13;
    static final byte SHORTS = 14;
    static final byte CHARACTERS = 15;
    static final byte INTS = 16;
    static final byte LONGS = 17;
    static final byte FLOATS = 18;
    static final byte DOUBLES = 19;
    /// Name of the component type, length, values.
    public static final byte ARRAY = 20;
    /// Name of the class, name of the constant.
    static final byte ENUM = 21;
    /// Name of the class, fingerprint of its components, values.
    static final byte RECORD = 22;
    static final byte EMPTY_OPTIONAL = 23;
    static final byte OPTIONAL = 24;
    /// Unmodifiable: length, values.
    public static final byte LIST = 25;
    public static final byte SET = 26;
    /// Unmodifiable: length, keys and values.
    public static final byte MAP = 27;
    static final byte ENTRY = 28;
    static final byte CLASS = 29;
    /// Name of the class, message, frames, cause, suppressed, arguments of its constructor or null.
    static final byte THROWABLE = 30;
    /// Number of the leaf type in `JdkValues`, its parts.
    static final byte LEAF = 31;
    /// Kind, row, generation, and what the kind needs.
    static final byte HANDLE = 32;
    static final byte MEMORY = 33;
    /// Name of the carrier, its parts.
    static final byte CARRIED = 34;
    /// Number of the kind in `CollectionKind`, its comparator or the name of its enum, length, elements or
    /// keys and values.
    public static final byte COLLECTION = 35;
    /// A `SimpleEntry`: key, value.
    static final byte MODIFIABLE_ENTRY = 36;

    /// How deep values lie in each other at most.
    static final int MAX_DEPTH = 500;

    private Tag() {}
}
