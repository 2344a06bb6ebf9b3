package io.millrace.shm.internal.codec;

import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.WorkerException;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.charset.UnmappableCharacterException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.text.ParseException;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.MissingResourceException;
import java.util.function.Function;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/// Throwables that hold more than message and cause, with the arguments of the constructor that makes them again.
///
/// @param base this class and those derived from it
/// @param parameters of the constructor; derived classes may have one with fewer
/// @param arguments their values
record ThrownFields(Class<?> base, List<Class<?>> parameters, Function<Throwable, @Nullable Object[]> arguments) {
    private static final List<ThrownFields> ALL = List.of(
            of(OutOfSpaceException.class, List.of(String.class, long.class, long.class),
                    thrown -> new @Nullable Object[] {
                thrown.getMessage(), thrown.needed(), thrown.available()
            }),
            of(WorkerException.class, List.of(String.class, WorkerException.Story.class),
                    thrown -> new @Nullable Object[] {
                thrown.getMessage(), story(thrown)
            }),
            of(
                    FileSystemException.class,
                    List.of(String.class, String.class, String.class),
                    thrown -> new @Nullable Object[] {thrown.getFile(), thrown.getOtherFile(), thrown.getReason()}),
            of(InvalidPathException.class, List.of(String.class, String.class, int.class),
                    thrown -> new @Nullable Object[] {
                thrown.getInput(), thrown.getReason(), thrown.getIndex()
            }),
            of(URISyntaxException.class, List.of(String.class, String.class, int.class),
                    thrown -> new @Nullable Object[] {
                thrown.getInput(), thrown.getReason(), thrown.getIndex()
            }),
            of(
                    PatternSyntaxException.class,
                    List.of(String.class, String.class, int.class),
                    thrown -> new @Nullable Object[] {thrown.getDescription(), thrown.getPattern(), thrown.getIndex()}),
            of(
                    DateTimeParseException.class,
                    List.of(String.class, CharSequence.class, int.class),
                    thrown -> new @Nullable Object[] {
                        thrown.getMessage(), thrown.getParsedString(), thrown.getErrorIndex()
                    }),
            of(ParseException.class, List.of(String.class, int.class), thrown -> new @Nullable Object[] {
                thrown.getMessage(), thrown.getErrorOffset()
            }),
            of(
                    MissingResourceException.class,
                    List.of(String.class, String.class, String.class),
                    thrown -> new @Nullable Object[] {thrown.getMessage(), thrown.getClassName(), thrown.getKey()}),
            of(MalformedInputException.class, List.of(int.class),
                    thrown -> new @Nullable Object[] {thrown.getInputLength()}),
            of(UnmappableCharacterException.class, List.of(int.class), thrown -> new @Nullable Object[] {
                thrown.getInputLength()
            }));

    private static <T extends Throwable> ThrownFields of(
            Class<T> base, List<Class<?>> parameters, Function<T, @Nullable Object[]> arguments) {
        return new ThrownFields(base, parameters, thrown -> arguments.apply(base.cast(thrown)));
    }

    private static WorkerException.Story story(WorkerException thrown) {
        return new WorkerException.Story(
                thrown.pid(),
                thrown.exitCode(),
                thrown.signal(),
                thrown.chunk(),
                thrown.attempt(),
                thrown.stderrTail(),
                thrown.crashLog());
    }

    /// The row of a class; null when it holds nothing else, or nothing that is known.
    static @Nullable ThrownFields of(Class<?> type) {
        for (ThrownFields row : ALL) {
            if (row.base.isAssignableFrom(type)) {
                return row;
            }
        }
        return isOfSql(type) ? SqlFields.ROW : null;
    }

    /// Asks for the module `java.sql` only when something of it is there.
    private static boolean isOfSql(Class<?> type) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            if (at.getName().equals("java.sql.SQLException")) {
                return true;
            }
        }
        return false;
    }

    /// What its constructor takes; null when there is no row, or its own methods fail.
    static @Nullable Object @Nullable [] argumentsOf(Throwable thrown) {
        ThrownFields row = of(thrown.getClass());
        try {
            return row == null ? null : row.arguments.apply(thrown);
        } catch (RuntimeException ofItsOwn) {
            return null;
        }
    }

    /// The parameters of a constructor that takes only the first so many.
    Class<?>[] parameters(int count) {
        return Arrays.copyOf(parameters.toArray(Class<?>[]::new), count);
    }
}
