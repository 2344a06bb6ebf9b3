package io.millrace.engine.internal.worker;

import java.io.IOException;
import java.io.InputStream;

/// Halts this JVM when its parent has exited. The parent holds the other end of standard input,
/// which the kernel closes when the parent exits. User code sees an empty standard input.
final class ParentWatch {
    private final InputStream fromParent;

    private ParentWatch(InputStream fromParent) {
        this.fromParent = fromParent;
    }

    /// What the watch runs before it halts the JVM.
    interface BeforeExit {
        void run() throws InterruptedException;
    }

    /// Takes over standard input.
    static ParentWatch takeInput() {
        ParentWatch watch = new ParentWatch(System.in);
        System.setIn(InputStream.nullInputStream());
        return watch;
    }

    /// The stream from the parent; only to be read before [#begin].
    InputStream fromParent() {
        return fromParent;
    }

    /// Starts to watch. When the parent has exited, the watch runs `ending` and then halts the JVM,
    /// whatever its threads do.
    void begin(BeforeExit ending) {
        Thread.ofPlatform().daemon().name("millrace-parent-watch").start(() -> {
            awaitEnd();
            try {
                ChildProcesses.closeAll();
                ending.run();
            } catch (InterruptedException hurry) {
                // no code interrupts this thread
            } finally {
                halt();
            }
        });
    }

    private static void halt() {
        try {
            ChildFolder.removeOwn();
            ChildFolder.sweepParents();
        } finally {
            Runtime.getRuntime().halt(0);
        }
    }

    private void awaitEnd() {
        try {
            while (fromParent.read() >= 0) {
                // the parent sends nothing more; only the end of the stream matters
            }
        } catch (IOException closed) {
            // the same as the end
        }
    }
}
