package io.millrace.engine.cli.images;

import io.millrace.engine.Outcome;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.TaskOptions;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.cli.session.CommandProgress;
import io.millrace.engine.cli.session.Session;
import io.millrace.engine.cli.text.CauseText;
import io.millrace.engine.cli.text.Console;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.internal.training.Lesson;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.WorkerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Carries out an [ImagesPlan]: finds the pictures, creates the folders, and submits the pictures
/// to workers.
final class ImagesRun {
    private static final Duration PROGRESS_PERIOD = Duration.ofMillis(100);
    /// Workers that one picture may kill; the cause of a second death is hardly chance.
    private static final int MAX_ATTEMPTS = 3;
    /// Tells `java.awt` that the workers open no windows.
    private static final String HEADLESS = "-Djava.awt.headless=true";
    /// They start from a cache that was trained with pictures.
    private static final String LESSON = "-D%s=%s".formatted(Lesson.PROPERTY, PictureLesson.class.getName());

    private final Console console;
    private final ImagesPlan plan;
    private final WorkerOutput output;
    private final TemporaryNames temporaries = new TemporaryNames();

    /// @param verbose whether the output of workers is shown
    ImagesRun(Console console, ImagesPlan plan, boolean verbose) {
        this.console = console;
        this.plan = plan;
        this.output = verbose ? WorkerOutput.INHERIT : WorkerOutput.DISCARD;
    }

    ImagesReport run() {
        long start = System.nanoTime();
        PictureFolder pictures = PictureFolder.of(plan, temporaries);
        makeFolder(plan.to());
        pictures.targets().forEach(ImagesRun::makeFolder);
        requireWritable();
        List<ImageFailure> failed = new ArrayList<>(pictures.failed());
        int workers = Math.min(plan.workers(), pictures.tasks().size());
        long deaths = workers == 0 ? 0 : resize(pictures, workers, failed);
        failed.sort(Comparator.comparing(ImageFailure::file));
        return new ImagesReport(
                plan,
                pictures.tasks().size() + pictures.failed().size() - failed.size(),
                failed,
                pictures.skipped(),
                workers,
                deaths,
                (System.nanoTime() - start) * 1e-9);
    }

    private static void makeFolder(Path folder) {
        try {
            Files.createDirectories(folder);
        } catch (IOException refused) {
            throw new FileAccessException("cannot make a folder for the results: folder=%s, cause=%s; choose another"
                    .formatted(folder, CauseText.of(refused)));
        }
    }

    /// Checks the folder by creating a file: permissions do not say whether the file system is
    /// read-only.
    private void requireWritable() {
        Path trial = temporaries.beside(plan.to().resolve("trial"));
        try {
            Files.delete(Files.createFile(trial));
        } catch (IOException refused) {
            throw new FileAccessException(
                    "cannot write into OUT_DIR: folder=%s, cause=%s; choose another or mend its permissions"
                            .formatted(plan.to(), CauseText.of(refused)));
        }
    }

    /// Resizes the pictures and adds failures to `failed`; returns the number of workers that died.
    private long resize(PictureFolder pictures, int workers, List<ImageFailure> failed) {
        try (Session session = new Session();
                CommandProgress progress = CommandProgress.start(console, "images", pictures.tasks().size())) {
            session.atEnd(() -> pictures.targets().forEach(temporaries::sweep));
            try {
                progress.now("starting " + Count.of(workers, "worker"));
                SharedMemory memory = session.temporary(() -> SharedMemory.temporary(MemoryOptions.defaults()));
                Pool pool = session.start(memory, PoolOptions.defaults()
                        .workers(workers)
                        .jvmArgs(HEADLESS, LESSON)
                        .output(output));
                progress.now("");
                pool.onProgress(PROGRESS_PERIOD, progressed -> progress.reach(progressed.done()));
                outcomes(pool, pictures.tasks()).stream()
                        .flatMap(outcome -> failureOf(outcome).stream())
                        .forEach(failed::add);
                return pool.stats().workerDeaths();
            } catch (RuntimeException | InternalError failure) {
                throw session.explained(failure);
            }
        }
    }

    private List<Outcome<PictureTask, Optional<String>>> outcomes(Pool pool, List<PictureTask> tasks) {
        return pool.mapOutcomes(tasks, plan.resize(), TaskOptions.defaults().maxAttempts(MAX_ATTEMPTS));
    }

    private Optional<ImageFailure> failureOf(Outcome<PictureTask, Optional<String>> outcome) {
        Path file = plan.from().relativize(outcome.input().source());
        WorkerException failure = outcome.failure();
        Optional<String> cause = failure != null
                ? Optional.of("failed in its worker: " + reason(failure))
                : Optional.ofNullable(outcome.value()).flatMap(problem -> problem);
        return cause.map(text -> new ImageFailure(file, text));
    }

    /// The unexpected exception of the task, or the deaths of its workers.
    private static String reason(WorkerException failure) {
        return failure.getCause() == null ? String.valueOf(failure.getMessage()) : failure.getCause().toString();
    }
}
