package io.millrace.engine;

/// The usual places for what worker processes print; any other [RemoteConsumer] of lines will do as
/// well.
public enum WorkerOutput implements RemoteConsumer<String> {
    /// Standard output and standard error of the workers are those of this process.
    INHERIT {
        @Override
        public void accept(String line) {
            System.err.println(line);
        }
    },
    /// Nothing is shown. The last lines of standard error are kept all the same, for the story of a
    /// death.
    DISCARD {
        @Override
        public void accept(String line) {}
    }
}
