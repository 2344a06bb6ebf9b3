package io.millrace.shm.message;

import io.millrace.shm.NotTransportableException;
import io.millrace.shm.message.Carrier.Input;
import io.millrace.shm.message.Carrier.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Throwables as type, message, stack trace, cause and suppressed ones; their own fields stay behind.
final class Throwables {
    private static final int MOST_FRAMES = 1 << 16;

    private Throwables() {}

    static void write(Throwable value, Output output) {
        output.putName(value instanceof RemoteThrowable known ? known.originalType() : value.getClass().getName());
        output.putValue(".message", value.getMessage());
        StackTraceElement[] frames = value.getStackTrace();
        output.putLong(frames.length);
        for (StackTraceElement frame : frames) {
            output.putName(text(frame.getClassLoaderName()));
            output.putName(text(frame.getModuleName()));
            output.putName(text(frame.getModuleVersion()));
            output.putName(frame.getClassName());
            output.putName(frame.getMethodName());
            output.putName(text(frame.getFileName()));
            output.putLong(frame.getLineNumber());
        }
        output.putValue(".cause", value.getCause());
        output.putValue(".suppressed", value.getSuppressed());
    }

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }

    private static @Nullable String name(String text) {
        return text.isEmpty() ? null : text;
    }

    static Throwable read(Input input) {
        String type = input.getName();
        String message = (String) input.getValue();
        StackTraceElement[] frames = new StackTraceElement[count(input.getLong())];
        for (int index = 0; index < frames.length; index++) {
            frames[index] = frame(input);
        }
        Throwable cause = (Throwable) input.getValue();
        Throwable value = rebuild(type, message, cause);
        value.setStackTrace(frames);
        for (Object suppressed : (Object[]) Objects.requireNonNull(input.getValue())) {
            value.addSuppressed((Throwable) suppressed);
        }
        return value;
    }

    private static int count(long frames) {
        if (frames < 0 || frames > MOST_FRAMES) {
            throw new IllegalArgumentException("frames=" + frames);
        }
        return (int) frames;
    }

    private static StackTraceElement frame(Input input) {
        return new StackTraceElement(
                name(input.getName()),
                name(input.getName()),
                name(input.getName()),
                input.getName(),
                input.getName(),
                name(input.getName()),
                (int) input.getLong());
    }

    /// Of the same type if one of the usual constructors makes one that says the same.
    private static Throwable rebuild(String typeName, @Nullable String message, @Nullable Throwable cause) {
        Class<?> type = find(typeName);
        if (type != null && Throwable.class.isAssignableFrom(type)) {
            Constructor<?>[] constructors = constructors(type);
            @Nullable Object[][] attempts = {{message, cause}, {message}, {cause}, {}};
            for (@Nullable Object[] arguments : attempts) {
                for (Constructor<?> constructor : constructors) {
                    Throwable made = takes(constructor, arguments) ? make(constructor, arguments) : null;
                    if (made != null && saysTheSame(made, message, cause)) {
                        return made;
                    }
                }
            }
        }
        return new RemoteThrowable(typeName, message, cause);
    }

    private static Constructor<?>[] constructors(Class<?> type) {
        try {
            return type.getDeclaredConstructors();
        } catch (LinkageError incomplete) {
            return new Constructor<?>[0];
        }
    }

    /// Messages go where texts go, causes where throwables go.
    private static boolean takes(Constructor<?> constructor, @Nullable Object[] arguments) {
        Class<?>[] parameters = constructor.getParameterTypes();
        boolean fits = parameters.length == arguments.length;
        for (int index = 0; fits && index < parameters.length; index++) {
            boolean place = parameters[index] == String.class || Throwable.class.isAssignableFrom(parameters[index]);
            Object argument = arguments[index];
            fits = place && (argument == null || parameters[index].isInstance(argument));
        }
        return fits;
    }

    private static @Nullable Class<?> find(String name) {
        try {
            return ClassNames.find(name);
        } catch (NotTransportableException notHere) {
            return null;
        }
    }

    private static @Nullable Throwable make(Constructor<?> constructor, @Nullable Object[] arguments) {
        try {
            constructor.setAccessible(true);
            return (Throwable) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException | InaccessibleObjectException | LinkageError impossible) {
            return null;
        }
    }

    private static boolean saysTheSame(Throwable made, @Nullable String message, @Nullable Throwable cause) {
        try {
            if (made.getCause() != cause) {
                made.initCause(cause);
            }
            return made.getCause() == cause && Objects.equals(made.getMessage(), message);
        } catch (RuntimeException fixed) { // its cause was set before, or a method of its own fails
            return false;
        }
    }
}
