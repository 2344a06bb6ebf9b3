package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Shapes;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;

/// Calls an array or a value of any element type by the names of its methods, so that one contract
/// suite serves all six. Numbers are given and compared in the element type.
record Typed(Object handle, ElementType type) {

    static Typed array(MemoryHandle memory, ElementType type, long... shape) {
        Region region = region(memory, RegionKind.ARRAY, type, shape);
        return new Typed(NumericArray.over(region), type);
    }

    static Typed value(MemoryHandle memory, ElementType type) {
        Region region = region(memory, RegionKind.VALUE, type, 1);
        return new Typed(NumericValue.over(region), type);
    }

    static Region region(MemoryHandle memory, RegionKind kind, ElementType type, long... shape) {
        return MemoryAccess.regionsOf(memory)
                .createRegion(
                new RegionRequest(null, kind, type, shape, Shapes.byteSize(type, shape), null));
    }

    NumericArray array() {
        return (NumericArray) handle;
    }

    Typed slice(long from, long to) {
        return new Typed(array().slice(from, to), type);
    }

    /// A number in the element type, as the methods return it.
    Object of(double number) {
        return switch (type) {
            case BYTE -> (byte) number;
            case SHORT -> (short) number;
            case INT -> (int) number;
            case LONG -> (long) number;
            case FLOAT -> (float) number;
            case DOUBLE -> number;
        };
    }

    /// A heap array of the element type.
    Object heap(double... numbers) {
        Object array = Array.newInstance(primitive(), numbers.length);
        for (int i = 0; i < numbers.length; i++) {
            Array.set(array, i, of(numbers[i]));
        }
        return array;
    }

    /// All elements by `get`.
    double[] elements() {
        double[] numbers = new double[(int) array().length()];
        Arrays.setAll(numbers, i -> ((Number) call("get", (long) i)).doubleValue());
        return numbers;
    }

    static double[] numbers(Object heap) {
        double[] numbers = new double[Array.getLength(heap)];
        Arrays.setAll(numbers, i -> ((Number) Array.get(heap, i)).doubleValue());
        return numbers;
    }

    /// The functional interface of the only method of that name, multiplying its two arguments.
    Object multiplication(String method) {
        Class<?> function = parameters(method).getParameterTypes()[countOf(method) - 1];
        Class<?> operand = function.getMethods()[0].getReturnType();
        try {
            var multiply =
                    MethodHandles.lookup()
                            .findStatic(
                                    Typed.class,
                                    "times",
                                    MethodType.methodType(operand, operand, operand));
            return MethodHandleProxies.asInterfaceInstance(function, multiply);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }

    static int times(int left, int right) {
        return left * right;
    }

    static long times(long left, long right) {
        return left * right;
    }

    static float times(float left, float right) {
        return left * right;
    }

    static double times(double left, double right) {
        return left * right;
    }

    /// Calls the method of that name whose parameters take these arguments.
    Object call(String name, Object... arguments) {
        for (Method method : handle.getClass().getMethods()) {
            if (method.getName().equals(name) && takes(method, arguments)) {
                return invoke(method, arguments);
            }
        }
        throw new AssertionError("no %s%s in %s".formatted(name, Arrays.toString(arguments), handle));
    }

    private Object invoke(Method method, Object... arguments) {
        try {
            return method.invoke(handle, arguments);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new AssertionError(e);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean takes(Method method, Object... arguments) {
        Class<?>[] parameters = method.getParameterTypes();
        if (method.isBridge() || parameters.length != arguments.length) {
            return false;
        }
        for (int i = 0; i < parameters.length; i++) {
            Class<?> boxed = MethodType.methodType(parameters[i]).wrap().returnType();
            if (!boxed.isInstance(arguments[i])) {
                return false;
            }
        }
        return true;
    }

    private Method parameters(String name) {
        return Arrays.stream(handle.getClass().getMethods())
                .filter(method -> method.getName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private int countOf(String name) {
        return parameters(name).getParameterCount();
    }

    private Class<?> primitive() {
        return MethodType.methodType(of(0).getClass()).unwrap().returnType();
    }
}
