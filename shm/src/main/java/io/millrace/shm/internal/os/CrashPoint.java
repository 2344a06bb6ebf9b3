package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// A named place in the code where a test can kill this process as `kill -9` would: at once, with
/// nothing unwound and nothing flushed.
///
/// `-Dmillrace.crashPoint=NAME` chooses the place, `NAME@N` its N-th visit. The process first
/// appends the name to the file of `-Dmillrace.crashLog=FILE`, as proof. With
/// `-Dmillrace.crashOnce=true` only the process that creates FILE dies; peers that were started
/// alike live on. Without the property a crash point costs nothing once it is compiled.
public final class CrashPoint {
    private static final @Nullable String CHOSEN = System.getProperty("millrace.crashPoint");
    private static final int SIGKILL = 9;
    private static final AtomicInteger HITS = new AtomicInteger();

    private CrashPoint() {}

    /// Kills this process if `name` is the chosen place.
    public static void hit(String name) {
        if (CHOSEN != null) {
            check(CHOSEN, name);
        }
    }

    /// Whether a place whose name begins so is the chosen one. Code that many places are in, and that cannot stop
    /// there, goes another way then.
    public static boolean isArmed(String prefix) {
        return CHOSEN != null && CHOSEN.startsWith(prefix);
    }

    private static void check(String chosen, String name) {
        int at = chosen.indexOf('@');
        String wanted = at < 0 ? chosen : chosen.substring(0, at);
        int turn = at < 0 ? 1 : Integer.parseInt(chosen.substring(at + 1));
        if (wanted.equals(name) && HITS.incrementAndGet() == turn && log(name)) {
            killSelf();
        }
    }

    /// Appends the name to the log; false if only one process is to die and another one has.
    private static boolean log(String name) {
        String file = System.getProperty("millrace.crashLog");
        if (file != null) {
            StandardOpenOption create = Boolean.getBoolean("millrace.crashOnce")
                    ? StandardOpenOption.CREATE_NEW
                    : StandardOpenOption.CREATE;
            try {
                Files.writeString(Path.of(file), name + "\n", create, StandardOpenOption.APPEND);
            } catch (FileAlreadyExistsException lived) {
                return false;
            } catch (IOException error) {
                throw new IllegalStateException("cannot write the crash log: file=" + file, error);
            }
        }
        return true;
    }

    private static void killSelf() {
        long result = SystemCall.KILL.call(OwnProcess.number(), SIGKILL);
        throw new IllegalStateException("still alive after kill -9: result=" + result);
    }
}
