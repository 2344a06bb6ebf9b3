/// Typed memory that several JVMs share through one mapped file.
///
/// The API packages are exported to all; what the engine and the extension of JUnit need of the machines
/// below `internal`, to these alone. `META-INF/services` says to the class path what stands here in `provides`.
@SuppressWarnings({
    "module", // the engine and the extension of JUnit are compiled after this module
    "requires-automatic", // the jars of Agrona and Chronicle are automatic modules
    "requires-transitive-automatic"
})
module io.millrace.shm {
    requires static java.logging;
    requires static java.sql;
    requires static jdk.jfr;
    requires static org.jspecify;
    requires transitive org.agrona;
    // A program that uses ChronicleCodecs or ChronicleViews requires them itself.
    requires static chronicle.bytes;
    requires static chronicle.core;

    exports io.millrace.shm;
    exports io.millrace.shm.data;
    exports io.millrace.shm.interop;
    exports io.millrace.shm.map;
    exports io.millrace.shm.message;
    exports io.millrace.shm.sync;
    exports io.millrace.shm.view;
    exports io.millrace.shm.internal.access to
            io.millrace.engine;
    exports io.millrace.shm.internal.codec to
            io.millrace.engine;
    exports io.millrace.shm.internal.counter to
            io.millrace.engine;
    exports io.millrace.shm.internal.file to
            io.millrace.engine,
            io.millrace.junit;
    exports io.millrace.shm.internal.flow to
            io.millrace.engine;
    exports io.millrace.shm.internal.layout to
            io.millrace.engine;
    exports io.millrace.shm.internal.lock to
            io.millrace.engine;
    exports io.millrace.shm.internal.map to
            io.millrace.engine;
    exports io.millrace.shm.internal.os to
            io.millrace.engine;
    exports io.millrace.shm.internal.process to
            io.millrace.engine;
    exports io.millrace.shm.internal.recorder to
            io.millrace.engine;
    exports io.millrace.shm.internal.queue to
            io.millrace.engine;
    exports io.millrace.shm.internal.region to
            io.millrace.engine;
    exports io.millrace.shm.internal.ring to
            io.millrace.engine;
    exports io.millrace.shm.internal.wait to
            io.millrace.engine;

    uses io.millrace.shm.internal.codec.HandleCodec;
    uses io.millrace.shm.internal.codec.ValueCodec;
    uses io.millrace.shm.internal.region.Recoverable;

    provides io.millrace.shm.internal.codec.HandleCodec with
            io.millrace.shm.internal.handle.Handles;
    provides io.millrace.shm.internal.region.Recoverable with
            io.millrace.shm.internal.lock.SyncRecovery,
            io.millrace.shm.internal.map.MapRecovery,
            io.millrace.shm.internal.queue.QueueRecovery,
            io.millrace.shm.internal.ring.PipeRecovery;
}
