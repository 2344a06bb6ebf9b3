package io.millrace.engine.worker;

import java.io.IOException;
import java.io.InputStream;

/// Ends this JVM with its parent, which holds the other end of standard input and closes it at the
/// latest by dying. User code sees an empty standard input.
final class ParentWatch {
    private final InputStream fromParent;

    private ParentWatch(InputStream fromParent) {
        this.fromParent = fromParent;
    }

    /// What is done before the end.
    interface Parting {
        void run() throws InterruptedException;
    }

    /// Takes standard input away from everybody else.
    static ParentWatch takeInput() {
        ParentWatch watch = new ParentWatch(System.in);
        System.setIn(InputStream.nullInputStream());
        return watch;
    }

    /// What the parent has to say; read it before [#begin].
    InputStream fromParent() {
        return fromParent;
    }

    /// Begins to watch. When the parent is gone, `parting` runs and then the JVM is halted, wherever
    /// its threads are.
    void begin(Parting parting) {
        Thread.ofPlatform().daemon().name("millrace-parent-watch").start(() -> {
            awaitEnd();
            try {
                Offspring.part();
                parting.run();
            } catch (InterruptedException hurry) {
                // nobody interrupts this thread
            } finally {
                Runtime.getRuntime().halt(0);
            }
        });
    }

    private void awaitEnd() {
        try {
            while (fromParent.read() >= 0) {
                // nothing more is said; only the end of the stream counts
            }
        } catch (IOException closed) {
            // the same as the end
        }
    }
}
