package io.millrace.shm.data;

import static java.lang.invoke.MethodType.methodType;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.invoke.VarHandle.AccessMode;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Iterator;

/// Moves a record from and to memory: two method handles made once per array.
///
/// `reader` is `(MemorySegment, long) -> Record` and calls the canonical constructor, so a record's
/// own checks run; `writer` is `(MemorySegment, long, Record) -> void` and calls the accessors. The
/// `long` is the offset of the struct.
final class StructCodec {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final MethodHandle ADD = addition();

    private final MethodHandle reader;
    private final MethodHandle writer;

    private StructCodec(MethodHandle reader, MethodHandle writer) {
        this.reader = reader;
        this.writer = writer;
    }

    /// @throws IllegalArgumentException the module of the record does not let its members be called
    static StructCodec of(Class<? extends Record> type, RecordLayout layout) {
        try {
            Iterator<RecordLayout.Field> fields = layout.fields().iterator();
            Part whole = part(type, fields);
            return new StructCodec(
                    whole.reader.asType(
                            methodType(Record.class, MemorySegment.class, long.class)),
                    whole.writer.asType(
                            methodType(
                                    void.class, MemorySegment.class, long.class, Record.class)));
        } catch (IllegalAccessException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "cannot call the members of %s; make it public, and in a module add 'opens %s to io.millrace.shm;'"
                            .formatted(type.getName(), type.getPackageName()),
                    e);
        }
    }

    Record read(MemorySegment segment, long offset) {
        try {
            return (Record) reader.invokeExact(segment, offset);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    void write(MemorySegment segment, long offset, Record value) {
        try {
            writer.invokeExact(segment, offset, value);
        } catch (Throwable e) {
            throw unchecked(e);
        }
    }

    /// Reader and writer of a primitive or of a record within the struct.
    private record Part(MethodHandle reader, MethodHandle writer) {}

    /// Takes the fields in the order in which the layout lists them.
    private static Part part(Class<?> type, Iterator<RecordLayout.Field> fields)
            throws IllegalAccessException {
        if (type.isPrimitive()) {
            RecordLayout.Field field = fields.next();
            MethodHandle shift = MethodHandles.insertArguments(ADD, 0, field.offset());
            VarHandle place =
                    MethodHandles.filterCoordinates(field.type().layout().varHandle(), 1, shift);
            return new Part(
                    place.toMethodHandle(AccessMode.GET), place.toMethodHandle(AccessMode.SET));
        }
        RecordComponent[] components = type.getRecordComponents();
        MethodHandle reader =
                MethodHandles.dropArguments(
                        constructor(type, components), 0, MemorySegment.class, long.class);
        MethodHandle writer =
                MethodHandles.empty(methodType(void.class, MemorySegment.class, long.class, type));
        for (RecordComponent component : components) {
            Part part = part(component.getType(), fields);
            reader = supply(reader, part.reader);
            MethodHandle accessor = LOOKUP.unreflect(opened(component.getAccessor()));
            writer =
                    MethodHandles.foldArguments(
                            MethodHandles.filterArguments(part.writer, 2, accessor), writer);
        }
        return new Part(reader, writer);
    }

    /// Lets `part` read the first argument that `reader` still lacks.
    private static MethodHandle supply(MethodHandle reader, MethodHandle part) {
        MethodHandle doubled = MethodHandles.collectArguments(reader, 2, part);
        int remaining = reader.type().parameterCount() - 3;
        int[] order = new int[4 + remaining];
        for (int i = 0; i < order.length; i++) {
            order[i] = i < 4 ? i % 2 : i - 2;
        }
        return MethodHandles.permuteArguments(
                doubled, reader.type().dropParameterTypes(2, 3), order);
    }

    private static MethodHandle constructor(Class<?> type, RecordComponent[] components)
            throws IllegalAccessException {
        Class<?>[] types =
                Arrays.stream(components)
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            return LOOKUP.unreflectConstructor(opened(constructor));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("a record without canonical constructor: " + type, e);
        }
    }

    private static <T extends AccessibleObject> T opened(T member) {
        member.setAccessible(true);
        return member;
    }

    private static MethodHandle addition() {
        try {
            return LOOKUP.findStatic(
                    Long.class, "sum", methodType(long.class, long.class, long.class));
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /// Constructors and accessors of records cannot declare checked exceptions.
    private static RuntimeException unchecked(Throwable e) {
        if (e instanceof Error error) {
            throw error;
        }
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("undeclared exception of a record", e);
    }
}
