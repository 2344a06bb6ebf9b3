package io.millrace.shm.message;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.reflect.InaccessibleObjectException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Writes one message of `Codec.any()`.
final class ValueWriter implements Carrier.Output {
    private static final int DEEPEST = 500;
    private static final int FEW_NAMES = 16;
    private static final String CLOSED_SET =
            "Codec.any() carries primitives and their arrays, texts, enums, records, lists, sets, maps and arrays of such, some types of the JDK, throwables and handles of this memory; send one of these, or write a codec of your own";

    private final MemorySegment target;
    private final @Nullable Regions memory;
    private final List<Object> open = new ArrayList<>(0);
    private final List<String> names = new ArrayList<>(0);
    private Map<String, Integer> indices = Map.of();
    private long offset;

    ValueWriter(MemorySegment target, @Nullable Regions memory) {
        this.target = target;
        this.memory = memory;
    }

    /// Writes a whole message; says how many bytes it took.
    long write(Object value) {
        try {
            putValue("", value);
            return offset;
        } catch (Refused refused) {
            throw refused.toException();
        }
    }

    /// Writes a message that is one record of a known class.
    long writeRecord(Record value) {
        try {
            putComponents(value, RecordShape.of(value.getClass()));
            return offset;
        } catch (Refused refused) {
            throw refused.toException();
        }
    }

    @Override
    public @Nullable Regions memory() {
        return memory;
    }

    @Override
    public NotTransportableException refusal(Class<?> type, String reason) {
        throw new Refused(type, reason);
    }

    private long room(long byteSize) {
        long at = offset;
        Room.require(at + byteSize, target);
        offset = at + byteSize;
        return at;
    }

    private void putByte(byte value) {
        target.set(ValueLayout.JAVA_BYTE, room(1), value);
    }

    private void putInt(int value) {
        target.set(Room.INT, room(4), value);
    }

    @Override
    public void putLong(long value) {
        target.set(Room.LONG, room(8), value);
    }

    @Override
    public void putName(String value) {
        int index = indexOf(value);
        putInt(index < 0 ? names.size() : index);
        if (index < 0) {
            putText(value);
            names.add(value);
        }
    }

    /// Most messages have a name or two; those that have many, such as throwables, get an index.
    private int indexOf(String name) {
        if (names.size() < FEW_NAMES) {
            return names.indexOf(name);
        }
        if (indices.isEmpty()) {
            indices = new HashMap<>();
            for (String earlier : names) {
                indices.put(earlier, indices.size());
            }
        }
        Integer index = indices.putIfAbsent(name, names.size());
        return index == null ? -1 : index;
    }

    private void putText(String value) {
        Room.require(offset + value.length(), target); // at least one byte for each char, before they are copied
        if (Utf8.loneSurrogate(value) < 0) {
            byte[] bytes = Utf8.encode(value);
            putByte(Tag.TEXT);
            putArray(bytes, ValueLayout.JAVA_BYTE, bytes.length);
        } else {
            char[] units = value.toCharArray();
            putByte(Tag.CHARS);
            putArray(units, Room.CHAR, units.length);
        }
    }

    private void putArray(Object array, ValueLayout element, int length) {
        putInt(length);
        MemorySegment.copy(array, 0, target, element, room(length * element.byteSize()), length);
    }

    @Override
    public void putValue(String step, @Nullable Object value) {
        try {
            if (value == null) {
                putByte(Tag.NULL);
            } else if (!putNumber(value) && !putNumbers(value)) {
                putObject(value);
            }
        } catch (Refused refused) {
            throw step.isEmpty() ? refused : refused.within(step);
        }
    }

    @Override
    public void putValue(String step, @Nullable Object value, String remedy) {
        try {
            putValue("", value);
        } catch (Refused refused) {
            throw refused.explained(CLOSED_SET, remedy).within(step);
        }
    }

    private boolean putNumber(Object value) {
        switch (value) {
            case Boolean it -> putByte(it ? Tag.TRUE : Tag.FALSE);
            case Byte it -> tagged(Tag.BYTE).putByte(it);
            case Short it -> target.set(Room.SHORT, tagged(Tag.SHORT).room(2), it);
            case Character it -> target.set(Room.CHAR, tagged(Tag.CHAR).room(2), it);
            case Integer it -> tagged(Tag.INT).putInt(it);
            case Long it -> tagged(Tag.LONG).putLong(it);
            case Float it -> tagged(Tag.FLOAT).putInt(Float.floatToRawIntBits(it));
            case Double it -> tagged(Tag.DOUBLE).putLong(Double.doubleToRawLongBits(it));
            case String it -> putText(it);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean putNumbers(Object value) {
        switch (value) {
            case boolean[] it -> tagged(Tag.BOOLEANS).putBooleans(it);
            case byte[] it -> tagged(Tag.BYTES).putArray(it, ValueLayout.JAVA_BYTE, it.length);
            case short[] it -> tagged(Tag.SHORTS).putArray(it, Room.SHORT, it.length);
            case char[] it -> tagged(Tag.CHARACTERS).putArray(it, Room.CHAR, it.length);
            case int[] it -> tagged(Tag.INTS).putArray(it, Room.INT, it.length);
            case long[] it -> tagged(Tag.LONGS).putArray(it, Room.LONG, it.length);
            case float[] it -> tagged(Tag.FLOATS).putArray(it, Room.FLOAT, it.length);
            case double[] it -> tagged(Tag.DOUBLES).putArray(it, Room.DOUBLE, it.length);
            default -> {
                return false;
            }
        }
        return true;
    }

    private ValueWriter tagged(byte tag) {
        putByte(tag);
        return this;
    }

    private void putBooleans(boolean[] values) {
        putInt(values.length);
        for (boolean value : values) {
            putByte(value ? (byte) 1 : 0);
        }
    }

    private void putObject(Object value) {
        switch (value) {
            case Enum<?> it -> {
                putClass(Tag.ENUM, it.getDeclaringClass());
                putName(it.name());
            }
            case Class<?> it -> putClass(Tag.CLASS, it);
            case Optional<?> it when it.isEmpty() -> putByte(Tag.EMPTY_OPTIONAL);
            case Record it -> putNested(it);
            case List<?> it -> putNested(it);
            default -> {
                int leaf = Leaf.numberOf(value);
                if (leaf >= 0) {
                    tagged(Tag.LEAF).putByte((byte) leaf);
                    Leaf.write(leaf, value, this);
                } else if (!Handles.write(value, this)) {
                    putNested(value);
                }
            }
        }
    }

    void putHandle(long kind, long row, long generation) {
        putByte(Tag.HANDLE);
        putLong(kind);
        putLong(row);
        putLong(generation);
    }

    void putMemory() {
        putByte(Tag.MEMORY);
    }

    private void putClass(byte tag, Class<?> type) {
        if (!ClassNames.canBeFound(type)) {
            throw new Refused(type, "a hidden class has no name by which others could find it");
        }
        putByte(tag);
        putName(type.getName());
    }

    /// What can hold itself.
    private void putNested(Object value) {
        for (Object outer : open) {
            if (outer == value) {
                throw new Refused(value.getClass(), "it holds itself; break the cycle");
            }
        }
        if (open.size() == DEEPEST) {
            throw new Refused(value.getClass(), "nested deeper than " + DEEPEST + "; send it in pieces");
        }
        open.add(value);
        putParts(value);
        open.removeLast();
    }

    private void putParts(Object value) {
        switch (value) {
            case Object[] it -> {
                putClass(Tag.ARRAY, it.getClass().componentType());
                putAll(Arrays.asList(it), it.length);
            }
            case Record it -> putRecord(it);
            case Optional<?> it -> tagged(Tag.OPTIONAL).putValue(".get()", it.get());
            case Throwable it -> {
                putByte(Tag.THROWABLE);
                Throwables.write(it, this);
            }
            case List<?> it -> tagged(Tag.LIST).putAll(it, it.size());
            case Set<?> it -> tagged(Tag.SET).putAll(distinct(it), it.size());
            case Map<?, ?> it -> tagged(Tag.MAP).putMap(it);
            case Map.Entry<?, ?> it -> {
                tagged(Tag.ENTRY).putValue(".getKey()", it.getKey());
                putValue(".getValue()", it.getValue());
            }
            default -> putCarried(value);
        }
    }

    private void putRecord(Record value) {
        RecordShape shape;
        try {
            shape = RecordShape.of(value.getClass());
        } catch (InaccessibleObjectException closed) {
            throw new Refused(value.getClass(), "its module does not let the record's members be called; open its package");
        }
        putClass(Tag.RECORD, value.getClass());
        putLong(shape.fingerprint());
        putComponents(value, shape);
    }

    private void putComponents(Record value, RecordShape shape) {
        for (int component = 0; component < shape.length(); component++) {
            Object part = shape.get(value, component);
            try {
                putValue("", part);
            } catch (Refused refused) {
                throw refused.within("." + shape.name(component));
            }
        }
    }

    private void putAll(Collection<?> values, int length) {
        putInt(length);
        int index = 0;
        for (Object value : values) {
            requireFewer(index, length);
            try {
                putValue("", value);
            } catch (Refused refused) {
                throw refused.within("[" + index + "]");
            }
            index++;
        }
        requireFewer(length - index, 1);
    }

    private void putMap(Map<?, ?> map) {
        distinct(map.keySet());
        int length = map.size();
        putInt(length);
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            requireFewer(index++, length);
            putValue(".key", entry.getKey());
            Object value = entry.getValue();
            try {
                putValue("", value);
            } catch (Refused refused) {
                throw refused.within("[" + entry.getKey() + "]");
            }
        }
        requireFewer(length - index, 1);
    }

    /// While a collection is written nobody may change it.
    private static void requireFewer(int index, int length) {
        if (index >= length) {
            throw new ConcurrentModificationException("a collection changed while it was sent");
        }
    }

    /// The receiver tells elements apart by `equals`; a set or map may do so in another way.
    private static Set<?> distinct(Set<?> values) {
        if (new HashSet<>(values).size() != values.size()) {
            throw new Refused(values.getClass(), "its elements are told apart otherwise than by equals; send them as a list");
        }
        return values;
    }

    private void putCarried(Object value) {
        Carrier carrier = Carriers.of(value);
        if (carrier == null) {
            throw new Refused(value.getClass(), CLOSED_SET);
        }
        putByte(Tag.CARRIED);
        putName(carrier.name());
        carrier.write(value, this);
    }
}
