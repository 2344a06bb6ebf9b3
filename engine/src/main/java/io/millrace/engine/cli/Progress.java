package io.millrace.engine.cli;

import io.millrace.engine.job.JobFacts;
import io.millrace.engine.monitor.Snapshot;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.process.Watcher;
import java.nio.file.Path;
import java.util.List;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A bar on standard error while a person looks, nothing in a pipe. It is gone when the command
/// ends.
///
/// Within a step it moves with the job in work, which it reads from the file as `inspect` does: the
/// job itself runs as it would without a bar.
final class Progress implements AutoCloseable {
    private static final int WIDTH = 80;
    private static final int UPDATE_MILLIS = 100;
    private static final int PARTS_OF_A_STEP = 1000;

    private final @Nullable ProgressBar bar;
    private @Nullable SharedMemory view;
    private @Nullable Watcher watcher;
    private long done;

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
                .setInitialMax(steps * PARTS_OF_A_STEP)
                .setUnit("", PARTS_OF_A_STEP)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .clearDisplayOnFinish()
                .build());
    }

    /// From now on the jobs in that file move the bar, too.
    void follow(Path file) {
        if (bar != null) {
            try {
                SharedMemory opened = SharedMemory.attachReadOnly(file);
                view = opened;
                watcher = new Watcher("progress", () -> reached(share(opened)));
            } catch (MillraceException unreadable) {
                // then it moves with the steps alone
            }
        }
    }

    /// Says what is done next.
    void now(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /// One step is done.
    synchronized void step() {
        if (bar != null) {
            done += PARTS_OF_A_STEP;
            bar.stepTo(done);
        }
    }

    /// So many steps are done.
    synchronized void reach(long steps) {
        if (bar != null) {
            done = steps * PARTS_OF_A_STEP;
            bar.stepTo(done);
        }
    }

    /// So much of the job in work is done, 0 to 1.
    private synchronized void reached(double share) {
        if (bar != null) {
            long here = done + Math.min((long) (share * PARTS_OF_A_STEP), PARTS_OF_A_STEP - 1);
            bar.stepTo(Math.clamp(here, bar.getCurrent(), bar.getMax()));
        }
    }

    private static double share(SharedMemory view) {
        try {
            return Snapshot.of(view, List.of()).pools().stream()
                    .flatMap(pool -> pool.jobs().stream())
                    .filter(job -> job.state() == JobFacts.State.RUNNING)
                    .mapToDouble(JobFacts::progress)
                    .findFirst()
                    .orElse(0);
        } catch (MillraceException | IllegalStateException | InternalError gone) {
            return 0; // the run itself tells what happened to the file
        }
    }

    @Override
    public void close() {
        if (watcher != null) {
            watcher.close();
        }
        if (view != null) {
            view.close();
        }
        if (bar != null) {
            bar.close();
        }
    }
}
