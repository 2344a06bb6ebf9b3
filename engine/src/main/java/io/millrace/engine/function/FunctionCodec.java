package io.millrace.engine.function;

import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.message.Carrier;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Carries lambdas and method references in `Codec.any()`. What else implements Millrace's
/// functional interfaces travels as record or enum, or is refused here, with the remedy.
///
/// ```text
///   capturing class │ interfaces: count, the functional one, markers │ its method, its signature │
///   kind, class, method, signature of the implementation │ instantiated type │ count, captured values
/// ```
///
/// The reader loads the capturing class without initialising it, looks whether it has lambdas at all,
/// and only then lets it make the one that is asked for. Captured values are any values: a captured
/// lock is the same lock there, a captured function is a function.
public final class FunctionCodec implements Carrier {
    private static final int MOST_CAPTURED = 255;
    private static final int MOST_INTERFACES = 65_535;

    private static final ClassValue<Boolean> HAS_LAMBDAS = new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
            return hasLambdas(type);
        }
    };

    /// For `ServiceLoader`.
    public FunctionCodec() {}

    @Override
    public String name() {
        return "function";
    }

    @Override
    public boolean carries(Object value) {
        return LambdaClass.of(value.getClass()).isFunction();
    }

    @Override
    public void write(Object value, Output out) {
        LambdaClass known = LambdaClass.of(value.getClass());
        SerializedLambda form = known.form(value, out);
        out.putValue("", known.capturing(form, out));
        Class<?>[] interfaces = value.getClass().getInterfaces();
        out.putLong(interfaces.length);
        for (Class<?> each : interfaces) {
            out.putValue("", each);
        }
        out.putName(form.getFunctionalInterfaceMethodName());
        out.putName(form.getFunctionalInterfaceMethodSignature());
        out.putLong(form.getImplMethodKind());
        out.putName(form.getImplClass());
        out.putName(form.getImplMethodName());
        out.putName(form.getImplMethodSignature());
        out.putName(form.getInstantiatedMethodType());
        out.putLong(form.getCapturedArgCount());
        Captured captured = new Captured(form, known.capturing(form, out));
        for (int index = 0; index < form.getCapturedArgCount(); index++) {
            captured.put(index, out);
        }
    }

    @Override
    public Object read(Input in) {
        Class<?> capturing = (Class<?>) Objects.requireNonNull(in.getValue());
        if (!HAS_LAMBDAS.get(capturing)) {
            throw new NotTransportableException("the message holds a function of a class that has none here: class=%s; use the same classes in all processes"
                    .formatted(capturing.getName()));
        }
        Class<?>[] interfaces = new Class<?>[count(in.getLong(), MOST_INTERFACES)];
        for (int index = 0; index < interfaces.length; index++) {
            interfaces[index] = (Class<?>) Objects.requireNonNull(in.getValue());
        }
        SerializedLambda form = form(in, capturing, interfaces[0]);
        Object function = rebuilt(form);
        for (Class<?> each : interfaces) {
            if (!each.isInstance(function)) {
                throw new NotTransportableException(
                        "the message holds a function that is taken for another one here: class=%s, function=%s, interface=%s; javac does not tell method references apart that differ in marker interfaces alone: write this one as a lambda"
                                .formatted(capturing.getName(), form.getImplMethodName(), each.getName()));
            }
        }
        return function;
    }

    private static SerializedLambda form(Input in, Class<?> capturing, Class<?> functional) {
        String method = in.getName();
        String signature = in.getName();
        int kind = count(in.getLong(), MethodHandleInfo.REF_invokeInterface);
        String implementingClass = in.getName();
        String implementation = in.getName();
        String implementationSignature = in.getName();
        String instantiated = in.getName();
        @Nullable Object[] captured = new @Nullable Object[count(in.getLong(), MOST_CAPTURED)];
        for (int index = 0; index < captured.length; index++) {
            captured[index] = in.getValue();
        }
        return new SerializedLambda(
                capturing,
                functional.getName().replace('.', '/'),
                method,
                signature,
                kind,
                implementingClass,
                implementation,
                implementationSignature,
                instantiated,
                captured);
    }

    private static int count(long value, int most) {
        if (value < 0 || value > most) {
            throw new IllegalArgumentException("count=" + value);
        }
        return (int) value;
    }

    private static boolean hasLambdas(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("$deserializeLambda$", SerializedLambda.class);
            int wanted = Modifier.PRIVATE | Modifier.STATIC;
            return (method.getModifiers() & wanted) == wanted && method.isSynthetic();
        } catch (NoSuchMethodException none) {
            return false;
        } catch (LinkageError incomplete) {
            throw new NotTransportableException(
                    "the message holds a function of a class that lacks another one here: class=%s, missing=%s; put it on the class path of this process"
                            .formatted(type.getName(), incomplete.getMessage()),
                    incomplete);
        }
    }

    private static Object rebuilt(SerializedLambda form) {
        try {
            return LambdaForms.rebuild(form);
        } catch (VirtualMachineError | MillraceException failure) {
            throw failure;
        } catch (Throwable failure) {
            Throwable reason = failure;
            while (reason.getCause() != null) {
                reason = reason.getCause();
            }
            throw unknown(form, reason, failure);
        }
    }

    private static NotTransportableException unknown(SerializedLambda form, Throwable reason, Throwable failure) {
        String message = "the message holds a function that cannot be made here: class=%s, function=%s%s, reason=%s; use the same classes in all processes"
                .formatted(
                        form.getCapturingClass().replace('/', '.'),
                        form.getImplMethodName(),
                        form.getImplMethodSignature(),
                        reason);
        return new NotTransportableException(message, failure);
    }
}
