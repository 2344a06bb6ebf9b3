package io.millrace.shm.internal.lock;

import java.util.function.IntPredicate;

/// Numbers for the threads of this JVM, 1 to 262,143, which stand beside a slot in words that name an
/// owner. A number is used again when its thread has ended and every open memory of this JVM has given
/// back what that thread held in it.
///
/// A thread gets its number when it first asks; all attachments of the JVM see the same one. Virtual
/// threads have numbers like others.
public final class ThreadNumbers {
    /// The highest number: as many bits as an owner word has for it.
    public static final int MAX = (1 << 18) - 1;

    private static final NumberPool POOL = new NumberPool(MAX);
    private static final ThreadLocal<Numbered> OWN = new Own();

    private ThreadNumbers() {}

    /// The calling thread's number. `IllegalStateException` when as many threads as there are
    /// numbers are alive.
    public static int current() {
        return own().number;
    }

    /// The calling thread with its number, always the same object. A caller that keeps it can tell later,
    /// quicker than by asking again, whether the same thread has come back.
    static Numbered own() {
        return OWN.get();
    }

    /// Whether no living thread of this JVM has that number.
    public static boolean hasEnded(int number) {
        return POOL.hasEnded(number);
    }

    /// Adds a keeper of things that threads of this JVM hold. Close the registration when nothing is held
    /// there any more: as long as it is open and not tended, no number is used again.
    public static Registration register(Keeper keeper) {
        return POOL.register(keeper);
    }

    private static final class Own extends ThreadLocal<Numbered> {
        @Override
        protected Numbered initialValue() {
            Thread caller = Thread.currentThread();
            return new Numbered(caller, POOL.take(caller));
        }
    }

    /// A thread with its number.
    record Numbered(Thread thread, int number) {}

    /// Gives back what threads held that ended.
    @FunctionalInterface
    public interface Keeper {
        /// Gives back what threads with these numbers hold. It may be asked again for the same
        /// ones.
        void giveBack(IntPredicate ended);
    }

    /// A keeper that is asked from time to time.
    public interface Registration extends AutoCloseable {
        /// Asks the keeper if threads ended since it was last asked. Quick when none did.
        void tend();

        /// The keeper is not asked any more.
        @Override
        void close();
    }
}
