package io.millrace.engine.internal.training;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Pool;
import io.millrace.engine.internal.job.PoolRegion;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.worker.ProcessMain;
import io.millrace.engine.internal.worker.WorkerMain;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.region.MemoryAccess;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/// Runs through what a worker does at first: the main thread is the worker, another one submits jobs
/// and tasks to it, closes the pool, and so ends the worker and this JVM.
///
/// The mapped file loses its name at once: a training that is killed leaves nothing.
public final class TrainingMain {
    /// Only starts: whether a JVM can.
    static final String TRIAL = "trial";

    private static final String POOL = "training";
    private static final int MAX_ATTEMPTS = 2;
    private static final int ELEMENTS = 100_000;
    private static final int WORDS = 100;

    /// So many that the profile says how the loop over a batch runs.
    private static final int NUMBERS = 50_000;

    private TrainingMain() {}

    /// @param arguments nothing, or [#TRIAL]
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].equals(TRIAL)) {
            return;
        }
        SharedMemory memory = SharedMemory.temporary(MemoryOptions.defaults().byteSize(2L * ELEMENTS * Double.BYTES));
        Files.delete(memory.file());
        PoolRegion region = PoolRegion.create(
                memory, POOL, PoolShape.of(1, MAX_ATTEMPTS, KernelKind.AUTO, Waiting.PARK));
        region.workers(1);
        region.workerSlots().makeReady(0);
        Class.forName(ProcessMain.class.getName());
        Thread.ofPlatform().daemon().name("millrace-training").start(() -> submit(memory, region));
        OpenFile opened = MemoryAccess.regionsOf(memory).openFile();
        WorkerMain.main(new String[] {opened.path().toString(), opened.word(), region.name(), "0"});
    }

    private static void submit(SharedMemory memory, PoolRegion region) {
        try {
            work(memory);
            region.close();
        } catch (Throwable failed) {
            failed.printStackTrace();
            Runtime.getRuntime().halt(1);
        }
    }

    private static void work(SharedMemory memory) throws Exception {
        try (Pool pool = Pool.attach(memory)) {
            DoubleArray values = memory.newDoubleArray("values", ELEMENTS);
            DoubleArray results = memory.newDoubleArray("results", ELEMENTS);
            values.setAll(index -> index % 7);
            pool.submit(() -> values.length()).get();
            pool.map(values, value -> value * value + 1, results);
            pool.mapReduce(values, value -> value * value, Reduction.SUM);
            pool.map(values, DoubleUnaryOp.SQUARE, results);
            pool.map(values, DoubleUnaryOp.SQUARE, values);
            pool.reduce(results, Reduction.SUM);
            List<String> words = IntStream.range(0, WORDS).mapToObj(index -> "word " + index).toList();
            pool.mapAll(words, String::length);
            pool.mapAll(IntStream.range(0, NUMBERS).boxed().toList(), number -> number + 1);
            String lesson = System.getProperty(Lesson.PROPERTY);
            if (lesson != null) {
                give(Class.forName(lesson).asSubclass(Lesson.class), pool);
            }
        }
    }

    /// Gives the lesson a folder in the folder of the caches, in which this process runs, under a name by which
    /// later makers remove it if this process is killed.
    private static void give(Class<? extends Lesson> lesson, Pool pool) throws Exception {
        Path folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "new-lesson-");
        try {
            lesson.getConstructor().newInstance().give(pool, folder);
        } finally {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }
}
