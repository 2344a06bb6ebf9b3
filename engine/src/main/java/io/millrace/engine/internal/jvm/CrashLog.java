package io.millrace.engine.internal.jvm;

import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The cause of a crash, read from the first lines of HotSpot's crash log. A JVM that writes a
/// crash log exits with 1 or by SIGABRT, whatever the signal was.
///
/// | first lines                                          | `signal` | `cause`                                  |
/// |------------------------------------------------------|----------|------------------------------------------|
/// | `#  SIGSEGV (0xb) at pc=...`, `# Problematic frame:` | 11       | that frame                               |
/// | `#  Internal Error (mutex.cpp:1), pid=...`           | none     | that line and the next, `assert(...)`    |
/// | `# There is insufficient memory for the Java ...`    | none     | that line and the next, what was missing |
///
/// @param path file with the whole crash log
/// @param signal the signal that the JVM handled
/// @param cause in one line; empty when the first lines do not say it
public record CrashLog(Path path, OptionalInt signal, String cause) {
    private static final int HEAD_LINES = 40;
    private static final Pattern SIGNAL = Pattern.compile("(SIG[A-Z0-9]+) \\(0x([0-9a-f]+)\\)");
    private static final String FRAME = "Problematic frame:";
    private static final String NO_MEMORY = "There is insufficient memory";

    /// Reads the crash log of a child that has exited; empty when the child wrote none.
    static Optional<CrashLog> read(Path path) {
        try (BufferedReader text = new BufferedReader(
                new InputStreamReader(new FileInputStream(path.toFile()), StandardCharsets.UTF_8))) {
            List<String> head = new ArrayList<>();
            for (String line = text.readLine(); line != null && head.size() < HEAD_LINES; line = text.readLine()) {
                head.add(line.replaceFirst("^#", "").strip());
            }
            return head.isEmpty() ? Optional.empty() : Optional.of(of(path, head));
        } catch (IOException unreadable) {
            return Optional.empty();
        }
    }

    /// @param head first lines of the file, without `#`
    static CrashLog of(Path path, List<String> head) {
        for (int at = 0; at < head.size(); at++) {
            Matcher signal = SIGNAL.matcher(head.get(at));
            if (signal.lookingAt()) {
                int number = Integer.parseInt(signal.group(2), 16);
                return new CrashLog(path, OptionalInt.of(number), frame(head));
            }
            if (head.get(at).startsWith("Internal Error") || head.get(at).startsWith(NO_MEMORY)) {
                return new CrashLog(path, OptionalInt.empty(), head.get(at) + " " + line(head, at + 1));
            }
        }
        return new CrashLog(path, OptionalInt.empty(), frame(head));
    }

    /// The facts as key and value, for a message.
    String asValues() {
        return (cause.isEmpty() ? "" : ", crash=" + cause) + ", crashLog=" + path;
    }

    private static String frame(List<String> head) {
        int at = head.indexOf(FRAME);
        return at < 0 ? "" : line(head, at + 1);
    }

    private static String line(List<String> head, int index) {
        return index < head.size() ? head.get(index) : "";
    }
}
