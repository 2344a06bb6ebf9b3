package io.millrace.shm.internal.recorder;

/// What a thread waits for.
public enum WaitedFor {
    /// A lock, or the lock inside a map or a semaphore.
    LOCK("lock"),
    /// A read-write lock, to read.
    READ_LOCK("read lock"),
    /// A read-write lock, to write: until there is no other writer.
    WRITE_LOCK("write lock"),
    /// The readers of a read-write lock, by a writer that has the lock already.
    READERS("readers"),
    /// An event that is set.
    EVENT("event"),
    /// Permits of a semaphore.
    PERMITS("permits"),
    /// A signal of a condition.
    SIGNAL("signal"),
    /// The other parties of a barrier.
    PARTIES("parties"),
    /// A message of a queue, pipe or broadcast.
    MESSAGE("message"),
    /// Room in a queue or pipe.
    ROOM("room"),
    /// The acks of what was put into a queue.
    ACKS("acks"),
    /// One of several things.
    ANY("any");

    private final String text;

    WaitedFor(String text) {
        this.text = text;
    }

    /// As the event says it.
    @Override
    public String toString() {
        return text;
    }
}
