package io.millrace.bench;

import io.millrace.bench.peer.ChildJvm;
import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Runs Python's `multiprocessing.Pool`.
final class PythonPool implements AutoCloseable {
    private final PeerPrograms programs = new PeerPrograms(PythonPool.class, "pool_peer.py");
    private final @Nullable Peer python = programs.python("pool_peer.py", "multiprocessing, numpy");

    /// Seconds for each of `count` tasks; null without a Python that has numpy.
    @Nullable Double seconds(String what, int workers, long count) {
        String output = python == null ? null : python.run(what, workers, count);
        return output == null ? null : Double.valueOf(output);
    }

    /// Nanoseconds of each call that maps an identity over `count` numbers, one after the other in a new pool;
    /// null as above.
    @Nullable Map<String, Double> calls(int workers, int count, int calls) {
        String output = python == null ? null : python.run("calls", workers, count, calls);
        return output == null ? null : ChildJvm.figures(output);
    }

    @Override
    public void close() {
        programs.close();
    }
}
