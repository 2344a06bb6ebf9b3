package io.millrace.engine.internal.lambda;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.codec.ValueCodec.Output;
import java.io.Serializable;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/// Facts about the class of an object that may be a function; cached for as long as the class is
/// loaded.
final class LambdaClass {
    private static final String OWN_PACKAGES = "io.millrace.";
    private static final ClassValue<LambdaClass> ALL = new ClassValue<>() {
        @Override
        protected LambdaClass computeValue(Class<?> type) {
            return new LambdaClass(type);
        }
    };

    private final Class<?> type;
    private final boolean isLambda;
    private final @Nullable Class<?> implemented;
    private volatile @Nullable MethodHandle writeReplace;
    private volatile @Nullable Class<?> capturing;

    private LambdaClass(Class<?> type) {
        this.type = type;
        this.isLambda = type.isHidden() && type.isSynthetic() && type.getInterfaces().length > 0;
        this.implemented = ownInterface(type);
    }

    static LambdaClass of(Class<?> type) {
        return ALL.get(type);
    }

    /// Whether objects of the class are lambdas, or implement one of Millrace's functional
    /// interfaces.
    boolean isFunction() {
        return isLambda || implemented != null;
    }

    private static @Nullable Class<?> ownInterface(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> candidate : at.getInterfaces()) {
                if (Serializable.class.isAssignableFrom(candidate)) {
                    boolean own = candidate.getPackageName().startsWith(OWN_PACKAGES);
                    Class<?> found = own ? candidate : ownInterface(candidate);
                    if (found != null) {
                        return found;
                    }
                }
            }
        }
        return null;
    }

    /// The serialized form of a lambda.
    ///
    /// @throws NotTransportableException when it has none
    SerializedLambda form(Object lambda, Output out) {
        if (!isLambda) {
            throw out.refusal(type, objectRefusal());
        }
        if (!(lambda instanceof Serializable)) {
            String name = type.getInterfaces()[0].getName();
            throw out.refusal(type, ("a lambda whose interface is not serializable: interface=%s; use one of"
                    + " io.millrace.engine, such as RemoteFunction, or cast it to (%s & Serializable)")
                    .formatted(name, type.getInterfaces()[0].getSimpleName()));
        }
        MethodHandle replace = writeReplace;
        if (replace == null) {
            replace = LambdaForms.writeReplace(type);
            writeReplace = replace;
        }
        if (replace == null || !(invoke(replace, lambda) instanceof SerializedLambda form)) {
            throw out.refusal(type, "a hidden class that is no lambda has no name by which others could find it; use"
                    + " a lambda, a record or an enum");
        }
        return form;
    }

    /// The class whose source contains the lambda.
    ///
    /// @throws NotTransportableException when the class cannot be found by its name
    Class<?> capturing(SerializedLambda form, Output out) {
        Class<?> known = capturing;
        if (known == null) {
            String name = form.getCapturingClass().replace('/', '.');
            try {
                known = Class.forName(name, false, type.getClassLoader());
            } catch (ClassNotFoundException | LinkageError hidden) {
                throw out.refusal(type, ("the class it is written in cannot be found by its name: class=%s; write it"
                        + " in an ordinary class")
                        .formatted(name));
            }
            capturing = known;
        }
        return known;
    }

    private String objectRefusal() {
        Class<?> role = implemented == null ? Object.class : implemented;
        return type.isAnonymousClass()
                ? ("an anonymous class cannot be made elsewhere; write a lambda instead, or a record or enum that"
                        + " implements %s")
                        .formatted(role.getName())
                : "it implements %s but is neither a lambda nor a record nor an enum; make it one of these"
                        .formatted(role.getName());
    }

    private static Object invoke(MethodHandle replace, Object lambda) {
        try {
            return (Object) replace.invokeExact(lambda);
        } catch (RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable failure) {
            throw new NotTransportableException("cannot travel to another process: type=%s; its writeReplace failed"
                    .formatted(lambda.getClass().getName()), failure);
        }
    }
}
