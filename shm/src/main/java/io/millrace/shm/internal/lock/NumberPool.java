package io.millrace.shm.internal.lock;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Gives numbers to threads and takes them back.
///
/// ```text
///          take             the thread ended        every desk has given back
///   free ────────▶ in use ──────────────────▶ ended ──────────────────────────▶ free
/// ```
///
/// Before more numbers are given out than a limit that doubles, the ended are looked for, so that
/// few of them are kept in memory also where nobody looks for them from time to time.
///
/// Each desk (one per open memory) has a list of its own of the ended that it was not yet asked
/// about. A desk that is opened later cannot hold anything of a thread that had ended by then.
final class NumberPool {
    private static final int FIRST_LIMIT = 4096;

    private final int maximum;
    private final Deque<Integer> free = new ArrayDeque<>();
    private final BitSet ended = new BitSet();
    private final List<Desk> desks = new ArrayList<>();
    private @Nullable Thread[] threads = new Thread[64];
    private int highest;
    private int limit;

    NumberPool(int maximum) {
        this.maximum = maximum;
        limit = Math.min(maximum, FIRST_LIMIT);
    }

    int take(Thread thread) {
        int number = tryTake(thread);
        if (number == 0) {
            for (Desk desk : openDesks()) {
                desk.tend();
            }
            release();
            number = takeOrGrow(thread);
        }
        if (number == 0) {
            throw new IllegalStateException("too many threads use shared words: threads=" + maximum
                    + "; let some end, and call recoverDead() on memories attached with MANUAL recovery");
        }
        return number;
    }

    private synchronized int takeOrGrow(Thread thread) {
        if (free.size() < limit / 2) {
            limit = Math.min(maximum, limit * 2);
        }
        return tryTake(thread);
    }

    private synchronized int tryTake(Thread thread) {
        Integer again = free.poll();
        if (again == null && highest >= limit) {
            return 0;
        }
        int number = again == null ? ++highest : again;
        if (number >= threads.length) {
            threads = Arrays.copyOf(threads, threads.length * 2);
        }
        threads[number] = thread;
        return number;
    }

    synchronized boolean hasEnded(int number) {
        Thread thread = number < 1 || number > highest ? null : threads[number];
        return thread == null || thread.getState() == Thread.State.TERMINATED;
    }

    private synchronized List<Desk> openDesks() {
        return List.copyOf(desks);
    }

    synchronized ThreadNumbers.Registration register(ThreadNumbers.Keeper keeper) {
        Desk desk = new Desk(keeper);
        desks.add(desk);
        return desk;
    }

    private synchronized void findEnded() {
        for (int number = 1; number <= highest; number++) {
            if (threads[number] != null && !ended.get(number) && hasEnded(number)) {
                ended.set(number);
                for (Desk desk : desks) {
                    desk.unasked.set(number);
                }
            }
        }
    }

    /// Frees the ended that no desk has still to look for.
    private synchronized void release() {
        findEnded();
        BitSet done = (BitSet) ended.clone();
        for (Desk desk : desks) {
            done.andNot(desk.unasked);
        }
        ended.andNot(done);
        for (int number = done.nextSetBit(0); number >= 0; number = done.nextSetBit(number + 1)) {
            threads[number] = null;
            free.add(number);
        }
    }

    private synchronized BitSet unaskedOf(Desk desk) {
        findEnded();
        return (BitSet) desk.unasked.clone();
    }

    private synchronized void asked(Desk desk, BitSet numbers) {
        desk.unasked.andNot(numbers);
        release();
    }

    private synchronized void remove(Desk desk) {
        desks.remove(desk);
        release();
    }

    /// One keeper and what it was not yet asked.
    private final class Desk implements ThreadNumbers.Registration {
        private final ThreadNumbers.Keeper keeper;
        private final BitSet unasked = new BitSet();

        private Desk(ThreadNumbers.Keeper keeper) {
            this.keeper = keeper;
        }

        @Override
        public void tend() {
            BitSet numbers = unaskedOf(this);
            if (!numbers.isEmpty()) {
                keeper.giveBack(numbers::get);
                asked(this, numbers);
            }
        }

        @Override
        public void close() {
            remove(this);
        }
    }
}
