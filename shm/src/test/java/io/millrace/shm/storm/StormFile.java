package io.millrace.shm.storm;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueueOptions;
import io.millrace.shm.message.SharedQueue;
import io.millrace.shm.sync.LockOptions;
import io.millrace.shm.sync.LockOptions.OnOwnerDeath;
import io.millrace.shm.sync.SharedBarrier;
import io.millrace.shm.sync.SharedLock;
import io.millrace.shm.sync.SharedReadWriteLock;
import io.millrace.shm.sync.SharedSemaphore;

/// What is in the file of a storm: everything to wait on, and beside it what proves that nothing was lost or doubled.
///
/// Workers have a number from 0 on; who follows a dead one has the same. Each start of one is a life of its own, and
/// the messages of a life are numbered.
record StormFile(
        SharedMemory memory,
        SharedLock lock,
        SharedLock mending,
        SharedReadWriteLock readWrite,
        SharedSemaphore semaphore,
        SharedBarrier barrier,
        SharedQueue<long[]> queue,
        LongArray numbers,
        LongArray done,
        LongArray tokens,
        LongArray condemned,
        LongArray confirmed,
        IntArray fates) {
    static final int WORKERS = 4;
    static final int PERMITS = 2;
    static final int PARTIES = 3;
    static final int MESSAGES = 500;

    /// Places in `numbers`.
    static final int TOTAL = 0;
    static final int JOURNAL_TOTAL = 1;
    static final int JOURNAL_DONE = 2;
    static final int JOURNAL_WORKER = 3;
    static final int JOURNAL_VALID = 4;
    static final int LEFT = 5;
    static final int RIGHT = 6;
    static final int ARRIVALS = 7;
    static final int PASSES = 8;
    static final int ZEROS = 9;
    static final int ACTIONS = 10;
    static final int LONGEST_NANOS = 11;
    static final int VIOLATIONS = 12;
    static final int NUMBERS = 16;

    /// Bits of a message's fate.
    static final int FIRST = 1;
    static final int AGAIN = 2;
    static final int ACKED = 4;

    static StormFile create(SharedMemory memory, int lives) {
        memory.newLock("lock");
        memory.newLock("mending", LockOptions.defaults().onOwnerDeath(OnOwnerDeath.CONTINUE));
        memory.newReadWriteLock("readWrite");
        memory.newSemaphore("semaphore", PERMITS);
        memory.newBarrier("barrier", PARTIES);
        memory.newQueue("queue", Codec.longs(),
                QueueOptions.defaults().capacity(16).maxMessageByteSize(16).maxDeliveries(1000));
        memory.newLongArray("numbers", NUMBERS);
        memory.newLongArray("done", WORKERS);
        memory.newLongArray("tokens", WORKERS);
        memory.newLongArray("condemned", WORKERS);
        memory.newLongArray("confirmed", lives);
        memory.newIntArray("fates", (long) lives * MESSAGES);
        return open(memory);
    }

    static StormFile open(SharedMemory memory) {
        return new StormFile(
                memory,
                memory.lock("lock"),
                memory.lock("mending"),
                memory.readWriteLock("readWrite"),
                memory.semaphore("semaphore"),
                memory.barrier("barrier"),
                memory.queue("queue", Codec.longs()),
                memory.longArray("numbers"),
                memory.longArray("done"),
                memory.longArray("tokens"),
                memory.longArray("condemned"),
                memory.longArray("confirmed"),
                memory.intArray("fates"));
    }

    void count(int place) {
        numbers.getAndAdd(place, 1);
    }

    void waited(long nanos) {
        numbers.getAndAccumulate(LONGEST_NANOS, nanos, Math::max);
    }

    void violation(String what) {
        count(VIOLATIONS);
        System.out.println("VIOLATION " + what);
    }

    /// Before a process is killed: what it held may be another's from then on, while its token still stands.
    void retire(int worker, long pid) {
        condemned.setVolatile(worker, pid);
    }

    /// After it has died.
    void releaseDead(int worker) {
        tokens.setVolatile(worker, 0);
    }

    /// More holders than permits: only if two looks saw the same tokens, and after that none of their processes was to
    /// be killed.
    void requireBound() {
        long[] seen = tokens.toArray();
        long holders = held(seen);
        if (holders > PERMITS && sameTokens(seen) && noneRetired(seen)) {
            violation(holders + " hold the semaphore");
        }
    }

    private static long held(long[] seen) {
        long holders = 0;
        for (long token : seen) {
            holders += token != 0 ? 1 : 0;
        }
        return holders;
    }

    private boolean sameTokens(long[] seen) {
        for (int worker = 0; worker < WORKERS; worker++) {
            if (tokens.getVolatile(worker) != seen[worker]) {
                return false;
            }
        }
        return true;
    }

    private boolean noneRetired(long[] seen) {
        for (int worker = 0; worker < WORKERS; worker++) {
            if (seen[worker] != 0 && condemned.getVolatile(worker) == seen[worker] >>> 32) {
                return false;
            }
        }
        return true;
    }
}
