package io.millrace.bench.waiting;

import io.millrace.bench.peer.PeerPrograms;
import io.millrace.bench.peer.PeerPrograms.Peer;
import org.jspecify.annotations.Nullable;

/// The peer programs in C and Python.
final class Peers implements AutoCloseable {
    private final PeerPrograms programs = new PeerPrograms(Peers.class, "peers.c", "queue_peer.py");
    private final @Nullable Peer c = programs.c("peers.c", "-O2");
    private final @Nullable Peer python = programs.python("queue_peer.py", "multiprocessing");

    /// The result of the C program; null without a C compiler.
    @Nullable Double c(String what, long number) {
        return c == null ? null : number(c.run(what, number));
    }

    /// Objects per second through `multiprocessing.Queue`; null if there is no Python.
    @Nullable Double python(long count) {
        return python == null ? null : number(python.run(count));
    }

    private static @Nullable Double number(@Nullable String output) {
        return output == null ? null : Double.valueOf(output);
    }

    @Override
    public void close() {
        programs.close();
    }
}
