package io.millrace.engine.internal.lambda;

import io.millrace.shm.MillraceException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Converts lambdas of any module to [SerializedLambda] and back.
///
/// `sun.reflect.ReflectionFactory` is the JDK's interface for serialization libraries. It returns
/// the `writeReplace` method of a lambda and the `readResolve` method of [SerializedLambda], which
/// calls `$deserializeLambda$` of the capturing class. Both methods are private, but no
/// `--add-opens` is needed. This class calls the factory by reflection, because a warning of
/// `javac` about its name cannot be suppressed.
final class LambdaForms {
    private static final MethodType WRITE_REPLACE = MethodType.methodType(Object.class, Object.class);
    private static final MethodType READ_RESOLVE = MethodType.methodType(Object.class, SerializedLambda.class);
    private static final MethodType FINDER = MethodType.methodType(MethodHandle.class, Class.class);

    /// Null in a JVM without the module `jdk.unsupported`.
    private static final @Nullable Object FACTORY = factory();

    private static final @Nullable MethodHandle REBUILD =
            FACTORY == null ? null : find("readResolve", SerializedLambda.class, READ_RESOLVE);

    private LambdaForms() {}

    /// The method `writeReplace` of a class, of type `Object` to `Object`; null when the class has
    /// none.
    static @Nullable MethodHandle writeReplace(Class<?> type) {
        return find("writeReplace", type, WRITE_REPLACE);
    }

    /// Initialises the capturing class and calls its `$deserializeLambda$`.
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
        } catch (Throwable failure) { // a method handle declares Throwable
            throw new IllegalStateException(
                    "the JDK does not give %s of %s".formatted(method, type.getName()), failure);
        }
    }

    private static MillraceException missing() {
        return new MillraceException(
                "functions cannot travel: this JVM runs without the module jdk.unsupported, which has"
                        + " sun.reflect.ReflectionFactory; add --add-modules jdk.unsupported");
    }
}
