package io.millrace.shm.internal.wait;

import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.recorder.RecordedWait;
import io.millrace.shm.internal.recorder.WaitedFor;
import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.util.ArrayList;
import java.util.List;

/// Waits until one of several things is ready: announces the thread to each of them, looks at each once more, then
/// sleeps on all words at once.
///
/// ```text
///   look ──▶ announce to all ──▶ look at all ──▶ sleep on all, a slice ──▶ timed out? look for the dead ──▶ look
///    └── ready, or time over ──────┴───────────────────────────────────────────────────────────────────────┘
/// ```
///
/// **Invariant.** A change that the last look missed came after the announcement, so its notifier moves the word, and
/// the sleep ends at once or does not begin; [EventCount] and its like have the argument for one word.
///
/// **Death.** A waiter that dies leaves announcements: one wake too many each. One that was woken for a message and
/// dies leaves the message: the others look at the end of their slice. What the dead should have done is looked after
/// in each slice.
public final class AnyWait {
    private final List<WaitSource> sources;

    public AnyWait(List<WaitSource> sources) {
        this.sources = List.copyOf(sources);
    }

    /// The indices of those that are ready, in ascending order; none when the deadline passes first.
    ///
    /// @throws InterruptedException the thread is interrupted
    public List<Integer> await(Deadline deadline) throws InterruptedException {
        Interrupts.THROW.check();
        try {
            List<Integer> ready = ready();
            return ready.isEmpty() && !deadline.isOver() && !sources.isEmpty() ? sleep(deadline) : ready;
        } catch (IllegalStateException unmapped) {
            ready(); // tells which of them is gone
            throw unmapped;
        }
    }

    private List<Integer> sleep(Deadline deadline) throws InterruptedException {
        boolean slept = false;
        RecordedWait wait = RecordedWait.NONE;
        try {
            while (true) {
                List<Announcement> words = sources.stream().map(WaitSource::announce).toList();
                CrashPoint.hit("any.announced");
                List<Integer> ready = ready();
                if (!ready.isEmpty() || deadline.isOver()) {
                    wait.ended(!ready.isEmpty());
                    return ready;
                }
                slept = true;
                wait = wait.begun(WaitedFor.ANY, "", null);
                if (FutexWords.sleep(words, deadline.sliceNanos())) {
                    CrashPoint.hit("any.woken");
                } else {
                    sources.forEach(WaitSource::lookForDead);
                }
                Interrupts.THROW.check();
            }
        } finally {
            if (slept) {
                sources.forEach(WaitSource::withdraw);
            }
            wait.close();
        }
    }

    private List<Integer> ready() {
        List<Integer> ready = new ArrayList<>();
        for (int source = 0; source < sources.size(); source++) {
            if (sources.get(source).isReady()) {
                ready.add(source);
            }
        }
        return ready;
    }
}
