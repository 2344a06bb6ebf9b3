package io.millrace.engine.internal.worker;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/// Halts this JVM when its parent has exited. The parent holds the other end of standard input,
/// which the kernel closes when the parent exits. User code sees an empty standard input.
final class ParentWatch {
    private final FileInputStream fromParent = new FileInputStream(FileDescriptor.in);
    private volatile boolean ended;

    private ParentWatch() {}

    /// What the watch runs before it halts the JVM.
    interface BeforeExit {
        void run() throws InterruptedException;
    }

    /// Takes over standard input.
    static ParentWatch takeInput() {
        System.setIn(InputStream.nullInputStream());
        return new ParentWatch();
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
            if (ended) {
                return;
            }
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

    /// Returns when the parent has exited, and after [#end].
    private void awaitEnd() {
        ByteBuffer nothing = ByteBuffer.allocate(1);
        try {
            while (fromParent.getChannel().read(nothing.clear()) >= 0) {
                // the parent sends nothing more; only the end of the stream matters
            }
        } catch (IOException closed) {
            // the same as the end
        }
    }

    /// Ends the watch of a process that is about to halt. A JVM that halts waits for its threads in native
    /// code, 0.3 s at most, and this thread reads in native code; closing the channel takes it out.
    void end() {
        ended = true;
        try {
            fromParent.getChannel().close();
        } catch (IOException unclear) {
            // then the JVM waits
        }
    }
}
