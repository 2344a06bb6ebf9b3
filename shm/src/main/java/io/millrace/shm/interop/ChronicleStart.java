package io.millrace.shm.interop;

import java.io.PrintStream;
import java.util.logging.Level;
import java.util.logging.Logger;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.Jvm;

/// Brings Chronicle up without what it says at its first use in every program: that no logger was
/// chosen, that it cannot unmap buffers, which it is not asked to, and that it cannot find out a
/// limit. Everything it says later comes through.
final class ChronicleStart {
    private static final String SLF4J_VERBOSITY = "slf4j.internal.verbosity";
    private static final String CLEANER =
            "net.openhft.chronicle.core.internal.cleaner.ReflectionBasedByteBufferCleanerService";

    private ChronicleStart() {}

    /// Does so once.
    static void quietly() {
        Once.run();
    }

    /// Its static part runs once.
    private static final class Once {
        static {
            Logger cleaner = Logger.getLogger(CLEANER);
            Level level = cleaner.getLevel();
            boolean verbosityIsOurs = System.getProperty(SLF4J_VERBOSITY) == null;
            PrintStream errors = System.err;
            PrintStream quiet = new WithoutLimitLine(errors);
            try {
                cleaner.setLevel(Level.SEVERE);
                if (verbosityIsOurs) {
                    System.setProperty(SLF4J_VERBOSITY, "ERROR");
                }
                System.setErr(quiet);
                Jvm.maxDirectMemory();
                new PointerBytesStore();
            } finally {
                if (System.err == quiet) {
                    System.setErr(errors);
                }
                if (verbosityIsOurs) {
                    System.clearProperty(SLF4J_VERBOSITY);
                }
                cleaner.setLevel(level);
            }
        }

        private Once() {}

        static void run() {
            // the static part did it
        }
    }

    /// Standard error but for the one line that Chronicle prints without asking a logger.
    private static final class WithoutLimitLine extends PrintStream {
        private static final String LINE = Jvm.class.getName() + ": Unable to determine max direct memory";

        WithoutLimitLine(PrintStream errors) {
            super(errors, true);
        }

        @Override
        public void println(String line) {
            if (line == null || !line.startsWith(LINE)) {
                super.println(line);
            }
        }
    }
}
