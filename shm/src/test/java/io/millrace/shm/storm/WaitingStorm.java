package io.millrace.shm.storm;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.sync.LockState;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// JVMs that share locks, a semaphore, a barrier and a queue, and are killed at random every 50 to 300 ms. At the end
/// all that they counted must be right, to the last one.
final class WaitingStorm {
    private static final Duration LONG = Duration.ofSeconds(60);

    /// After so many kills the progress of a long storm is told.
    private static final int NEWS = 500;

    private final SplittableRandom random;
    private final int kills;
    private final List<ChildJvm> workers = new ArrayList<>();
    private final List<Boolean> ready = new ArrayList<>();
    private final List<String> wrong = new ArrayList<>();
    private int lives;

    WaitingStorm(int kills, long seed) {
        this.kills = kills;
        random = new SplittableRandom(seed);
    }

    /// Arguments: how many kills, and perhaps a seed.
    public static void main(String[] arguments) throws Exception {
        long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
        Outcome outcome = new WaitingStorm(Integer.parseInt(arguments[0]), seed).run();
        System.out.println("seed " + seed + ": " + outcome);
        System.exit(outcome.wrong().isEmpty() ? 0 : 1);
    }

    /// What came of it; `wrong` has a line for each thing lost or doubled.
    record Outcome(
            int kills, double seconds, long additions, long messages, long barriers, long longestMillis,
            List<String> wrong) {}

    Outcome run() throws Exception {
        int mostLives = kills + StormFile.WORKERS + 1;
        long fates = 4L * mostLives * StormFile.MESSAGES;
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(
                        folder.file("storm.mill"),
                        MemoryOptions.defaults().byteSize(fates + (1 << 20)).maxRegions(64))) {
            StormFile file = StormFile.create(memory, mostLives);
            long start = System.nanoTime();
            try {
                for (int worker = 0; worker < StormFile.WORKERS; worker++) {
                    workers.add(start(memory.file(), worker));
                    ready.add(false);
                }
                killAll(file);
                for (int worker = 0; worker < StormFile.WORKERS; worker++) {
                    awaitReady(worker);
                }
                endAll(file);
            } finally {
                workers.forEach(ChildJvm::close);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            Await.until("all slots are free", LONG, () -> memory.processes().size() == 1);
            return judge(file, seconds);
        }
    }

    private ChildJvm start(Path file, int worker) {
        return ChildJvm.of(StormWorker.class, file, worker, lives++).flag("-Xss256k").start();
    }

    /// The victim is at work: most of a short life would be its start otherwise.
    private void killAll(StormFile file) throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        long start = System.nanoTime();
        for (int kill = 0; kill < kills; kill++) {
            if (kill > 0 && kill % NEWS == 0) {
                double perSecond = kill / ((System.nanoTime() - start) / 1e9);
                System.out.printf("storm of waiting: %,d of %,d kills, %.1f a second%n", kill, kills, perSecond);
            }
            never.await(random.nextInt(50, 300), TimeUnit.MILLISECONDS);
            int deadWorker = random.nextInt(StormFile.WORKERS);
            awaitReady(deadWorker);
            file.retire(deadWorker, workers.get(deadWorker).pid());
            workers.get(deadWorker).kill();
            tellTheEnd(deadWorker);
            file.releaseDead(deadWorker);
            workers.set(deadWorker, start(file.memory().file(), deadWorker));
            ready.set(deadWorker, false);
        }
    }

    private void awaitReady(int worker) {
        if (!ready.get(worker)) {
            workers.get(worker).expect("ready", LONG);
            ready.set(worker, true);
        }
    }

    /// What it had to complain about.
    private void tellTheEnd(int worker) {
        workers.get(worker).close();
        for (String line : workers.get(worker).rest()) {
            require(!line.startsWith("VIOLATION"), line + "\n" + workers.get(worker).story());
        }
    }

    private void endAll(StormFile file) {
        workers.forEach(worker -> worker.send("stop"));
        for (int worker = 0; worker < StormFile.WORKERS; worker++) {
            ChildJvm jvm = workers.get(worker);
            Await.until("worker ends: " + jvm.story(), LONG, () -> {
                file.barrier().abort();
                return !jvm.isAlive();
            });
            tellTheEnd(worker);
        }
    }

    private Outcome judge(StormFile file, double seconds) throws InterruptedException {
        LongArray numbers = file.numbers();
        long additions = judgeCounters(file);
        long messages = judgeMessages(file);
        require(file.semaphore().availablePermits() == StormFile.PERMITS, "permits: " + file.semaphore());
        long actions = numbers.get(StormFile.ACTIONS);
        require(numbers.get(StormFile.PASSES) <= StormFile.PARTIES * actions, "parties passed without the action");
        require(numbers.get(StormFile.ZEROS) <= actions, "two parties were the last of one generation");
        require(numbers.get(StormFile.PASSES) <= numbers.get(StormFile.ARRIVALS), "more passed than arrived");
        require(numbers.get(StormFile.VIOLATIONS) == 0, numbers.get(StormFile.VIOLATIONS) + " violations");
        require(additions > 0 && messages > 0 && actions > 0, "nothing happened");
        return new Outcome(
                kills,
                seconds,
                additions,
                messages,
                actions,
                numbers.get(StormFile.LONGEST_NANOS) / 1_000_000,
                List.copyOf(wrong));
    }

    private void require(boolean right, String otherwise) {
        if (!right) {
            wrong.add(otherwise);
        }
    }

    private long judgeCounters(StormFile file) throws InterruptedException {
        LongArray numbers = file.numbers();
        if (file.lock().lockOrRecover() == LockState.OWNER_DIED) {
            wrong.add("the last to leave did not unlock");
        }
        long sum = 0;
        for (long done : file.done().toArray()) {
            sum += done;
        }
        require(sum == numbers.get(StormFile.TOTAL), "total=" + numbers.get(StormFile.TOTAL) + ", sum of all=" + sum);
        file.lock().unlock();
        return sum;
    }

    /// What was confirmed was delivered, the very last one of a life perhaps without confirmation.
    private long judgeMessages(StormFile file) throws InterruptedException {
        Delivery<long[]> left = file.queue().pollDelivery(Duration.ZERO);
        while (left != null) {
            long message = left.value()[0] * StormFile.MESSAGES + left.value()[1];
            int before = file.fates().getAndAccumulate(message, StormFile.AGAIN, (a, b) -> a | b);
            require((before & StormFile.ACKED) == 0, "delivered after its ack: " + left);
            left.ack();
            left = file.queue().pollDelivery(Duration.ZERO);
        }
        require(file.queue().isEmpty(), "not empty: " + file.queue());
        long messages = 0;
        for (int life = 0; life < lives; life++) {
            long confirmed = file.confirmed().get(life);
            messages += confirmed;
            for (int number = 0; number < StormFile.MESSAGES; number++) {
                int fate = file.fates().get((long) life * StormFile.MESSAGES + number);
                require(number >= confirmed || fate != 0, "lost: life " + life + ", message " + number);
                require(number <= confirmed || fate == 0, "from nowhere: life " + life + ", message " + number);
            }
        }
        return messages;
    }
}
