package io.millrace.engine.cli;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on standard error while a person looks, nothing in a pipe. It is gone when the command
/// ends.
final class Progress implements AutoCloseable {
    private static final int WIDTH = 80;
    private static final int UPDATE_MILLIS = 100;

    private final @Nullable ProgressBar bar;

    private Progress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /// @param steps how many times [#step] will be called
    static Progress start(Console console, String task, long steps) {
        if (!console.terminal()) {
            return new Progress(null);
        }
        return new Progress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .clearDisplayOnFinish()
                .build());
    }

    /// Says what is done next.
    void now(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /// One step is done.
    void step() {
        if (bar != null) {
            bar.step();
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
