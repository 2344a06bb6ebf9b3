package io.millrace.shm.internal.codec;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InaccessibleObjectException;
import java.util.AbstractMap.SimpleEntry;
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
public final class ValueWriter implements HandleCodec.Output {
    private static final int LINEAR_SEARCH_NAMES = 16;
    private static final String CLOSED_SET =
            "Codec.any() carries primitives and their arrays, texts, enums, records, lists, sets, maps and arrays of"
                    + " such, some types of the JDK, throwables and handles of this memory; send one of these, or"
                    + " write a codec of your own";
    private static final String OTHER_COLLECTION =
            "a collection of this class cannot arrive as what it is; send a copy of a kind that does, such as new"
                    + " ArrayList<>(it), new LinkedHashSet<>(it) or new LinkedHashMap<>(it)";

    private static final String COMPARATOR =
            "sorted collections travel with natural order, reverseOrder(), String.CASE_INSENSITIVE_ORDER or a"
                    + " function that can travel: write the comparator as (Comparator<T> & Serializable) lambda, or"
                    + " as a record or enum";

    private final MessageOutput out;
    private final @Nullable Regions memory;
    private final AllowList allowed;
    private final List<Object> open = new ArrayList<>(0);
    private final List<String> names = new ArrayList<>(0);
    private Map<String, Integer> indices = Map.of();

    public ValueWriter(MemorySegment target, @Nullable Regions memory, AllowList allowed) {
        out = new MessageOutput(target);
        this.memory = memory;
        this.allowed = allowed;
    }

    /// Writes a whole message; says how many bytes it took.
    public long write(Object value) {
        return whole(value, () -> putValue("", value));
    }

    /// Writes a message that is one record of a known class.
    public long writeRecord(Record value) {
        return whole(value, () -> putComponents(value, RecordShape.of(value.getClass())));
    }

    private long whole(Object value, Runnable step) {
        try {
            step.run();
            return out.byteSize();
        } catch (EncodingFailure refused) {
            throw refused.toException();
        } catch (StackOverflowError tooDeep) {
            throw new EncodingFailure(value.getClass(), "nested deeper than this thread's stack allows; send it in"
                    + " pieces, or from a thread with a larger stack")
                    .toException();
        }
    }

    @Override
    public @Nullable Regions memory() {
        return memory;
    }

    @Override
    public NotTransportableException refusal(Class<?> type, String reason) {
        throw new EncodingFailure(type, reason);
    }

    @Override
    public void putLong(long value) {
        out.putLong(value);
    }

    @Override
    public void putName(String value) {
        int index = indexOf(value);
        out.putInt(index < 0 ? names.size() : index);
        if (index < 0) {
            out.putText(value);
            names.add(value);
        }
    }

    /// Most messages have a name or two; those that have many, such as throwables, get an index.
    private int indexOf(String name) {
        if (names.size() < LINEAR_SEARCH_NAMES) {
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

    @Override
    public void putValue(String step, @Nullable Object value) {
        try {
            if (value == null) {
                out.putByte(Tag.NULL);
            } else if (!putNumber(value) && !out.tryPutNumbers(value)) {
                putObject(value);
            }
        } catch (EncodingFailure refused) {
            throw step.isEmpty() ? refused : refused.within(step);
        }
    }

    @Override
    public void putValue(String step, @Nullable Object value, String remedy) {
        try {
            putValue("", value);
        } catch (EncodingFailure refused) {
            throw refused.explained(CLOSED_SET, remedy).within(step);
        }
    }

    @Override
    public void putDeclared(String step, Class<?> declared, @Nullable Object value, String remedy) {
        try {
            if (Arrival.isPicky(declared)) {
                Arrival.require(declared, value, "variable");
            }
            putValue("", value);
        } catch (EncodingFailure refused) {
            throw refused.explained(CLOSED_SET, remedy).within(step);
        }
    }

    private boolean putNumber(Object value) {
        switch (value) {
            case Boolean it -> out.putByte(it ? Tag.TRUE : Tag.FALSE);
            case Byte it -> tagged(Tag.BYTE).putByte(it);
            case Short it -> tagged(Tag.SHORT).putShort(it);
            case Character it -> tagged(Tag.CHAR).putChar(it);
            case Integer it -> tagged(Tag.INT).putInt(it);
            case Long it -> tagged(Tag.LONG).putLong(it);
            case Float it -> tagged(Tag.FLOAT).putInt(Float.floatToRawIntBits(it));
            case Double it -> tagged(Tag.DOUBLE).putLong(Double.doubleToRawLongBits(it));
            case String it -> out.putText(it);
            default -> {
                return false;
            }
        }
        return true;
    }

    private MessageOutput tagged(byte tag) {
        out.putByte(tag);
        return out;
    }

    private void putObject(Object value) {
        switch (value) {
            case Enum<?> it -> {
                putClass(Tag.ENUM, it.getDeclaringClass());
                putName(it.name());
            }
            case Class<?> it -> putClass(Tag.CLASS, it);
            case Optional<?> it when it.isEmpty() -> out.putByte(Tag.EMPTY_OPTIONAL);
            case Record it -> putNested(it);
            case Collection<?> it -> putNested(it);
            case Map<?, ?> it -> putNested(it);
            default -> {
                int leaf = JdkValues.numberOf(value);
                if (leaf >= 0) {
                    tagged(Tag.LEAF).putByte((byte) leaf);
                    JdkValues.write(leaf, value, this);
                } else if (!ValueCodecs.handles().write(value, this)) {
                    putNested(value);
                }
            }
        }
    }

    @Override
    public void putHandle(long kind, long row, long generation) {
        out.putByte(Tag.HANDLE);
        out.putLong(kind);
        out.putLong(row);
        out.putLong(generation);
    }

    @Override
    public void putMemory() {
        out.putByte(Tag.MEMORY);
    }

    private void putClass(byte tag, Class<?> type) {
        if (!ClassNames.canBeFound(type)) {
            throw new EncodingFailure(type, "a hidden class has no name by which others could find it");
        }
        allowed.requireSent(type);
        out.putByte(tag);
        putName(type.getName());
    }

    @Override
    public void putRecordClass(Class<?> type) {
        allowed.requireSent(type);
        putName(type.getName());
    }

    /// What can hold itself.
    private void putNested(Object value) {
        for (Object outer : open) {
            if (outer == value) {
                throw new EncodingFailure(value.getClass(), "it holds itself; break the cycle");
            }
        }
        if (open.size() == Tag.MAX_DEPTH) {
            throw new EncodingFailure(value.getClass(), "nested deeper than " + Tag.MAX_DEPTH + "; send it in pieces");
        }
        open.add(value);
        putParts(value);
        open.removeLast();
    }

    private void putParts(Object value) {
        switch (value) {
            case Object[] it -> {
                Class<?> component = it.getClass().componentType();
                putClass(Tag.ARRAY, component);
                putAll(Arrays.asList(it), it.length, component);
            }
            case Record it -> putRecord(it);
            case Optional<?> it -> {
                out.putByte(Tag.OPTIONAL);
                putValue(".get()", it.get());
            }
            case Throwable it -> {
                out.putByte(Tag.THROWABLE);
                Throwables.write(it, this, allowed);
            }
            case Collection<?> it -> putCollection(it);
            case Map<?, ?> it -> putCollection(it);
            case Map.Entry<?, ?> it when Arrival.of(it) != null -> {
                out.putByte(it instanceof SimpleEntry ? Tag.MODIFIABLE_ENTRY : Tag.ENTRY);
                putValue(".getKey()", it.getKey());
                putValue(".getValue()", it.getValue());
            }
            default -> putCarried(value);
        }
    }

    private void putCollection(Object value) {
        CollectionKind kind = CollectionKind.of(value.getClass());
        if (kind != null) {
            tagged(Tag.COLLECTION).putByte((byte) kind.number());
            putExtra(kind, value);
            putElements(value, kind.isDistinctByEquals());
        } else if (Arrival.of(value) == null) {
            putCarried(value);
        } else {
            out.putByte(value instanceof List ? Tag.LIST : value instanceof Set ? Tag.SET : Tag.MAP);
            putElements(value, !(value instanceof List));
        }
    }

    private void putExtra(CollectionKind kind, Object value) {
        switch (kind.extra()) {
            case NONE -> {
                // its elements say all
            }
            case COMPARATOR -> putValue(".comparator()", CollectionKind.comparatorOf(value), COMPARATOR);
            case ENUM -> {
                String name = CollectionKind.enumOf(value);
                if (name == null) {
                    throw new EncodingFailure(
                            value.getClass(), "it is empty and does not say of which enum; send an empty list instead");
                }
                if (!allowed.takes(name)) {
                    throw new EncodingFailure(
                            value.getClass(), "its enum is not one of the classes of this codec: enum=" + name
                            + "; add it to Codec.any(classes...) in all processes");
                }
                putName(name);
            }
        }
    }

    private void putElements(Object value, boolean distinctByEquals) {
        if (value instanceof Map<?, ?> map) {
            putMap(map, distinctByEquals);
        } else {
            Collection<?> elements = (Collection<?>) value;
            if (distinctByEquals) {
                requireDistinct(elements, value);
            }
            putAll(elements, elements.size(), Object.class);
        }
    }

    private void putRecord(Record value) {
        RecordShape shape;
        try {
            shape = RecordShape.of(value.getClass());
        } catch (InaccessibleObjectException closed) {
            throw new EncodingFailure(
                    value.getClass(), "its module does not let the record's members be called; open its package");
        }
        putClass(Tag.RECORD, value.getClass());
        putLong(shape.fingerprint());
        putComponents(value, shape);
    }

    private void putComponents(Record value, RecordShape shape) {
        for (int component = 0; component < shape.length(); component++) {
            Object part = shape.get(value, component);
            try {
                if (shape.isPicky(component)) {
                    Arrival.require(shape.type(component), part, "component");
                }
                putValue("", part);
            } catch (EncodingFailure refused) {
                throw refused.within("." + shape.name(component));
            }
        }
    }

    private void putAll(Collection<?> values, int length, Class<?> component) {
        out.putInt(length);
        boolean picky = Arrival.isPicky(component);
        int index = 0;
        for (Object value : values) {
            requireFewer(index, length);
            try {
                if (picky) {
                    Arrival.require(component, value, "element of an array");
                }
                putValue("", value);
            } catch (EncodingFailure refused) {
                throw refused.within("[" + index + "]");
            }
            index++;
        }
        requireFewer(length - index, 1);
    }

    private void putMap(Map<?, ?> map, boolean distinctByEquals) {
        if (distinctByEquals) {
            requireDistinct(map.keySet(), map.keySet());
        }
        int length = map.size();
        out.putInt(length);
        int index = 0;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            requireFewer(index++, length);
            putValue(".key", entry.getKey());
            Object value = entry.getValue();
            try {
                putValue("", value);
            } catch (EncodingFailure refused) {
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
    private static void requireDistinct(Collection<?> values, Object collection) {
        if (new HashSet<>(values).size() != values.size()) {
            throw new EncodingFailure(
                    collection.getClass(), "its elements are told apart otherwise than by equals; send them as a list");
        }
    }

    private void putCarried(Object value) {
        ValueCodec carrier = ValueCodecs.of(value);
        if (carrier == null) {
            boolean collection = value instanceof Collection || value instanceof Map || value instanceof Map.Entry;
            throw new EncodingFailure(value.getClass(), collection ? OTHER_COLLECTION : CLOSED_SET);
        }
        if (!value.getClass().isHidden()) {
            allowed.requireSent(value.getClass());
        }
        out.putByte(Tag.CARRIED);
        putName(carrier.name());
        carrier.write(value, this);
    }
}
