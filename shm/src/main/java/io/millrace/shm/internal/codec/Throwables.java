package io.millrace.shm.internal.codec;

import io.millrace.shm.RemoteThrowable;
import io.millrace.shm.internal.codec.ValueCodec.Input;
import io.millrace.shm.internal.codec.ValueCodec.Output;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Throwables as type, message, stack trace, cause, suppressed throwables, and the fields that
/// [ThrownFields] knows; other fields do not travel.
///
/// The JVM fills a throwable with the stack of the thread that makes it, which takes memory until the
/// throwable is garbage. So throwables deep inside of others, and those of messages with very many,
/// become [RemoteThrowable]s, which have no such stack.
final class Throwables {
    /// Six names and a line.
    private static final int FRAME_BYTE_SIZE = 6 * Integer.BYTES + Long.BYTES;
    private static final int MAX_CAUSES = 64;
    private static final long STACK_BYTE_SIZE = 1_024;
    private static final long LEVEL_BYTE_SIZE = 128;

    private Throwables() {}

    /// What a throwable is read from.
    interface Source extends Input {
        /// That so many elements of at least that size can still come.
        void requireLeft(long length, int elementByteSize);

        /// Takes memory that the bytes of the message do not stand for; false when there is none left.
        boolean tryCharge(long byteSize);

        /// How many values the one that is read next lies in.
        int depth();

        /// The class of that name; null when it is not here.
        @Nullable Class<?> findThrowable(String name);
    }

    /// @param allowed the classes that the message may name
    static void write(Throwable value, Output output, AllowList allowed) {
        if (!(value instanceof RemoteThrowable)) {
            allowed.requireSent(value.getClass());
        }
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
        output.putValue("", ThrownFields.argumentsOf(value));
    }

    /// Whether a receiver with the same classes makes one of the same type.
    static boolean comesBack(Throwable value) {
        return value instanceof RemoteThrowable
                || rebuild(new Facts(value.getMessage(), value.getCause(), ThrownFields.argumentsOf(value)),
                        value.getClass())
                        != null;
    }

    /// What the message says of a throwable.
    ///
    /// @param arguments of [ThrownFields]
    private record Facts(
            @Nullable String message, @Nullable Throwable cause, @Nullable Object @Nullable [] arguments) {}

    private static String text(@Nullable String name) {
        return name == null ? "" : name;
    }

    private static @Nullable String name(String text) {
        return text.isEmpty() ? null : text;
    }

    static Throwable read(Source input) {
        String type = input.getName();
        String message = (String) input.getValue();
        long count = input.getLong();
        input.requireLeft(count, FRAME_BYTE_SIZE);
        StackTraceElement[] frames = new StackTraceElement[(int) count];
        for (int index = 0; index < frames.length; index++) {
            frames[index] = frame(input);
        }
        Throwable cause = (Throwable) input.getValue();
        Object[] suppressed = (Object[]) Objects.requireNonNull(input.getValue());
        Facts facts = new Facts(message, cause, (@Nullable Object[]) input.getValue());
        Throwable value = rebuild(type, facts, input);
        value.setStackTrace(frames);
        for (Object each : suppressed) {
            value.addSuppressed((Throwable) each);
        }
        return value;
    }

    private static Throwable rebuild(String typeName, Facts facts, Source input) {
        int depth = input.depth();
        Throwable made = null;
        if (depth <= MAX_CAUSES && input.tryCharge(STACK_BYTE_SIZE + depth * LEVEL_BYTE_SIZE)) {
            Class<?> type = input.findThrowable(typeName);
            made = type == null || !Throwable.class.isAssignableFrom(type) ? null : rebuild(facts, type);
        }
        return made == null ? RemoteThrowable.of(typeName, facts.message(), facts.cause()) : made;
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

    /// Of the same type if one of the usual constructors, or the one of its row, makes one that
    /// says the same; else null.
    private static @Nullable Throwable rebuild(Facts facts, Class<?> type) {
        ThrownFields row = ThrownFields.of(type);
        if (row != null && facts.arguments() != null) {
            return ofRow(row, facts, type);
        }
        Constructor<?>[] constructors = constructors(type);
        String message = facts.message();
        Throwable cause = facts.cause();
        @Nullable Object[][] attempts = {{message, cause}, {cause, message}, {message}, {cause}, {}};
        for (@Nullable Object[] arguments : attempts) {
            for (Constructor<?> constructor : constructors) {
                Throwable made = takes(constructor, arguments) ? make(constructor, arguments) : null;
                if (made != null && saysTheSame(made, facts)) {
                    return made;
                }
            }
        }
        return null;
    }

    private static @Nullable Throwable ofRow(ThrownFields row, Facts facts, Class<?> type) {
        @Nullable Object[] all = Objects.requireNonNull(facts.arguments());
        for (int count = Math.min(all.length, row.parameters().size()); count > 0; count--) {
            try {
                Constructor<?> constructor = type.getDeclaredConstructor(row.parameters(count));
                Throwable made = make(constructor, Arrays.copyOf(all, count));
                if (made != null && saysTheSame(made, facts)
                        && Arrays.deepEquals(ThrownFields.argumentsOf(made), all)) {
                    return made;
                }
            } catch (NoSuchMethodException | LinkageError another) {
                continue;
            }
        }
        return null;
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

    private static @Nullable Throwable make(Constructor<?> constructor, @Nullable Object[] arguments) {
        try {
            constructor.setAccessible(true);
            return (Throwable) constructor.newInstance(arguments);
        } catch (ReflectiveOperationException | IllegalArgumentException | InaccessibleObjectException
                | LinkageError impossible) {
            return null;
        }
    }

    private static boolean saysTheSame(Throwable made, Facts facts) {
        Throwable cause = facts.cause();
        try {
            if (made.getCause() != cause) {
                made.initCause(cause);
            }
            return made.getCause() == cause && Objects.equals(made.getMessage(), facts.message());
        } catch (RuntimeException fixed) { // its cause was set before, or a method of its own fails
            return false;
        }
    }
}
