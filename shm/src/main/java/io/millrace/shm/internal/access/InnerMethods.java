package io.millrace.shm.internal.access;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodHandles.Lookup;
import java.lang.invoke.MethodType;

/// Finds package-private methods of handles.
final class InnerMethods {
    private InnerMethods() {}

    /// A static method.
    static MethodHandle ofClass(Class<?> handle, String name, Class<?> result, Class<?>... parameters) {
        try {
            return lookup(handle).findStatic(handle, name, MethodType.methodType(result, parameters));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    /// A method without parameters.
    static MethodHandle ofObject(Class<?> handle, String name, Class<?> result) {
        try {
            return lookup(handle).findVirtual(handle, name, MethodType.methodType(result));
        } catch (ReflectiveOperationException missing) {
            throw new ExceptionInInitializerError(missing);
        }
    }

    private static Lookup lookup(Class<?> handle) throws IllegalAccessException {
        return MethodHandles.privateLookupIn(handle, MethodHandles.lookup());
    }

    /// What to throw for a failed call: the methods throw unchecked exceptions only.
    static RuntimeException rethrown(Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> unchecked;
            case Error error -> throw error;
            default -> throw new AssertionError(failure);
        };
    }
}
