package io.millrace.engine;

/// The usual destinations of what worker processes print; any other [RemoteConsumer] of lines serves
/// too.
public enum WorkerOutput implements RemoteConsumer<String> {
    /// Standard output and standard error of the workers are those of this process.
    INHERIT {
        @Override
        public void accept(String line) {
            System.err.println(line);
        }
    },
    /// Nothing is shown. The pool keeps the last lines of standard error all the same, to report the death
    /// of a worker.
    DISCARD {
        @Override
        public void accept(String line) {}
    }
}
