package io.millrace.shm.internal.wait;

/// One of several things that a thread waits for at once, as [AnyWait] sees it. It announces the waiter as the waits
/// of the thing itself do, so the notifiers need not tell the two apart.
public interface WaitSource {
    /// Whether what the thread waits for may be there. Changes nothing.
    ///
    /// @throws RuntimeException the thing is gone
    boolean isReady();

    /// Says that the caller is about to sleep. The caller then looks by [#isReady], and sleeps only while the word has
    /// the announced value.
    Announcement announce();

    /// The caller stops waiting, whatever ended the wait: passes on a wake that was for one waiter only.
    default void withdraw() {}

    /// Asks the kernel whether the processes live that should make it ready, and recovers those that do not.
    default void lookForDead() {}

    /// A word, and the value that it has while nobody has woken the caller.
    record Announcement(FutexWord word, int value) {
        boolean isChanged() {
            return word.getVolatile() != value;
        }
    }
}
