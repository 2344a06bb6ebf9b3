package io.millrace.shm.storm;

import io.millrace.shm.BarrierBrokenException;
import io.millrace.shm.OwnerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Delivery;
import io.millrace.shm.sync.LockState;
import io.millrace.shm.sync.SharedReadWriteLock.WriteLock;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;

/// A JVM in the storm: takes and gives everything in turns, until it is killed, or told to end by a line.
public final class StormWorker {
    /// Leaves processors to those who are just being started.
    private static final long BREATH = Duration.ofNanos(500_000).toNanos();

    private static final Duration MOMENT = Duration.ofMillis(20);
    private static volatile boolean stop;

    private final StormFile file;
    private final int worker;
    private final int life;
    private long turns;
    private int sent;

    private StormWorker(StormFile file, int worker, int life) {
        this.file = file;
        this.worker = worker;
        this.life = life;
    }

    /// Arguments: the file, the worker's number, the number of its life.
    public static void main(String[] arguments) throws Exception {
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            StormWorker worker = new StormWorker(
                    StormFile.open(memory), Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            Thread other = Thread.ofPlatform().start(() -> run(worker::meetOthers));
            Thread self = Thread.ofPlatform().start(() -> run(worker::takeTurns));
            System.out.println("ready");
            System.in.read();
            stop = true;
            self.join();
            other.join();
        }
        System.out.println("done");
    }

    /// Something that may be interrupted.
    private interface Work {
        void run() throws InterruptedException;
    }

    private static void run(Work work) {
        try {
            work.run();
        } catch (InterruptedException | RuntimeException failure) {
            failure.printStackTrace();
            System.out.println("VIOLATION " + failure);
        }
    }

    private void takeTurns() throws InterruptedException {
        while (!stop) {
            timed(this::addUnderLock);
            timed(this::changeBoth);
            timed(this::lookAtBoth);
            timed(this::holdPermit);
            send();
            receive();
            turns++;
            LockSupport.parkNanos(BREATH);
        }
    }

    private void timed(Work work) throws InterruptedException {
        long start = System.nanoTime();
        work.run();
        file.waited(System.nanoTime() - start);
    }

    /// Two numbers are changed together: who follows a dead owner finishes what stands in the journal.
    private void addUnderLock() throws InterruptedException {
        LongArray numbers = file.numbers();
        LockState state = file.lock().lockOrRecover();
        try {
            if (state == LockState.OWNER_DIED) {
                if (numbers.getAcquire(StormFile.JOURNAL_VALID) == 1) {
                    finishJournal();
                }
                file.lock().markConsistent();
            } else if (numbers.getAcquire(StormFile.JOURNAL_VALID) != 0) {
                file.violation("nobody said that the owner died");
            }
            numbers.set(StormFile.JOURNAL_TOTAL, numbers.get(StormFile.TOTAL) + 1);
            numbers.set(StormFile.JOURNAL_DONE, file.done().get(worker) + 1);
            numbers.set(StormFile.JOURNAL_WORKER, worker);
            numbers.setRelease(StormFile.JOURNAL_VALID, 1);
            finishJournal();
        } finally {
            file.lock().unlock();
        }
    }

    private void finishJournal() {
        LongArray numbers = file.numbers();
        numbers.setRelease(StormFile.TOTAL, numbers.get(StormFile.JOURNAL_TOTAL));
        file.done().setRelease(numbers.get(StormFile.JOURNAL_WORKER), numbers.get(StormFile.JOURNAL_DONE));
        numbers.setRelease(StormFile.JOURNAL_VALID, 0);
    }

    private void changeBoth() throws InterruptedException {
        LongArray numbers = file.numbers();
        WriteLock writing = file.readWrite().writeLock();
        LockState state = writing.lockOrRecover();
        try {
            if (state == LockState.OWNER_DIED) {
                numbers.set(StormFile.RIGHT, numbers.get(StormFile.LEFT));
                writing.markConsistent();
            }
            long next = numbers.get(StormFile.LEFT) + 1;
            numbers.setRelease(StormFile.LEFT, next);
            numbers.setRelease(StormFile.RIGHT, next);
        } finally {
            writing.unlock();
        }
    }

    private void lookAtBoth() throws InterruptedException {
        Lock reading = file.readWrite().readLock();
        try {
            reading.lockInterruptibly();
        } catch (OwnerDiedException marked) {
            return; // the next writer puts it right
        }
        try {
            if (file.numbers().getAcquire(StormFile.LEFT) != file.numbers().getAcquire(StormFile.RIGHT)) {
                file.violation("a reader saw half of a change");
            }
        } finally {
            reading.unlock();
        }
    }

    private void holdPermit() throws InterruptedException {
        file.semaphore().acquire();
        file.tokens().setVolatile(worker, ProcessHandle.current().pid() << 32 | turns & 0x7fff_ffff | 1L << 31);
        file.requireBound();
        file.tokens().setVolatile(worker, 0);
        file.semaphore().release();
    }

    private void send() {
        if (sent < StormFile.MESSAGES && file.queue().offer(new long[] {life, sent})) {
            sent++;
            file.confirmed().setVolatile(life, sent);
        }
    }

    private void receive() throws InterruptedException {
        Delivery<long[]> delivery = file.queue().pollDelivery(turns % 8 == 0 ? MOMENT : Duration.ZERO);
        if (delivery == null) {
            return;
        }
        long message = delivery.value()[0] * StormFile.MESSAGES + delivery.value()[1];
        int bit = delivery.attempts() == 1 ? StormFile.FIRST : StormFile.AGAIN;
        int before = file.fates().getAndAccumulate(message, bit, (a, b) -> a | b);
        if ((before & StormFile.ACKED) != 0 || bit == StormFile.FIRST && before != 0) {
            file.violation("message delivered twice: " + delivery + ", fate " + before);
        }
        if (turns % 16 == 3) {
            delivery.release();
        } else {
            delivery.ack();
            file.fates().getAndAccumulate(message, StormFile.ACKED, (a, b) -> a | b);
        }
    }

    /// Three of the workers, whoever they are, pass together; the last of them acts before they do.
    private void meetOthers() throws InterruptedException {
        LongArray numbers = file.numbers();
        while (!stop) {
            LockSupport.parkNanos(BREATH);
            file.count(StormFile.ARRIVALS);
            try {
                int index = file.barrier().await(() ->
                        numbers.setVolatile(StormFile.ACTIONS, numbers.getVolatile(StormFile.ACTIONS) + 1));
                file.count(StormFile.PASSES);
                if (index == 0) {
                    file.count(StormFile.ZEROS);
                }
            } catch (BarrierBrokenException broken) {
                mend();
            }
        }
        file.barrier().abort();
    }

    /// One of those who find it broken resets it.
    private void mend() {
        file.mending().lock();
        try {
            if (!stop && file.barrier().isBroken()) {
                file.barrier().reset();
            }
        } finally {
            file.mending().unlock();
        }
    }
}
