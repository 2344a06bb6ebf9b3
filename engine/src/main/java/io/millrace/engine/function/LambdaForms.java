package io.millrace.engine.function;

import io.millrace.shm.MillraceException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Lambdas as [SerializedLambda] and back, in whatever module they were written.
///
/// `sun.reflect.ReflectionFactory` is what the JDK offers to serialization libraries: it hands out
/// `writeReplace` of a lambda, and `readResolve` of [SerializedLambda], which calls the capturing
/// class's own `$deserializeLambda$`. Both are private, and no `--add-opens` is needed. It is called by
/// reflection because `javac` warns of its name whatever is said.
final class LambdaForms {
    private static final MethodType WRITE_REPLACE = MethodType.methodType(Object.class, Object.class);
    private static final MethodType READ_RESOLVE = MethodType.methodType(Object.class, SerializedLambda.class);

    private LambdaForms() {}

    /// `writeReplace` of a class, from object to object; null when it has none.
    static @Nullable MethodHandle writeReplace(Class<?> type) {
        MethodHandle handle = Door.OF_THE_JDK.find("writeReplace", type);
        return handle == null ? null : handle.asType(WRITE_REPLACE);
    }

    /// What `$deserializeLambda$` of the capturing class makes of it, after that class was initialised.
    static Object rebuild(SerializedLambda form) throws Throwable {
        return (Object) ReadResolve.HANDLE.invokeExact(form);
    }

    private static final class ReadResolve {
        static final MethodHandle HANDLE = handle();

        private static MethodHandle handle() {
            MethodHandle handle = Door.OF_THE_JDK.find("readResolve", SerializedLambda.class);
            if (handle == null) {
                throw new IllegalStateException("SerializedLambda has no readResolve in this JDK");
            }
            return handle.asType(READ_RESOLVE);
        }
    }

    /// The factory, found once in a JVM.
    private record Door(Class<?> type, Object factory) {
        private static final Door OF_THE_JDK = open();

        private static Door open() {
            try {
                Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
                return new Door(type, type.getMethod("getReflectionFactory").invoke(null));
            } catch (ReflectiveOperationException missing) {
                throw missing(missing);
            }
        }

        @Nullable MethodHandle find(String method, Class<?> type) {
            try {
                MethodHandle finder = MethodHandles.publicLookup()
                        .findVirtual(
                                this.type,
                                method + "ForSerialization",
                                MethodType.methodType(MethodHandle.class, Class.class));
                return (@Nullable MethodHandle) finder.invoke(factory, type);
            } catch (RuntimeException | Error failure) {
                throw failure;
            } catch (Throwable missing) {
                throw missing(missing);
            }
        }

        private static MillraceException missing(Throwable cause) {
            return new MillraceException(
                    "functions cannot travel: this JVM runs without the module jdk.unsupported, which has sun.reflect.ReflectionFactory; add --add-modules jdk.unsupported",
                    cause);
        }
    }
}
