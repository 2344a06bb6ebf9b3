package io.millrace.engine.internal.array;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.internal.job.ChunkNodes;
import io.millrace.engine.internal.kernel.OwnRoot;

/// A task that combines what lies before each chunk by a reduction of the user's, in a worker.
///
/// @param words as those of [ChunkNodes]
/// @param places as those of [ChunkNodes]
/// @param length as that of [ChunkNodes]
record OwnScanTask(OwnRoot how, long[] words, long[] places, long length) implements RemoteCallable<long[]> {
    OwnScanTask(OwnRoot how, ChunkNodes nodes) {
        this(how, nodes.words(), nodes.places(), nodes.length());
    }

    @Override
    public long[] call() {
        return new ChunkNodes(words, places, length).before(how.kernel());
    }
}
