package io.millrace.shm.sync;

import io.millrace.shm.Death;
import java.io.Serializable;

/// Repairs what an owner of a lock left half done when it died. A repair runs in the thread that
/// acquires the lock next, while that thread holds the lock; when the repair throws, the lock stays
/// marked and is not held.
///
/// `Serializable`, so that a handle with a repair can travel to other processes.
@FunctionalInterface
public interface Repair extends Serializable {
    /// Repairs what the lock protects.
    ///
    /// @throws Exception when it cannot repair
    void accept(Death death) throws Exception;
}
