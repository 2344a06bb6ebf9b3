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
    private static final MethodType FINDER = MethodType.methodType(MethodHandle.class, Class.class);

    /// Null in a JVM without the module `jdk.unsupported`.
    private static final @Nullable Object FACTORY = factory();

    private static final @Nullable MethodHandle REBUILD =
            FACTORY == null ? null : find("readResolve", SerializedLambda.class, READ_RESOLVE);

    private LambdaForms() {}

    /// `writeReplace` of a class, from object to object; null when it has none.
    static @Nullable MethodHandle writeReplace(Class<?> type) {
        return find("writeReplace", type, WRITE_REPLACE);
    }

    /// What `$deserializeLambda$` of the capturing class makes of it, after that class was initialised.
    static Object rebuild(SerializedLambda form) throws Throwable {
        MethodHandle rebuild = REBUILD;
        if (rebuild == null) {
            throw missing();
        }
        return (Object) rebuild.invokeExact(form);
    }

    private static @Nullable Object factory() {
        try {
            Class<?> type = Class.forName("sun.reflect.ReflectionFactory");
            return type.getMethod("getReflectionFactory").invoke(null);
        } catch (ReflectiveOperationException notInThisJvm) {
            return null;
        }
    }

    private static @Nullable MethodHandle find(String method, Class<?> type, MethodType as) {
        if (FACTORY == null) {
            throw missing();
        }
        try {
            MethodHandle finder =
                    MethodHandles.publicLookup().findVirtual(FACTORY.getClass(), method + "ForSerialization", FINDER);
            MethodHandle found = (@Nullable MethodHandle) finder.invoke(FACTORY, type);
            return found == null ? null : found.asType(as);
        } catch (Throwable failure) { // what a method handle declares
            throw new IllegalStateException("the JDK does not give %s of %s".formatted(method, type.getName()), failure);
        }
    }

    private static MillraceException missing() {
        return new MillraceException(
                "functions cannot travel: this JVM runs without the module jdk.unsupported, which has sun.reflect.ReflectionFactory; add --add-modules jdk.unsupported, or `requires jdk.unsupported;` to your module");
    }
}
