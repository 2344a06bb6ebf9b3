package io.millrace.engine.task;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/// One call of the user's: a function, items that wait, and where the results go. What is not
/// volatile belongs to who holds the scheduler's lock.
public final class TaskCall {
    final byte[] function;
    final TaskLimits limits;
    final TaskReceiver receiver;
    final Chunking chunking;

    private final Deque<Items> waiting = new ArrayDeque<>();
    private long waitingItems;

    /// Batches in rows, or at being collected.
    int inWork;

    /// Whether the scheduler's ring holds it.
    boolean queued;

    private boolean inputOpen = true;
    private boolean missing;
    private Stop stop = Stop.NONE;
    private @Nullable RuntimeException reason;
    private boolean ending;
    private volatile boolean ended;

    /// Whether it is to go on.
    enum Stop {
        NONE,
        /// What runs may come to its end.
        DROP,
        /// What runs is killed.
        KILL
    }

    TaskCall(byte[] function, TaskLimits limits, TaskReceiver receiver) {
        this.function = function;
        this.limits = limits;
        this.receiver = receiver;
        this.chunking = new Chunking(limits.chunk());
    }

    /// Whether the receiver was told that nothing comes any more.
    public boolean isEnded() {
        return ended;
    }

    /// Items that make a batch at present.
    public int chunk() {
        return chunking.size();
    }

    void markEnded() {
        ended = true;
    }

    boolean takesItems() {
        return inputOpen;
    }

    void append(Items items) {
        Items last = waiting.peekLast();
        if (last != null && last.meets(items)) {
            waiting.removeLast();
            waiting.addLast(last.with(items));
        } else {
            waiting.addLast(items);
        }
        waitingItems += items.count();
    }

    /// Nothing is appended any more.
    void closeInput() {
        inputOpen = false;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /// The items of the next batch, at most so many bytes unless one alone is larger; the last ones
    /// are shared out among the workers.
    Items cut(long room, int workers) {
        Items first = waiting.removeFirst();
        long share = chunking.isGiven() ? Long.MAX_VALUE : (waitingItems + workers - 1) / workers;
        Items batch = first.head((int) Math.min(chunking.size(), share), room);
        if (batch.count() < first.count()) {
            waiting.addFirst(first.without(batch.count()));
        }
        waitingItems -= batch.count();
        return batch;
    }

    /// Gives items of a batch back, to be the next.
    void putBack(Items items) {
        waiting.addFirst(items);
        waitingItems += items.count();
    }

    /// Drops what waits. The first reason stands.
    void stop(Stop how, RuntimeException why) {
        if (how.compareTo(stop) > 0) {
            stop = how;
        }
        if (reason == null) {
            reason = why;
        }
        cutShort(why);
        missing |= waitingItems > 0;
        waiting.clear();
        waitingItems = 0;
    }

    /// Takes no more items, if it still took some; what waits goes on.
    void cutShort(RuntimeException why) {
        if (inputOpen) {
            if (reason == null) {
                reason = why;
            }
            inputOpen = false;
            missing = true;
            receiver.inputClosed();
        }
    }

    /// The rest of a batch comes back: it waits again, unless the call was stopped.
    void putBackOrDrop(Items items) {
        if (items.isEmpty()) {
            return;
        }
        if (stop == Stop.NONE) {
            putBack(items);
        } else {
            missing = true;
        }
    }

    /// Some item has neither result nor failure.
    void markMissing() {
        missing = true;
    }

    Stop stopped() {
        return stop;
    }

    /// Whether nothing is left to do but to tell the receiver; true once.
    boolean isOver() {
        boolean over = !ending && !inputOpen && waiting.isEmpty() && inWork == 0;
        ending |= over;
        return over;
    }

    /// Why some items have no end; null when all have.
    @Nullable RuntimeException missingReason() {
        return missing ? reason : null;
    }
}
