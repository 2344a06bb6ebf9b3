package io.millrace.shm.message;

import java.lang.foreign.MemorySegment;

/// Room for one message that is to be written in place. Ends with `publish` or `abort`, by the
/// thread that claimed it; until then those who receive wait for it.
///
/// The object is used again for later claims: keep it no longer than until its end.
public interface Claim extends AutoCloseable {
    /// Exactly the bytes that were claimed. They hold what earlier messages left there.
    MemorySegment segment();

    /// Sends the message. `IllegalStateException` when the claim has ended already.
    void publish();

    /// Gives the room back; nothing is sent. `IllegalStateException` when the claim has ended
    /// already.
    void abort();

    /// Aborts if that is still to be decided, so that a failure in the middle leaves nothing behind.
    @Override
    void close();
}
