package io.millrace.engine;

import io.millrace.engine.pool.JvmChild;
import io.millrace.shm.SharedMemory;
import java.io.DataOutputStream;
import java.io.IOException;

/// Looks after one child from its start to its end, in a thread of its own: hands it its task, waits
/// for its end, cleans up after it.
final class ChildKeeper {
    private final JvmChild child;
    private final SharedMemory memory;

    ChildKeeper(JvmChild child, SharedMemory memory) {
        this.child = child;
        this.memory = memory;
    }

    /// Returns when the child has ended and what it held in the file is free again.
    void keep(byte[] task, Runnable ended) {
        send(task);
        child.onExit().join();
        try {
            memory.recoverDead();
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
