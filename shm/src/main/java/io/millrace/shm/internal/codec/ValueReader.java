package io.millrace.shm.internal.codec;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.region.Regions;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.util.AbstractMap.SimpleEntry;
import java.util.AbstractMap.SimpleImmutableEntry;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads one message of `Codec.any()`. [MessageInput] bounds the memory that a message can claim.
public final class ValueReader implements HandleCodec.Input, Throwables.Source {
    private static final int MAX_MISSING_CLASSES = 64;

    private final MessageInput in;
    private final @Nullable Regions memory;
    private final AllowList allowed;
    private final List<String> names = new ArrayList<>(0);
    private Map<Named, Object> shared = Map.of();
    private int missing;
    private int depth;

    /// @param memory in which the message stays; null: it carries no handles
    /// @param codec name of the codec, for messages
    /// @param allowed the classes that the message may name
    public ValueReader(MemorySegment source, @Nullable Regions memory, String codec, AllowList allowed) {
        in = new MessageInput(source, codec);
        this.memory = memory;
        this.allowed = allowed;
    }

    /// A leaf made of a name: equal ones in a message are one object.
    private record Named(int leaf, int name) {}

    /// Reads a whole message.
    public Object read() {
        return whole(() -> Objects.requireNonNull(getValue()));
    }

    /// Reads a message that is one record of a known class.
    public Object readRecord(Class<?> type) {
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
        } catch (RuntimeException | StackOverflowError wrong) {
            FileFormatException damaged = in.damaged(wrong.toString());
            damaged.initCause(wrong);
            throw damaged;
        } catch (LinkageError incomplete) {
            throw new NotTransportableException(("the message holds an object of a class that cannot be used here:"
                    + " reason=%s; use the same classes in all processes")
                    .formatted(incomplete), incomplete);
        }
        in.requireEnd();
        return value;
    }

    @Override
    public @Nullable Regions memory() {
        return memory;
    }

    @Override
    public long getLong() {
        return in.getLong();
    }

    @Override
    public void requireLeft(long length, int elementByteSize) {
        in.requireLeft(length, elementByteSize);
    }

    @Override
    public boolean tryCharge(long byteSize) {
        return in.tryCharge(byteSize);
    }

    @Override
    public int depth() {
        return depth;
    }

    @Override
    public String getName() {
        return names.get(getNameIndex());
    }

    private int getNameIndex() {
        int index = in.getInt();
        if (index == names.size()) {
            names.add(in.getText(in.getByte()));
        }
        return Objects.checkIndex(index, names.size());
    }

    /// The class of that name, if the codec may name it.
    private Class<?> findClass(String name) {
        allowed.requireReceived(name);
        return ClassNames.find(name);
    }

    /// A message cannot have any number of names tried.
    @Override
    public @Nullable Class<?> findThrowable(String name) {
        allowed.requireReceived(name);
        if (missing >= MAX_MISSING_CLASSES) {
            return null;
        }
        try {
            return ClassNames.find(name);
        } catch (NotTransportableException notHere) {
            missing++;
            return null;
        }
    }

    @Override
    public Class<? extends Record> getRecordClass() {
        return findClass(getName()).asSubclass(Record.class);
    }

    @Override
    public @Nullable Object getValue() {
        byte tag = in.getByte();
        return switch (tag) {
            case Tag.NULL -> null;
            case Tag.FALSE -> false;
            case Tag.TRUE -> true;
            case Tag.BYTE -> in.getByte();
            case Tag.SHORT -> in.getShort();
            case Tag.CHAR -> in.getChar();
            case Tag.INT -> in.getInt();
            case Tag.LONG -> in.getLong();
            case Tag.FLOAT -> Float.intBitsToFloat(in.getInt());
            case Tag.DOUBLE -> Double.longBitsToDouble(in.getLong());
            case Tag.TEXT, Tag.CHARS -> in.getText(tag);
            case Tag.EMPTY_OPTIONAL -> Optional.empty();
            case Tag.ENUM -> constant();
            case Tag.CLASS -> findClass(getName());
            case Tag.LEAF -> leaf();
            case Tag.HANDLE -> ValueCodecs.handles().read(in.getLong(), this);
            case Tag.MEMORY -> requireMemory().handle();
            default -> MessageInput.isOfNumbers(tag) ? in.getNumbers(tag) : nested(tag);
        };
    }

    private Object leaf() {
        byte number = in.getByte();
        JdkValues<?> leaf = JdkValues.ofNumber(number);
        if (leaf == null) {
            throw in.damaged("leaf=" + number);
        }
        return leaf.isNamed() ? named(number, leaf) : leaf.read(this);
    }

    private Object named(int number, JdkValues<?> leaf) {
        Named key = new Named(number, getNameIndex());
        Object value = shared.get(key);
        if (value == null) {
            value = leaf.ofName(names.get(key.name()));
            if (shared.isEmpty()) {
                shared = new HashMap<>();
            }
            shared.put(key, value);
        }
        return value;
    }

    private Object constant() {
        Class<?> type = findClass(getName());
        String name = getName();
        if (type.isEnum()) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
        }
        throw new NotTransportableException(("the message holds an enum constant that is not here: class=%s,"
                + " constant=%s; use the same classes in all processes")
                .formatted(type.getName(), name));
    }

    private Object nested(byte tag) {
        if (++depth > Tag.MAX_DEPTH) {
            throw in.damaged("nested deeper than " + Tag.MAX_DEPTH);
        }
        Object value = switch (tag) {
            case Tag.ARRAY -> array();
            case Tag.RECORD -> record();
            case Tag.OPTIONAL -> Optional.of(Objects.requireNonNull(getValue()));
            case Tag.LIST -> Arrival.unmodifiable(Arrays.asList(values(in.getLength(1))));
            case Tag.COLLECTION -> collection();
            case Tag.SET -> set();
            case Tag.MAP -> map();
            case Tag.ENTRY -> new SimpleImmutableEntry<>(getValue(), getValue());
            case Tag.MODIFIABLE_ENTRY -> new SimpleEntry<>(getValue(), getValue());
            case Tag.THROWABLE -> Throwables.read(this);
            case Tag.CARRIED -> carried();
            default -> throw in.unexpected(tag);
        };
        depth--;
        return value;
    }

    /// So many that `length` has granted.
    private @Nullable Object[] values(int count) {
        @Nullable Object[] values = new @Nullable Object[count];
        readInto(values);
        return values;
    }

    private void readInto(@Nullable Object[] granted) {
        in.owe(granted.length);
        for (int index = 0; index < granted.length; index++) {
            in.owe(-1);
            granted[index] = getValue();
        }
    }

    private Object array() {
        Class<?> component = findClass(getName());
        if (component.isPrimitive()) {
            throw in.damaged("component=" + component);
        }
        @Nullable Object[] array = (@Nullable Object[]) Array.newInstance(component, in.getLength(1));
        readInto(array);
        return array;
    }

    private Object record() {
        Class<?> type = findClass(getName());
        long fingerprint = getLong();
        if (!type.isRecord() || RecordShape.of(type).fingerprint() != fingerprint) {
            throw new NotTransportableException(("the message holds a record that has other components here:"
                    + " class=%s; use the same classes in all processes")
                    .formatted(type.getName()));
        }
        return components(RecordShape.of(type));
    }

    private Object components(RecordShape shape) {
        in.requireLeft(shape.length(), 1);
        return shape.make(values(shape.length()));
    }

    private Set<?> set() {
        @Nullable Object[] values = values(in.getLength(1));
        LinkedHashSet<@Nullable Object> set = new LinkedHashSet<@Nullable Object>(Arrays.asList(values));
        if (set.size() != values.length) {
            throw in.damaged("a set with equal elements");
        }
        return Arrival.unmodifiable(set);
    }

    private Map<?, ?> map() {
        int length = in.getLength(2);
        @Nullable Object[] values = values(2 * length);
        LinkedHashMap<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int index = 0; index < values.length; index += 2) {
            map.put(values[index], values[index + 1]);
        }
        if (map.size() != length) {
            throw in.damaged("a map with equal keys");
        }
        return Arrival.unmodifiable(map);
    }

    private Object collection() {
        byte number = in.getByte();
        CollectionKind kind = CollectionKind.ofNumber(number);
        if (kind == null) {
            throw in.damaged("collection=" + number);
        }
        Object extra = switch (kind.extra()) {
            case NONE -> null;
            case COMPARATOR -> getValue();
            case ENUM -> enumClass();
        };
        int perElement = kind.isMap() ? 2 : 1;
        int length = in.getLength(perElement);
        Object made = kind.build(extra, values(perElement * length));
        if (CollectionKind.sizeOf(made) != length) {
            throw in.damaged("%s with equal elements".formatted(kind.type().getSimpleName()));
        }
        return made;
    }

    /// An `EnumMap` has a place for each constant, also for those that it does not hold.
    private Class<?> enumClass() {
        Class<?> type = findClass(getName());
        if (!type.isEnum()) {
            throw in.damaged("enum=" + type.getName());
        }
        if (!in.tryCharge(8L * type.getEnumConstants().length)) {
            throw in.damaged("more sets and maps of large enums than its size allows");
        }
        return type;
    }

    private Object carried() {
        String name = getName();
        ValueCodec carrier = ValueCodecs.named(name);
        if (carrier == null) {
            throw new NotTransportableException(
                    "the message holds something that nothing here can read: carrier=%s; put its jar on the class path"
                    .formatted(name));
        }
        Object value = carrier.read(this);
        if (!value.getClass().isHidden()) {
            allowed.requireReceived(value.getClass().getName());
        }
        return value;
    }
}
