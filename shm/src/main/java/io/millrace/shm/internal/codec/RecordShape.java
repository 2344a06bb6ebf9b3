package io.millrace.shm.internal.codec;

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
public final class RecordShape {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();
    private static final ClassValue<RecordShape> SHAPES = new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
            return new RecordShape(type);
        }
    };

    private final String[] names;
    private final MethodHandle[] accessors;
    private final Class<?>[] types;
    private final boolean[] picky;
    private final MethodHandle constructor;
    private final long fingerprint;

    private RecordShape(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        types = Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        picky = new boolean[types.length];
        for (int index = 0; index < types.length; index++) {
            picky[index] = Arrival.isPicky(types[index]);
        }
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
        fingerprint = Fingerprint.of(Arrays.stream(components)
                .map(component -> component.getType().getName() + " " + component.getName())
                .collect(Collectors.joining(",", type.getName() + "(", ")")));
    }

    private static <A extends AccessibleObject> A opened(A member) {
        member.setAccessible(true);
        return member;
    }

    /// The shape of a record class.
    ///
    /// @throws InaccessibleObjectException the module of the record does not let its members be called
    public static RecordShape of(Class<?> type) {
        return SHAPES.get(type);
    }

    int length() {
        return names.length;
    }

    String name(int component) {
        return names[component];
    }

    /// Whether a value of the component may arrive as something that it does not take.
    boolean isPicky(int component) {
        return picky[component];
    }

    Class<?> type(int component) {
        return types[component];
    }

    /// Differs, with overwhelming probability, between records with different names or components.
    public long fingerprint() {
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
