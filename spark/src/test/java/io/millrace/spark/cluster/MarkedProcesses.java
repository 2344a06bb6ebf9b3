package io.millrace.spark.cluster;

import io.millrace.testing.Await;
import io.millrace.testing.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// Processes by a variable in their environment, which children inherit: also those whose parent has ended.
final class MarkedProcesses {
    private static final Duration DYING = Duration.ofSeconds(20);

    private MarkedProcesses() {}

    /// Pids of the living processes in whose environment `variable` has that value.
    static List<Long> with(String variable, String value) {
        String wanted = variable + "=" + value;
        try (Stream<Path> all = Files.list(Path.of("/proc"))) {
            return all.map(folder -> folder.getFileName().toString())
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .map(Long::valueOf)
                    .filter(pid -> strings(pid, "environ").contains(wanted) && !Processes.hasEnded(pid))
                    .toList();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /// The command line of a process; empty if it is gone.
    static List<String> command(long pid) {
        return strings(pid, "cmdline");
    }

    /// Pid and main class or program of a process, for messages.
    static String describe(long pid) {
        List<String> command = command(pid);
        return pid + " " + command.stream().skip(Math.max(0, command.size() - 20)).toList();
    }

    /// `kill -9` for all with that variable, those that they start meanwhile too; waits until none is left.
    static void kill(String variable, String value) {
        Await.until("all ended with " + variable + "=" + value, DYING, () -> {
            List<Long> alive = with(variable, value);
            alive.forEach(MarkedProcesses::signal);
            return alive.isEmpty();
        });
    }

    /// `kill -9` for one; waits until it is gone.
    static void kill(long pid) {
        signal(pid);
        Await.until("ended: " + pid, DYING, () -> Processes.hasEnded(pid));
    }

    private static void signal(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    private static List<String> strings(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
            return new ArrayList<>(
                    Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0")));
        } catch (IOException gone) {
            return List.of(); // or of another user
        }
    }
}
