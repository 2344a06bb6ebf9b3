package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Who may set the interrupt flag of a thread: the thread itself, which puts back what it took, and the
/// one that stops a task of a worker that is a thread, and a subscription that ends the wait of its own
/// thread. A flag from anywhere else would end the waits of programs in which nobody interrupts.
class InterruptersTest {
    private static final Pattern SETTING = Pattern.compile("([\\w.()]+)\\.interrupt\\(\\)");

    @Test
    void onlyTaskRunnersAndSubscriptionsInterruptAnotherThread() throws IOException {
        List<String> others = new ArrayList<>();
        for (String module : List.of("shm", "native", "engine")) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                sources.filter(source -> source.toString().endsWith(".java"))
                        .forEach(source -> others.addAll(interruptersIn(source)));
            }
        }
        assertEquals(List.of("SourceSubscription.java: waiting", "TaskRunner.java: thread"), others);
    }

    private static List<String> interruptersIn(Path source) {
        List<String> found = new ArrayList<>();
        try {
            Matcher setting = SETTING.matcher(Files.readString(source));
            while (setting.find()) {
                if (!setting.group(1).equals("Thread.currentThread()")) {
                    found.add(source.getFileName() + ": " + setting.group(1));
                }
            }
            return found;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
