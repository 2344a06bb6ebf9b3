package io.millrace.engine.internal.jvm;

import io.millrace.shm.NotTransportableException;
import org.jspecify.annotations.Nullable;

/// Programs that `java Prog.java` or `jshell` compiled into memory. No other process can load their
/// classes, so their functions cannot run in a worker.
public final class SourcePrograms {
    private static final String LAUNCHER = "com.sun.tools.javac.launcher.";

    private static final String SHELL = "jdk.jshell.";

    private SourcePrograms() {}

    /// Refuses a function whose class exists in the memory of this process only.
    ///
    /// @throws NotTransportableException when the function belongs to such a program
    public static void refuse(Object function) {
        ClassLoader loader = function.getClass().getClassLoader();
        if (isOf(LAUNCHER, loader)) {
            throw new NotTransportableException(
                    ("a program that java runs from its source has its classes in memory only, other processes cannot"
                            + " load them: class=%s; compile it first (javac -cp millrace.jar -d classes Prog.java),"
                            + " then run it (java -cp millrace.jar:classes Prog)")
                            .formatted(function.getClass().getName()));
        }
        if (isOf(SHELL, loader)) {
            throw new NotTransportableException(
                    "a class that jshell made is in its memory only, other processes cannot load it: class="
                            + function.getClass().getName()
                            + "; put it into a jar or a folder of classes, and start jshell with --class-path");
        }
    }

    private static boolean isOf(String maker, @Nullable ClassLoader loader) {
        return loader != null && loader.getClass().getName().startsWith(maker);
    }
}
