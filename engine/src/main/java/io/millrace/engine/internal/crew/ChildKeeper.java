package io.millrace.engine.internal.crew;

import io.millrace.engine.internal.jvm.JvmChild;
import java.io.DataOutputStream;
import java.io.IOException;

/// Looks after one child from its start to its end, in a thread of its own: hands it its task, waits
/// for its end, cleans up after it.
public final class ChildKeeper {
    private final JvmChild child;
    private final Runnable recovery;

    /// @param recovery frees what dead processes hold in the file
    public ChildKeeper(JvmChild child, Runnable recovery) {
        this.child = child;
        this.recovery = recovery;
    }

    /// Returns when the child has ended and what it held in the file is free again.
    public void keep(byte[] task, Runnable ended) {
        send(task);
        child.onExit().join();
        try {
            recovery.run();
        } catch (IllegalStateException closed) {
            // whoever else is attached recovers it
        } finally {
            ended.run();
        }
    }

    private void send(byte[] task) {
        try {
            DataOutputStream output = new DataOutputStream(child.input());
            output.writeInt(task.length);
            output.write(task);
            output.flush();
        } catch (IOException childGone) {
            // its exit code tells
        }
    }
}
