package io.millrace.shm.sync;

import io.millrace.shm.Death;
import java.io.Serializable;

/// Puts right what an owner of a lock left half done when it died. It runs in the thread that
/// acquired the lock next, while that holds it; when it throws, the lock stays marked and is not
/// held.
///
/// `Serializable`, so that a handle with a repair can travel to other processes.
@FunctionalInterface
public interface Repair extends Serializable {
    /// Repairs what the lock protects.
    void accept(Death death) throws Exception;
}
