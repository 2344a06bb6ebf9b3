package io.millrace.shm.message;

import io.millrace.shm.internal.ring.PipeSender;
import java.lang.foreign.MemorySegment;

/// Room in the ring of a pipe.
record PipeClaim(PipeSender.OpenClaim claim) implements Claim {
    @Override
    public MemorySegment segment() {
        return claim.segment();
    }

    @Override
    public void publish() {
        claim.publish();
    }

    @Override
    public void abort() {
        claim.abort();
    }

    @Override
    public void close() {
        claim.close();
    }
}
