package io.millrace.shm.message;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// How to take a record apart and build it again, by its accessors and its canonical constructor,
/// so that the record's own checks run.
final class RecordShape {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final String[] names;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;
    private final long fingerprint;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        names = Arrays.stream(components).map(RecordComponent::getName).toArray(String[]::new);
        accessors = new MethodHandle[components.length];
        try {
            for (int index = 0; index < components.length; index++) {
                accessors[index] = LOOKUP.unreflect(opened(components[index].getAccessor()))
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            Constructor<?> canonical = opened(type.getDeclaredConstructor(types));
            constructor = LOOKUP.unreflectConstructor(canonical)
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (IllegalAccessException | NoSuchMethodException failure) {
            throw new InaccessibleObjectException(failure.toString());
        }
        fingerprint = hash(Arrays.stream(components)
                .map(component -> component.getType().getName() + " " + component.getName())
                .collect(Collectors.joining(",", type.getName() + "(", ")")));
    }

    private static <A extends AccessibleObject> A opened(A member) {
        member.setAccessible(true);
        return member;
    }

    /// FNV-1a, 64 bits.
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int index = 0; index < text.length(); index++) {
            hash = (hash ^ text.charAt(index)) * 0x100000001b3L;
        }
        return hash;
    }

    /// `InaccessibleObjectException` when the record's module does not let its members be called.
    static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    int length() {
        return names.length;
    }

    String name(int component) {
        return names[component];
    }

    /// Differs, for all that can be expected, between records of other names or components.
    long fingerprint() {
        return fingerprint;
    }

    @Nullable Object get(Record value, int component) {
        try {
            return (Object) accessors[component].invokeExact((Object) value);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    Object make(@Nullable Object[] components) {
        try {
            return (Object) constructor.invokeExact(components);
        } catch (Throwable failure) {
            throw unchecked(failure);
        }
    }

    /// Constructors and accessors of records cannot declare checked exceptions.
    private static RuntimeException unchecked(Throwable failure) {
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("undeclared exception of a record", failure);
    }
}
