package io.millrace.bench.waiting;

import io.millrace.shm.data.LongValue;
import io.millrace.shm.sync.SharedLock;

/// The sides of the scenarios with a lock.
final class LockSides {
    private static final int LOCKS_PER_CLOCK_READ = 256;

    private LockSides() {}

    /// No other thread uses the lock.
    record Uncontended(SharedLock lock) implements Side {
        @Override
        public double round(long count) {
            long start = System.nanoTime();
            for (long i = 0; i < count; i++) {
                lock.lock();
                lock.unlock();
            }
            return (double) (System.nanoTime() - start) / count;
        }
    }

    /// Another process uses the lock too.
    record Counting(SharedLock lock, LongValue counter) implements Side {
        @Override
        public double round(long count) {
            long start = System.nanoTime();
            long end = start + count * 1_000_000;
            long own = 0;
            while (own % LOCKS_PER_CLOCK_READ != 0 || System.nanoTime() - end < 0) {
                lock.lock();
                try {
                    counter.setPlain(counter.getPlain() + 1);
                } finally {
                    lock.unlock();
                }
                own++;
            }
            return own * 1e9 / (System.nanoTime() - start);
        }
    }
}
