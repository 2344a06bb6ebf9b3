package io.millrace.shm.internal.wait;

import io.millrace.shm.internal.wait.FutexWord.Sleep;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/// The virtual threads that sleep on one word. They park; one platform thread, the host, sleeps on the
/// word in their place and calls them, because a virtual thread in a system call occupies its
/// carrier.
///
/// ```text
///   sleeper: enter ──▶ parked ──▶ called, or the word is another one, or time is over ──▶ leave
///   host:    none ──▶ sleeps on the word while somebody is in ──▶ idle ──▶ none, after a second
/// ```
///
/// A sleeper returns after a slice, so that its caller checks that the process that should change the
/// word is alive. In a crowd a sleeper sleeps several slices: enough of them return in each slice to
/// notice a death, and no more than the carriers have time for. The host looks at the word itself in
/// each slice.
///
/// **Invariant.** A sleeper that is in the set while the host goes to sleep has seen the value the host
/// sleeps on, or leaves by itself: it looks at the word after it entered. Of the sleepers that wait for
/// what only one can get, one is called for each wake; a wake that finds no sleeper is passed on.
final class VirtualSleepers {
    private static final long IDLE_MILLIS = 1000;

    /// How many sleepers return in a slice.
    private static final int MAX_CARRIER_THREADS = 16;

    private final FutexWord word;
    private final Set<Sleeper> sleepers = new LinkedHashSet<>();
    private boolean hosted;

    VirtualSleepers(FutexWord word) {
        this.word = word;
    }

    /// One thread asleep. Equal only to itself.
    private static final class Sleeper {
        private final Thread thread = Thread.currentThread();
        private final int seen;
        private final Sleep how;
        private volatile boolean called;

        /// Whether it came after the last wake.
        private boolean fresh = true;

        private Sleeper(int seen, Sleep how) {
            this.seen = seen;
            this.how = how;
        }
    }

    /// Parks the calling thread while the word is `seen`, at most `nanos` and the slices of a sleep. Interrupts that
    /// come meanwhile end it and stay set.
    void sleep(int seen, long nanos, Sleep how) {
        sleepIn(List.of(new Place(this, new Sleeper(seen, how))), nanos);
    }

    /// As above, on several words at once; false when the time was over and nobody called the thread.
    static boolean sleep(List<Announcement> words, long nanos) {
        return sleepIn(
                words.stream()
                        .map(word -> new Place(word.word().virtualSleepers(), new Sleeper(word.value(), Sleep.ALL)))
                        .toList(),
                nanos);
    }

    /// A sleeper among those of its word.
    private record Place(VirtualSleepers sleepers, Sleeper sleeper) {
        long enter() {
            return sleepers.enter(sleeper);
        }

        void leave() {
            sleepers.leave(sleeper);
        }

        boolean isOver() {
            return sleeper.called || sleepers.word.getVolatile() != sleeper.seen;
        }
    }

    private static boolean sleepIn(List<Place> places, long nanos) {
        boolean interruptedBefore = Thread.interrupted();
        boolean over = false;
        try {
            long slices = places.stream().mapToLong(Place::enter).max().orElse(1);
            long left = Math.min(nanos, slices * Deadline.SLICE_NANOS);
            long deadline = System.nanoTime() + left;
            over = places.stream().anyMatch(Place::isOver);
            while (left > 0 && !over && !Thread.currentThread().isInterrupted()) {
                LockSupport.parkNanos(places.getFirst().sleepers, left);
                left = deadline - System.nanoTime();
                over = places.stream().anyMatch(Place::isOver);
            }
            return over;
        } finally {
            places.forEach(Place::leave);
            if (interruptedBefore) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /// How many slices it may sleep.
    private synchronized long enter(Sleeper sleeper) {
        if (!hosted) {
            Thread.ofPlatform()
                    .daemon()
                    .inheritInheritableThreadLocals(false)
                    .name("millrace-host-of-virtual-sleepers")
                    .start(this::host);
            hosted = true;
        }
        sleepers.add(sleeper);
        notifyAll();
        return 1 + sleepers.size() / MAX_CARRIER_THREADS;
    }

    private synchronized void leave(Sleeper sleeper) {
        sleepers.remove(sleeper);
    }

    private void host() {
        try {
            boolean woken = false;
            while (awaitSleepers()) {
                int now = word.getVolatile();
                callChanged(now, woken);
                woken = word.sleepHere(now);
                if (woken && !callWoken()) {
                    word.wakeOne();
                }
            }
        } catch (IllegalStateException | InterruptedException unmapped) {
            dismiss();
        }
    }

    /// False when there was no sleeper for a second: the host ends.
    private synchronized boolean awaitSleepers() throws InterruptedException {
        if (sleepers.isEmpty()) {
            wait(IDLE_MILLIS);
        }
        hosted = !sleepers.isEmpty();
        return hosted;
    }

    /// Calls the sleepers that saw another value. Right after a wake, which was for one of the `ONE`
    /// sleepers, the others of them wait for the next wake; a sleeper that came since may have missed one.
    private void callChanged(int now, boolean afterWake) {
        call(sleeper -> sleeper.seen != now && (sleeper.fresh || !afterWake || sleeper.how == Sleep.ALL));
    }

    /// Calls the sleepers that a wake concerns; false if there is none.
    private boolean callWoken() {
        return call(sleeper -> {
            sleeper.fresh = false;
            return true;
        });
    }

    /// Calls the sleepers that are `concerned`, but only one `ONE` sleeper; false if there is none.
    private synchronized boolean call(Predicate<Sleeper> concerned) {
        int before = sleepers.size();
        boolean oneCalled = false;
        Iterator<Sleeper> each = sleepers.iterator();
        while (each.hasNext()) {
            Sleeper sleeper = each.next();
            boolean one = sleeper.how == Sleep.ONE;
            if (concerned.test(sleeper) && !(one && oneCalled)) {
                oneCalled |= one;
                call(sleeper);
                each.remove();
            }
        }
        return sleepers.size() < before;
    }

    private static void call(Sleeper sleeper) {
        sleeper.called = true;
        LockSupport.unpark(sleeper.thread);
    }

    /// Calls all after the memory was closed: each finds that out when it looks.
    private synchronized void dismiss() {
        hosted = false;
        sleepers.forEach(VirtualSleepers::call);
        sleepers.clear();
    }
}
