package io.millrace.shm.internal.os;

import java.io.IOException;
import java.nio.file.Path;

/// `syscall(2)` through a native method, from [SystemCallLibrary].
final class JniCall {
    /// `false`: not this way.
    static final String PROPERTY = "millrace.jni";

    private static final long NO_SUCH_CALL = -1;
    private static final boolean LINKED = link();

    private JniCall() {}

    /// Makes the call; returns its result, or the negative `errno`.
    static native long call(long number, long a, long b, long c, long d, long e, long f);

    /// Whether this JVM has the library. If not, there is nothing to be done about it: the other way
    /// is slower once, by some hundredths of a second.
    static boolean isLinked() {
        return LINKED;
    }

    @SuppressWarnings("restricted")
    private static boolean link() {
        if ("false".equals(System.getProperty(PROPERTY))) {
            return false;
        }
        try {
            Path file = SystemCallLibrary.file();
            if (file == null) {
                return false;
            }
            System.load(file.toString());
            return call(NO_SUCH_CALL, 0, 0, 0, 0, 0, 0) < 0; // another library lacks the method
        } catch (IOException | RuntimeException | LinkageError refused) {
            return false;
        }
    }
}
