/// Pools of worker JVMs that compute over the arrays of one mapped file.
///
/// The packages `internal` and `cli` are exported to nobody: the JVM starts the main classes of
/// workers although their package is not exported. `jdk.incubator.vector` is not required, because
/// `javac` would warn of it in every module that requires this one: `KernelChoice` adds the read
/// edge where the module is there.
@SuppressWarnings("requires-automatic") // the jars of TwelveMonkeys are automatic modules
module io.millrace.engine {
    requires io.millrace.ckernel;
    requires transitive io.millrace.shm;
    requires java.management;
    requires jdk.unsupported;
    requires static jdk.jfr;
    requires static org.jspecify;
    // The command line, which runs from the class path of its own jar.
    requires static com.twelvemonkeys.imageio.core;
    requires static de.siegmar.fastcsv;
    requires static java.desktop;
    requires static jdk.httpserver;
    requires static me.tongfei.progressbar;
    requires static org.apache.commons.cli;
    requires static org.jline.terminal;
    requires static tools.jackson.core;
    requires static tools.jackson.databind;

    exports io.millrace.engine;
    exports io.millrace.engine.expression;
    exports io.millrace.engine.kernel;
    exports io.millrace.engine.snapshot;
    exports io.millrace.engine.stream;

    // Built-in functions with parameters, functions of C libraries and the engine's own tasks are
    // records that messages carry.
    opens io.millrace.engine.internal.array to
            io.millrace.shm;
    opens io.millrace.engine.internal.kernel to
            io.millrace.shm;
    opens io.millrace.engine.internal.kernel.functions to
            io.millrace.shm;
    opens io.millrace.engine.internal.task to
            io.millrace.shm;

    provides io.millrace.shm.internal.codec.ValueCodec with
            io.millrace.engine.internal.lambda.FunctionCodec;
    provides io.millrace.shm.internal.region.Recoverable with
            io.millrace.engine.internal.job.JobRecovery;
}
