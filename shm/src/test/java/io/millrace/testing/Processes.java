package io.millrace.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Processes that are not children of the test.
public final class Processes {
    private Processes() {}

    /// Whether it has ended. A zombie has: its parent only was not asked yet how, and where that is
    /// a slow `init`, as in some containers, `ProcessHandle` goes on to call it alive for seconds.
    public static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            char state = stat.charAt(stat.lastIndexOf(')') + 2);
            return state == 'Z' || state == 'X';
        } catch (IOException gone) {
            return !ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
        }
    }
}
