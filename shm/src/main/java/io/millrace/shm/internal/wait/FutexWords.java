package io.millrace.shm.internal.wait;

import io.millrace.shm.internal.os.Futex;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.lang.foreign.MemorySegment;
import java.util.List;

/// Several words on which one thread sleeps at once.
///
/// A platform thread sleeps in one system call (`futex_waitv(2)`, Linux 5.16). Where the kernel has none, a filter
/// forbids it, or the words are too many for it, the thread sleeps on the first word and looks at the others every
/// millisecond. A virtual thread parks, and the hosts of all words call it ([VirtualSleepers]).
final class FutexWords {
    private static final long POLL_NANOS = 1_000_000;

    private FutexWords() {}

    /// Sleeps while each word has its announced value, at most `nanos` and 50 ms. May end for no reason; false when
    /// the time was over and no word had changed.
    static boolean sleep(List<Announcement> words, long nanos) {
        long slice = Math.min(nanos, Deadline.SLICE_NANOS);
        if (isAnyChanged(words)) {
            return true;
        }
        if (Thread.currentThread().isVirtual()) {
            return VirtualSleepers.sleep(words, nanos);
        }
        return words.size() <= Futex.MOST_WORDS && Futex.canAwaitAny() ? awaitAny(words, slice) : poll(words, slice);
    }

    private static boolean awaitAny(List<Announcement> words, long nanos) {
        List<MemorySegment> segments = words.stream().map(word -> word.word().segment()).toList();
        return Futex.awaitAny(segments, words.stream().mapToInt(Announcement::value).toArray(), nanos);
    }

    /// As `sleep`, without the system call for several words.
    static boolean poll(List<Announcement> words, long nanos) {
        long end = System.nanoTime() + nanos;
        Announcement first = words.getFirst();
        boolean changed = false;
        for (long left = nanos; !changed && left > 0; left = end - System.nanoTime()) {
            Futex.await(first.word().segment(), first.value(), Math.min(left, POLL_NANOS));
            changed = isAnyChanged(words);
        }
        return changed;
    }

    static boolean isAnyChanged(List<Announcement> words) {
        return words.stream().anyMatch(Announcement::isChanged);
    }
}
