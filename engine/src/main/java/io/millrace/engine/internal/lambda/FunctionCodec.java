package io.millrace.engine.internal.lambda;

import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.internal.codec.ValueCodec;
import java.lang.invoke.MethodHandleInfo;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Encodes lambdas and method references in `Codec.any()`. Other objects that implement Millrace's
/// functional interfaces are encoded as records or enums, or refused here, with the remedy.
///
/// ```text
///   capturing class │ interfaces: count, the functional one, markers │ its method, its signature │
///   kind, class, method, signature of the implementation │ instantiated type │ count, captured values
/// ```
///
/// The reader loads the capturing class without initialising it, checks that the class has lambdas,
/// and only then asks it to make the function. Captured values are encoded like all other values: a
/// captured lock is the same lock in the other process, and a captured function is a function.
public final class FunctionCodec implements ValueCodec {
    private static final int MAX_CAPTURED = 255;
    private static final int MAX_INTERFACES = 65_535;

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
            throw new NotTransportableException(("the message holds a function of a class that has none here:"
                    + " class=%s; use the same classes in all processes")
                    .formatted(capturing.getName()));
        }
        int count = count(in.getLong(), MAX_INTERFACES);
        // no initial capacity: a damaged message can announce more than it holds
        List<Class<?>> interfaces = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            interfaces.add((Class<?>) Objects.requireNonNull(in.getValue()));
        }
        SerializedLambda form = form(in, capturing, interfaces.getFirst());
        Object function = rebuilt(form);
        for (Class<?> each : interfaces) {
            if (!each.isInstance(function)) {
                throw new NotTransportableException(
                        ("the message holds a function that is taken for another one here: class=%s, function=%s,"
                                + " interface=%s; javac does not tell method references apart that differ in marker"
                                + " interfaces alone: write this one as a lambda")
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
        int count = count(in.getLong(), MAX_CAPTURED);
        List<@Nullable Object> captured = new ArrayList<>();
        for (int index = 0; index < count; index++) {
            captured.add(in.getValue());
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
                captured.toArray());
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
                    ("the message holds a function of a class that lacks another one here: class=%s, missing=%s; put"
                            + " it on the class path of this process")
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
        Optional<Throwable> initializer = ClassInitialization.reason(failure);
        if (initializer.isPresent()) {
            return new NotTransportableException(
                    "the class of a function cannot be initialised in this process: class=%s, reason=%s"
                            .formatted(form.getCapturingClass().replace('/', '.'),
                                    ThrownBytes.described(initializer.get())),
                    failure);
        }
        String message = ("the message holds a function that cannot be made here: class=%s, function=%s%s, reason=%s;"
                + " use the same classes in all processes")
                .formatted(
                        form.getCapturingClass().replace('/', '.'),
                        form.getImplMethodName(),
                        form.getImplMethodSignature(),
                        reason);
        return new NotTransportableException(message, failure);
    }
}
