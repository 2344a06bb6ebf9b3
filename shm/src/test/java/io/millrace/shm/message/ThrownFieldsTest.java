package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.millrace.shm.BarrierBrokenException;
import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.EndTakenException;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileExistsException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.MillraceException;
import io.millrace.shm.MissingJvmFlagException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.TooManyProcessesException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.WrongRegionTypeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.UndeclaredThrowableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileSystemException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.text.ParseException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.MissingResourceException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Exceptions of the product and of the JDK come back as themselves, with their values.
class ThrownFieldsTest {
    private static final Codec<Object> ANY = Codec.any();

    private static Throwable there(Throwable thrown) {
        Throwable back = (Throwable) CodecTest.roundTrip(ANY, thrown);
        assertSame(thrown.getClass(), back.getClass());
        assertEquals(thrown.getMessage(), back.getMessage());
        assertEquals(thrown.toString(), back.toString());
        assertArrayEquals(thrown.getStackTrace(), back.getStackTrace());
        if (thrown.getCause() != null) {
            assertEquals(thrown.getCause().toString(), back.getCause().toString());
            assertSame(thrown.getCause().getClass(), back.getCause().getClass());
        }
        return back;
    }

    private static Throwable thrown(Supplier<Object> work) {
        try {
            throw new AssertionError("nothing was thrown, but returned: " + work.get());
        } catch (RuntimeException | StackOverflowError thrown) {
            return thrown;
        }
    }

    private static long endless(long depth) {
        return depth < 0 ? 0 : endless(depth + 1) + 1;
    }

    private static String text(String... parts) {
        return String.join("", parts);
    }

    static Stream<Throwable> all() throws Exception {
        Exception cause = new IOException("cause");
        int[] none = {};
        return Stream.of(
                new MillraceException("m", cause), new BarrierBrokenException("m"), new EndOfStreamException("m"),
                new EndTakenException("m"), new FileAccessException("m", cause), new FileExistsException("m"),
                new FileFormatException("m", cause), new JobCancelledException("m"), new MessageTooLargeException("m"),
                new MissingJvmFlagException("m"), new NoSuchRegionException("m"), new NotTransportableException("m"),
                new OwnerDiedException("m"), new PeerDiedException("m"), new QueueClosedException("m"),
                new RegionDroppedException("m"), new RegionExistsException("m", cause),
                new TooManyProcessesException("m"),
                new WrongRegionTypeException("m"), new OutOfSpaceException("m", 5, 3).initCause(cause),
                new UncheckedIOException("m", new IOException("inner")),
                new UncheckedIOException(new IOException("inner")),
                thrown(() -> none[3]++),
                thrown(() -> LocalDate.parse(text("2025", "-99-01"))), thrown(() -> Pattern.compile(text("a(", "b"))),
                thrown(() -> URI.create(text("a ", "b"))), thrown(() -> Path.of(text("\0"))),
                thrown(() -> text("x").charAt(3)), thrown(() -> Integer.parseInt(text("x"))),
                thrown(() -> Plain.valueOf(text("x"))),
                thrown(() -> endless(0)),
                new ExceptionInInitializerError(cause), new ExceptionInInitializerError("m"),
                new InvocationTargetException(cause), new InvocationTargetException(cause, "m"),
                new UndeclaredThrowableException(cause), new UndeclaredThrowableException(cause, "m"),
                new AssertionError("m"), new AssertionError("m", cause), new AssertionError(7), new AssertionError(),
                new FileSystemException("a"), new NoSuchFileException("a"), new NoSuchFileException("a", "b", "why"),
                new AccessDeniedException("a", null, "why"), new DirectoryNotEmptyException("a"),
                new URISyntaxException("in", "why", 3), new MalformedInputException(3), new ParseException("m", 7),
                new MissingResourceException("m", "c", "k"),
                new SQLException("m", "08001", 17, cause), new SQLException("m"), new SQLTimeoutException("m", "x", 2),
                new CompletionException("m", cause), new ExecutionException(cause),
                new ClassNotFoundException("m", cause),
                new OutOfMemoryError("m"), new InterruptedException("m"));
    }

    private enum Plain {}

    @ParameterizedTest
    @MethodSource("all")
    void anExceptionComesBackAsItsType(Throwable thrown) {
        there(thrown);
    }

    @Test
    void outOfSpaceKeepsItsNumbers() {
        OutOfSpaceException back = (OutOfSpaceException) there(new OutOfSpaceException("m", 5, 3));
        assertEquals(5, back.needed());
        assertEquals(3, back.available());
    }

    @Test
    void aWorkerExceptionKeepsItsReportAlsoAsACause() {
        WorkerException.Story story = new WorkerException.Story(
                77, OptionalInt.of(-9), OptionalInt.of(9), 4, 2, "last words", Optional.of(Path.of("/tmp/x")));
        WorkerException inner = new WorkerException("inner", story, new IOException("why"));
        Throwable outer = there(new WorkerException("outer", story, inner));
        for (Throwable at : new Throwable[] {outer, outer.getCause()}) {
            WorkerException back = assertInstanceOf(WorkerException.class, at);
            assertEquals(77, back.pid());
            assertEquals(OptionalInt.of(-9), back.exitCode());
            assertEquals(OptionalInt.of(9), back.signal());
            assertEquals(4, back.chunk());
            assertEquals(2, back.attempt());
            assertEquals("last words", back.stderrTail());
            assertEquals(Optional.of(Path.of("/tmp/x")), back.crashLog());
        }
        assertInstanceOf(IOException.class, outer.getCause().getCause());
    }

    @Test
    void exceptionsOfTheJdkKeepTheirValues() {
        NoSuchFileException file = (NoSuchFileException) there(new NoSuchFileException("a", "b", "why"));
        assertEquals("a b why", file.getFile() + " " + file.getOtherFile() + " " + file.getReason());
        DateTimeParseException date =
                (DateTimeParseException) there(thrown(() -> LocalDate.parse(text("2025", "-99-01"))));
        assertEquals("2025-99-01", date.getParsedString());
        PatternSyntaxException pattern = (PatternSyntaxException) there(thrown(() -> Pattern.compile(text("a(", "b"))));
        assertNotNull(pattern.getDescription());
        assertEquals("a(b", pattern.getPattern());
        InvalidPathException path = (InvalidPathException) there(thrown(() -> Path.of(text("\0"))));
        assertEquals("\0", path.getInput());
        SQLException sql = (SQLException) there(new SQLException("m", "08001", 17));
        assertEquals("08001 17", sql.getSQLState() + " " + sql.getErrorCode());
    }
}
