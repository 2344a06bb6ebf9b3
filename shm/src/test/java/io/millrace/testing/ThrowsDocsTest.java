package io.millrace.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThrowsDocsTest {
    private static final String SOURCE =
            """
            public class Sample implements Runnable {
                /// Says so.
                ///
                /// @throws java.io.IOException always
                public void documented() throws IOException {}

                /// Says nothing.
                public void checked() throws IOException {}

                /// Says nothing.
                public void created() {
                    throw new IllegalStateException();
                }

                /// Says nothing.
                public void byHelper(long index) {
                    throw refusal(offset(index));
                }

                public void uncommented() {
                    require();
                }

                /// May throw later only, or nothing that has a type to name.
                public Runnable later() {
                    try {
                        return () -> { throw new IllegalStateException(); };
                    } catch (RuntimeException failure) {
                        throw explained(failure);
                    } catch (Exception never) {
                        throw new AssertionError(never);
                    }
                }

                @Override
                public void run() throws IOException {}

                @Override
                public void call() {
                    require();
                }

                private RuntimeException explained(RuntimeException failure) {
                    return failure;
                }

                private IllegalMonitorStateException refusal(long offset) {
                    return new IllegalMonitorStateException();
                }

                private long offset(long index) {
                    return Objects.checkIndex(index, 3);
                }

                private void require() {
                    throw new IllegalArgumentException();
                }

                interface Hidden {
                    void hidden() throws IOException;
                }

                public interface Shown {
                    void shown() throws IOException;
                }
            }
            """;

    @Test
    void everyWayToThrowIsSeen(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("Sample.java"), SOURCE);
        assertEquals(
                List.of(
                        "Sample.byHelper(long) throws IllegalMonitorStateException",
                        "Sample.byHelper(long) throws IndexOutOfBoundsException",
                        "Sample.call() throws IllegalArgumentException",
                        "Sample.checked() throws IOException",
                        "Sample.created() throws IllegalStateException",
                        "Sample.uncommented() throws IllegalArgumentException",
                        "Shown.shown() throws IOException"),
                ThrowsDocs.missing(List.of(file)));
    }
}
