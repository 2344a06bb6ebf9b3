package io.millrace.shm.internal.wait;

import io.millrace.shm.Waiting;
import io.millrace.shm.internal.layout.BitField;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/// An event count: a word on which threads of all processes sleep until a condition that stands
/// elsewhere may hold. The word knows whether anybody sleeps, so that a notifier makes no system call
/// to wake nobody.
///
/// | bits       | first | bits |
/// |------------|------:|-----:|
/// | `sleepers` |     0 |    1 |
/// | `epoch`    |     1 |   31 |
///
/// `sleepers` says that somebody may sleep, `epoch` counts notifications, modulo 2^31.
///
/// ```text
///   (e, awake) ───────── V1 announce, by a waiter ─────────▶ (e, asleep)
///    ▲  ▲   │                                                    │
///    │  └───┘ V3 advance: e + 1                V3 advance: e + 1 │
///    └──────────── V2 release: e + 1, then wake ─────────────────┘
/// ```
///
/// Waiters and notifiers of one word use one of two protocols, never both:
///
/// ```text
///   announced:  waiter    V1 ──▶ fence ──▶ look ──▶ sleep while the word is as V1 left it
///               notifier  change ──▶ fence ──▶ asleep? V2, wake one or all : nothing
///
///   counted:    waiter    read the epoch ──▶ look ──▶ V1, if the epoch is the same ──▶ sleep as above
///               notifier  change ──▶ V3 ──▶ was asleep? V2, wake all : nothing
///               or        change ──▶ V3 ──▶ was asleep? wake n; fewer slept? V2, wake all : nothing
/// ```
///
/// *Announced* ([#await(BooleanSupplier, Waiting, Duration)], or [#announce] and [#sleep]; [#wakeOne],
/// [#wakeAll], [#fenceAndWakeAll]) costs a notifier one load while nobody sleeps. *Counted* ([#epoch]
/// and [#awaitChange]; [#advance], or [#advanceSilently] and [#wake]) costs a notifier one
/// read-modify-write, and lets waiters spin on the word and look as often as they like without being
/// announced.
///
/// **Invariants.** 1. A waiter sleeps only on a word with `sleepers` set. 2. A change that a waiter's
/// last look missed moves the word before the waiter sleeps, or is followed by V2 and a wake.
///
/// **Order.** V1 and V2 are compare-and-set, V3 is get-and-add. Announced: each side stores (V1; the
/// change), issues a full fence and loads what the other side stores, so at least one of them sees the
/// other (Dekker). A change by a volatile store or a compare-and-set needs no fence of its own.
/// Counted: V1 and V3 are on the same word, so V3 comes before V1, which then fails, or sees its bit.
///
/// **Wake one.** V2 clears the bit for all sleepers but wakes one. So a thread that slept announces
/// itself again before each further look, and calls [#wakeOne] when it stops waiting, whatever ended
/// the wait: its own bit then passes the wake on to the next sleeper, if there is one.
///
/// **Wake n**, in the counted protocol, is for a change that n waiters are enough for and that goes on
/// without them. It may prefer some to others, by bitsets that the system keeps with its sleepers: then
/// the same n wake each time, and not those that have slept longest. It leaves the bit to those that
/// sleep on; the notifier that finds fewer than n of them clears it by V2, whose wake is for a waiter
/// that slept meanwhile.
///
/// **Death.** A waiter that dies leaves `sleepers` set: one wake too many. After a notifier that dies
/// between its change and its wake, or a thread woken by `wakeOne` that dies, the others look at the
/// end of their slice. **Progress.** Lock-free: a failed V1 or V2 means that another one succeeded.
///
/// `src/spin/eventcount.pml` checks both protocols, and that mixing them loses a wake. The idea is
/// Dmitry Vyukov's eventcount; `folly::EventCount` is a widely used one that counts its waiters, which
/// a word that must survive `kill -9` cannot.
public final class EventCount {
    private static final BitField SLEEPERS_BIT = new BitField("sleepers", 0, 1);
    private static final BitField EPOCH = new BitField("epoch", 1, 31);

    static final List<BitField> FIELDS = List.of(SLEEPERS_BIT, EPOCH);

    private static final int SLEEPERS = (int) SLEEPERS_BIT.set(0, 1);
    private static final int ONE_NOTIFICATION = (int) EPOCH.set(0, 1);

    /// The bitset of a thread that need not be told from others.
    private static final int ANY = -1;

    private final FutexWord word;

    /// The event count at `offset`, a multiple of 4, of `segment`; zero is its first value.
    public EventCount(MemorySegment segment, long offset) {
        word = new FutexWord(segment, offset);
    }

    // Announced.

    /// V1: says that the caller is about to sleep. Call it, look, then [#sleep] on its result.
    public int announce() {
        int seen = word.getVolatile();
        while ((seen & SLEEPERS) == 0 && !word.compareAndSet(seen, seen | SLEEPERS)) { // V1
            seen = word.getVolatile();
        }
        VarHandle.fullFence();
        return seen | SLEEPERS;
    }

    /// As [#announce], for a thread that sleeps on several words. If it slept, it calls [#wakeOne] when it stops
    /// waiting for what wakes one.
    public Announcement announcement() {
        return new Announcement(word, announce());
    }

    /// Sleeps while the word is `announced`, at most `nanos` and 50 ms; false when nobody notified in
    /// that time.
    public boolean sleep(int announced, long nanos) {
        return word.awaitChange(announced, Waiting.PARK, nanos);
    }

    /// Spins, then sleeps until `look` may return true, at most `slice`. May end for no reason.
    public void await(BooleanSupplier look, Waiting waiting, Duration slice) {
        long nanos = slice.toNanos();
        long spin = SpinPolicy.nanos(waiting, nanos);
        if (!spin(look, spin) && nanos > spin) {
            int announced = announce();
            if (!look.getAsBoolean()) {
                sleep(announced, nanos - spin);
            }
        }
    }

    private static boolean spin(BooleanSupplier look, long nanos) {
        boolean found = look.getAsBoolean();
        if (!found && nanos > 0) {
            boolean virtual = Thread.currentThread().isVirtual();
            int pauses = SpinPolicy.FIRST_PAUSES;
            long start = System.nanoTime();
            while (!found && System.nanoTime() - start < nanos) {
                pauses = SpinPolicy.pause(pauses, virtual);
                found = look.getAsBoolean();
            }
        }
        return found;
    }

    /// V2 and one wake, if anybody may sleep. The change before was a volatile store or a
    /// compare-and-set.
    public void wakeOne() {
        if (isAsleep() && release()) {
            word.wakeOne();
        }
    }

    /// V2 and a wake of all, if anybody may sleep. The change before was a volatile store or a
    /// compare-and-set.
    public void wakeAll() {
        if (isAsleep() && release()) {
            word.wakeAll();
        }
    }

    /// As `wakeAll`, after a change of any kind.
    public void fenceAndWakeAll() {
        VarHandle.fullFence();
        wakeAll();
    }

    private boolean isAsleep() {
        return (word.getVolatile() & SLEEPERS) != 0;
    }

    /// V2; false when another notifier released the sleepers.
    private boolean release() {
        int seen = word.getVolatile();
        while ((seen & SLEEPERS) != 0) {
            if (word.compareAndSet(seen, seen + ONE_NOTIFICATION & ~SLEEPERS)) { // V2
                return true;
            }
            seen = word.getVolatile();
        }
        return false;
    }

    // Counted.

    /// The notifications so far; sees what was stored before them. Read it, look, and if the look
    /// found nothing [#awaitChange].
    public int epoch() {
        return word.getAcquire() & ~SLEEPERS;
    }

    /// V3, after a change of any kind; V2 and a wake of all, if anybody may sleep.
    public void advance() {
        if ((word.addAndGet(ONE_NOTIFICATION) & SLEEPERS) != 0 && release()) { // V3
            word.wakeAll();
        }
    }

    /// V3, after a change of any kind; whether anybody may sleep. The caller then calls [#wake].
    public boolean advanceSilently() {
        return (word.addAndGet(ONE_NOTIFICATION) & SLEEPERS) != 0; // V3
    }

    /// Wakes up to `most` of those that sleep, first those whose bitset shares a bit with `preferred`.
    public void wake(int most, int preferred) {
        int left = most > 0 && preferred != 0 ? most - word.wakeAmong(most, preferred) : most;
        if (left > 0 && word.wake(left) < left && release()) { // V2
            word.wakeAll();
        }
    }

    /// Waits until the epoch differs from `seen`, at most `slice` and never longer than 50 ms asleep;
    /// true when it differs. The caller spins before it sleeps, by `waiting`.
    public boolean awaitChange(int seen, Waiting waiting, Duration slice) {
        return awaitChange(seen, waiting, slice.toNanos());
    }

    /// As above, in nanoseconds.
    public boolean awaitChange(int seen, Waiting waiting, long nanos) {
        return awaitChange(seen, waiting, nanos, ANY);
    }

    /// As above, for a thread that [#wake] prefers to others by its `bitset`, which is not 0.
    public boolean awaitChange(int seen, Waiting waiting, long nanos, int bitset) {
        long spin = SpinPolicy.nanos(waiting, nanos);
        word.spin(seen, ~SLEEPERS, spin); // a waiter that goes to sleep ends no spin
        int raw = word.getAcquire();
        if ((raw & ~SLEEPERS) == seen && nanos > spin) {
            int asleep = raw | SLEEPERS;
            if (raw == asleep || word.compareAndSet(raw, asleep)) { // V1
                word.sleep(asleep, nanos - spin, bitset);
            }
        }
        return epoch() != seen;
    }
}
