package io.millrace.shm.message;

import java.lang.foreign.MemorySegment;

/// Room for one message that is to be written in place. The thread that claimed it ends it with
/// `publish` or `abort`; until then receivers wait for it.
///
/// The object is used again for later claims: do not use it after its end.
public interface Claim extends AutoCloseable {
    /// Exactly the bytes that were claimed. They hold what earlier messages left there.
    MemorySegment segment();

    /// Sends the message.
    ///
    /// @throws IllegalStateException the claim has ended already
    void publish();

    /// Gives the room back; nothing is sent.
    ///
    /// @throws IllegalStateException the claim has ended already
    void abort();

    /// Aborts the claim if it has not ended, so that a failure before `publish` leaves nothing behind.
    @Override
    void close();
}
