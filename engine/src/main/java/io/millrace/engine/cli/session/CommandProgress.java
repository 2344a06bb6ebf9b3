package io.millrace.engine.cli.session;

import io.millrace.engine.cli.text.Console;
import io.millrace.engine.snapshot.JobView;
import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.process.Watcher;
import java.nio.file.Path;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/// A progress bar on standard error, if that is a terminal. The bar disappears when the command
/// ends.
///
/// Within a step the bar shows the progress of the running job, which it reads from the file as
/// `inspect` does, so that it does not slow the job.
public final class CommandProgress implements AutoCloseable {
    private static final int WIDTH = 80;
    private static final int UPDATE_MILLIS = 100;
    private static final int PARTS_OF_A_STEP = 1000;

    private final @Nullable ProgressBar bar;
    private @Nullable SharedMemory view;
    private @Nullable Watcher watcher;
    private long done;

    private CommandProgress(@Nullable ProgressBar bar) {
        this.bar = bar;
    }

    /// @param steps number of calls of [#step]
    public static CommandProgress start(Console console, String task, long steps) {
        if (!console.terminal()) {
            return new CommandProgress(null);
        }
        return new CommandProgress(new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(steps * PARTS_OF_A_STEP)
                .setUnit("", PARTS_OF_A_STEP)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(console.err(), WIDTH))
                .clearDisplayOnFinish()
                .build());
    }

    /// Lets the jobs in a file move the bar too.
    public void follow(Path file) {
        if (bar != null) {
            try {
                SharedMemory opened = SharedMemory.attachReadOnly(file);
                view = opened;
                watcher = new Watcher("progress", () -> jobReached(share(opened)));
            } catch (MillraceException unreadable) {
                // the bar moves with the steps alone
            }
        }
    }

    /// Shows what the command does now.
    public void now(String what) {
        if (bar != null) {
            bar.setExtraMessage(what);
        }
    }

    /// Adds one finished step.
    public synchronized void step() {
        if (bar != null) {
            done += PARTS_OF_A_STEP;
            bar.stepTo(done);
        }
    }

    /// Sets the number of finished steps.
    public synchronized void reach(long steps) {
        if (bar != null) {
            done = steps * PARTS_OF_A_STEP;
            bar.stepTo(done);
        }
    }

    /// Sets the progress of the running job, from 0 to 1.
    private synchronized void jobReached(double share) {
        if (bar != null) {
            long here = done + Math.min((long) (share * PARTS_OF_A_STEP), PARTS_OF_A_STEP - 1);
            bar.stepTo(Math.clamp(here, bar.getCurrent(), bar.getMax()));
        }
    }

    private static double share(SharedMemory view) {
        try {
            return Snapshot.of(view).pools().stream()
                    .flatMap(pool -> pool.jobs().stream())
                    .filter(job -> job.state() == JobView.State.RUNNING)
                    .mapToDouble(JobView::progress)
                    .findFirst()
                    .orElse(0);
        } catch (MillraceException | IllegalStateException | InternalError gone) {
            return 0; // the command itself reports what happened to the file
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
