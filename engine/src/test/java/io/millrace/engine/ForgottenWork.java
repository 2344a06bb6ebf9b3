package io.millrace.engine;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.List;

/// Main program that submits work and ends, or finds no memory for two seconds meanwhile.
final class ForgottenWork {
    private ForgottenWork() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "forget" -> forget();
            case "close" -> closeInTime();
            default -> runOutOfMemory();
        }
    }

    /// Neither waits nor closes.
    @SuppressWarnings({"resource", "FutureReturnValueIgnored"})
    private static void forget() {
        Pool pool = Pool.start(PoolOptions.defaults().workers(1).name("forgotten"));
        pool.submit(() -> Thread.sleep(1_000_000));
        pool.submit(() -> Thread.sleep(1_000_000));
        System.out.println("end of main");
    }

    /// A stage that is not waited for runs all the same.
    @SuppressWarnings("FutureReturnValueIgnored")
    private static void closeInTime() {
        try (Pool pool = Pool.start(PoolOptions.defaults().workers(1))) {
            pool.submit(() -> 6).thenAccept(number -> {
                Thread.yield();
                System.out.println("stage " + number);
            });
        }
    }

    private static void runOutOfMemory() throws Exception {
        try (Pool pool = Pool.start(PoolOptions.defaults().workers(2).jvmArgs("-Xmx64m"))) {
            DoubleArray data = pool.memory().newDoubleArray("data", 1_000_000);
            pool.fill(data, 1);
            List<Job<?>> jobs = new ArrayList<>();
            List<Integer> items = new ArrayList<>();
            for (int i = 0; i < 20_000; i++) {
                items.add(i);
            }
            jobs.add(pool.mapAllAsync(items, x -> "a result of some length: " + x));
            jobs.add(pool.mapReduceAsync(data, x -> x, Reduction.SUM));
            jobs.add(pool.reduceAsync(data, Reduction.of(0, (a, b) -> a + b)));
            for (int i = 0; i < 50; i++) {
                jobs.add(pool.submit(() -> 1));
                jobs.getLast().thenRun(() -> {});
            }
            Thread hog = Thread.ofPlatform().start(ForgottenWork::takeAllMemory);
            jobs.forEach(ForgottenWork::awaitEnd);
            hog.join();
            System.out.println("ended " + jobs.stream().filter(Job::isDone).count());
            System.out.println(pool.mapAll(List.of(1, 2, 3), x -> x + 1));
            System.out.println(pool.reduce(data, Reduction.SUM));
        }
        System.out.println("closed");
    }

    /// The waiting itself takes memory, of which this thread may find none.
    private static void awaitEnd(Job<?> job) {
        while (!job.isDone()) {
            try {
                job.join();
            } catch (RuntimeException | OutOfMemoryError failure) {
                // the job's own, or that of this thread: isDone tells
            }
        }
    }

    /// For two seconds nobody gets any.
    private static void takeAllMemory() {
        long end = System.nanoTime() + 2_000_000_000L;
        List<byte[]> taken = new ArrayList<>(100_000);
        int size = 1 << 16;
        while (System.nanoTime() - end < 0) {
            try {
                taken.add(new byte[size]);
            } catch (OutOfMemoryError full) {
                size = Math.max(64, size / 2);
            }
        }
        taken.clear();
    }
}
