package io.millrace.shm.message;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one message of `Codec.any()`. Every length is held against what is left before anything is
/// made of it.
final class ValueReader implements Carrier.Input {
    private static final int DEEPEST = 1000;

    private final MemorySegment source;
    private final @Nullable Regions memory;
    private final String codec;
    private final List<String> names = new ArrayList<>(0);
    private long offset;
    private int depth;

    ValueReader(MemorySegment source, @Nullable Regions memory, String codec) {
        this.source = source;
        this.memory = memory;
        this.codec = codec;
    }

    /// Reads a whole message.
    Object read() {
        return whole(() -> Objects.requireNonNull(getValue()));
    }

    /// Reads a message that is one record of a known class.
    Object readRecord(Class<?> type) {
        return whole(() -> components(RecordShape.of(type)));
    }

    private interface Part {
        Object read();
    }

    private Object whole(Part part) {
        Object value;
        try {
            value = part.read();
        } catch (MillraceException known) {
            throw known;
        } catch (RuntimeException wrong) {
            FileFormatException damaged = damaged(wrong.toString());
            damaged.initCause(wrong);
            throw damaged;
        }
        if (offset != source.byteSize()) {
            throw damaged("read=%d, byteSize=%d".formatted(offset, source.byteSize()));
        }
        return value;
    }

    private FileFormatException damaged(String what) {
        return Room.damaged(codec, what);
    }

    @Override
    public @Nullable Regions memory() {
        return memory;
    }

    private long take(long byteSize) {
        long at = offset;
        if (byteSize > source.byteSize() - at) {
            throw damaged("at=%d, wanted=%d, byteSize=%d".formatted(at, byteSize, source.byteSize()));
        }
        offset = at + byteSize;
        return at;
    }

    private byte getByte() {
        return source.get(JAVA_BYTE, take(1));
    }

    private int getInt() {
        return source.get(Room.INT, take(4));
    }

    @Override
    public long getLong() {
        return source.get(Room.LONG, take(8));
    }

    /// A length of elements that take at least so many bytes each.
    private int length(int elementByteSize) {
        int length = getInt();
        if (length < 0 || length > (source.byteSize() - offset) / elementByteSize) {
            throw damaged("at=%d, length=%d".formatted(offset, length));
        }
        return length;
    }

    @Override
    public String getName() {
        int index = getInt();
        if (index == names.size()) {
            names.add(text(getByte()));
        }
        return names.get(Objects.checkIndex(index, names.size()));
    }

    private String text(byte tag) {
        if (tag == Tag.CHARS) {
            return new String(chars());
        }
        String text = tag == Tag.TEXT ? Utf8.decode(bytes()) : null;
        if (text == null) {
            throw damaged("at=%d, tag=%d".formatted(offset, tag));
        }
        return text;
    }

    private byte[] bytes() {
        byte[] values = new byte[length(1)];
        MemorySegment.copy(source, JAVA_BYTE, take(values.length), values, 0, values.length);
        return values;
    }

    private char[] chars() {
        char[] values = new char[length(2)];
        MemorySegment.copy(source, Room.CHAR, take(values.length * 2L), values, 0, values.length);
        return values;
    }

    @Override
    public @Nullable Object getValue() {
        byte tag = getByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.BYTE -> getByte();
            case Tag.SHORT -> source.get(Room.SHORT, take(2));
            case Tag.CHAR -> source.get(Room.CHAR, take(2));
            case Tag.INT -> getInt();
            case Tag.LONG -> getLong();
            case Tag.FLOAT -> Float.intBitsToFloat(getInt());
            case Tag.DOUBLE -> Double.longBitsToDouble(getLong());
            case Tag.TEXT, Tag.CHARS -> text(tag);
            case Tag.EMPTY_OPTIONAL -> Optional.empty();
            case Tag.ENUM -> constant();
            case Tag.CLASS -> ClassNames.find(getName());
            case Tag.LEAF -> leaf();
            case Tag.HANDLE -> Handles.read(this, getLong());
            case Tag.MEMORY -> Handles.memory(this);
            default -> tag >= Tag.BOOLEANS && tag <= Tag.DOUBLES ? numbers(tag) : nested(tag);
        };
    }

    private Object numbers(byte tag) {
        switch (tag) {
            case Tag.BOOLEANS -> {
                boolean[] values = new boolean[length(1)];
                for (int index = 0; index < values.length; index++) {
                    values[index] = getByte() != 0;
                }
                return values;
            }
            case Tag.BYTES -> {
                return bytes();
            }
            case Tag.CHARACTERS -> {
                return chars();
            }
            case Tag.SHORTS -> {
                short[] values = new short[length(2)];
                MemorySegment.copy(source, Room.SHORT, take(values.length * 2L), values, 0, values.length);
                return values;
            }
            case Tag.INTS -> {
                int[] values = new int[length(4)];
                MemorySegment.copy(source, Room.INT, take(values.length * 4L), values, 0, values.length);
                return values;
            }
            case Tag.LONGS -> {
                long[] values = new long[length(8)];
                MemorySegment.copy(source, Room.LONG, take(values.length * 8L), values, 0, values.length);
                return values;
            }
            case Tag.FLOATS -> {
                float[] values = new float[length(4)];
                MemorySegment.copy(source, Room.FLOAT, take(values.length * 4L), values, 0, values.length);
                return values;
            }
            default -> {
                double[] values = new double[length(8)];
                MemorySegment.copy(source, Room.DOUBLE, take(values.length * 8L), values, 0, values.length);
                return values;
            }
        }
    }

    private Object leaf() {
        byte number = getByte();
        Object value = Leaf.read(number, this);
        if (value == null) {
            throw damaged("leaf=" + number);
        }
        return value;
    }

    private Object constant() {
        Class<?> type = ClassNames.find(getName());
        String name = getName();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new NotTransportableException("the message holds an enum constant that is not here: class=%s, constant=%s; use the same classes in all processes"
                .formatted(type.getName(), name));
    }

    private Object nested(byte tag) {
        if (++depth > DEEPEST) {
            throw damaged("nested deeper than " + DEEPEST);
        }
        Object value = switch (tag) {
            case Tag.ARRAY -> array();
            case Tag.RECORD -> record();
            case Tag.OPTIONAL -> Optional.of(Objects.requireNonNull(getValue()));
            case Tag.LIST -> Collections.unmodifiableList(Arrays.asList(values()));
            case Tag.SET -> set();
            case Tag.MAP -> map();
            case Tag.ENTRY -> new SimpleImmutableEntry<>(getValue(), getValue());
            case Tag.THROWABLE -> Throwables.read(this);
            case Tag.CARRIED -> carried();
            default -> throw damaged("at=%d, tag=%d".formatted(offset, tag));
        };
        depth--;
        return value;
    }

    private @Nullable Object[] values() {
        @Nullable Object[] values = new @Nullable Object[length(1)];
        for (int index = 0; index < values.length; index++) {
            values[index] = getValue();
        }
        return values;
    }

    private Object array() {
        Class<?> component = ClassNames.find(getName());
        if (component.isPrimitive()) {
            throw damaged("component=" + component);
        }
        @Nullable Object[] array = (@Nullable Object[]) Array.newInstance(component, length(1));
        for (int index = 0; index < array.length; index++) {
            array[index] = getValue();
        }
        return array;
    }

    private Object record() {
        Class<?> type = ClassNames.find(getName());
        long fingerprint = getLong();
        if (!type.isRecord() || RecordShape.of(type).fingerprint() != fingerprint) {
            throw new NotTransportableException("the message holds a record that has other components here: class=%s; use the same classes in all processes"
                    .formatted(type.getName()));
        }
        return components(RecordShape.of(type));
    }

    private Object components(RecordShape shape) {
        @Nullable Object[] values = new @Nullable Object[shape.length()];
        for (int index = 0; index < values.length; index++) {
            values[index] = getValue();
        }
        return shape.make(values);
    }

    private Set<?> set() {
        @Nullable Object[] values = values();
        Set<@Nullable Object> set = new LinkedHashSet<@Nullable Object>(Arrays.asList(values));
        if (set.size() != values.length) {
            throw damaged("a set with equal elements");
        }
        return Collections.unmodifiableSet(set);
    }

    private Map<?, ?> map() {
        int length = length(2);
        Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int count = 0; count < length; count++) {
            Object key = getValue();
            map.put(key, getValue());
        }
        if (map.size() != length) {
            throw damaged("a map with equal keys");
        }
        return Collections.unmodifiableMap(map);
    }

    private Object carried() {
        String name = getName();
        Carrier carrier = Carriers.named(name);
        if (carrier == null) {
            throw new NotTransportableException("the message holds something that nothing here can read: carrier=%s; put its jar on the class path"
                    .formatted(name));
        }
        return carrier.read(this);
    }
}
