package io.millrace.ckernel;

import java.nio.file.Path;

/// A call over any number of blocks through a native method of the C library. Unlike a downcall of the foreign
/// function interface it needs no linking, which takes a fresh JVM longer than many jobs.
final class JniCall {
    /// `false`: not this way.
    private static final String PROPERTY = "millrace.jni";

    private static final long NO_FUNCTION = -1;

    private JniCall() {}

    /// As [BlockCall#run], with addresses; [#NO_FUNCTION] when `function` is 0.
    static native long run(
            long function, long blocks, long first, long second, long out, long n, long word, long expected);

    /// Loads the library for [#isLinked]. If the JVM refuses, there is nothing to be done about it: the other way is
    /// slower once.
    @SuppressWarnings("restricted")
    static void load(Path library) {
        try {
            System.load(library.toString());
        } catch (LinkageError | RuntimeException refused) {
            // see above
        }
    }

    /// Whether a library was loaded that has the method.
    static boolean isLinked() {
        try {
            return !"false".equals(System.getProperty(PROPERTY)) && run(0, 0, 0, 0, 0, 0, 0, 0) == NO_FUNCTION;
        } catch (LinkageError missing) {
            return false;
        }
    }
}
