package io.millrace.engine.internal.task;

import io.millrace.shm.WorkerException;
import java.util.LinkedList;
import org.jspecify.annotations.Nullable;

/// One call of the user's: a function, the items that wait, and what becomes of the results.
///
/// The thread that holds the scheduler's lock owns the fields that are not volatile. The methods
/// [#value], [#values], [#failure], [#end] and [#complete] are called without the lock, by one thread at a time but
/// not always the same; they must not block.
abstract class TaskCall {
    final byte[] function;
    final TaskLimits limits;
    final Chunking chunking;

    /// Linked: when there is no memory to add an element, the list stays as it was.
    private final LinkedList<EncodedItems> waiting = new LinkedList<>();

    /// The link in the chain of calls with items that wait for a row.
    final CallChain.Link queued = new CallChain.Link(this);

    /// The link in the chain of calls of which something has changed.
    final CallChain.Link changed = new CallChain.Link(this);

    private long waitingItems;

    /// Batches in rows, and batches whose results are being collected.
    int inWork;

    /// Whether the call is part of another job, and not counted.
    boolean isPart;

    private boolean inputOpen = true;
    private boolean missing;
    private Stop stop = Stop.NONE;
    private @Nullable RuntimeException reason;
    private boolean ending;
    private volatile boolean ended;

    /// Whether the call goes on.
    enum Stop {
        NONE,
        /// Items that run may end by themselves.
        DROP,
        /// The workers that run items are killed.
        KILL
    }

    TaskCall(EncodedFunction function, TaskLimits limits) {
        this.function = function.bytes();
        this.limits = limits;
        this.chunking = new Chunking(limits.chunk(), function.cost());
    }

    /// Takes the result of an item.
    abstract void value(long index, @Nullable Object value);

    /// Takes the results of some items, one after the other. When it throws, it may be called again with the
    /// same ones.
    abstract void values(long first, @Nullable Object[] values);

    /// Takes what became of an item instead of a result.
    abstract void failure(long index, WorkerException failure);

    /// Nothing comes any more. Called again when it throws.
    ///
    /// @param reason why some items have neither result nor failure; null when all have
    abstract void end(@Nullable RuntimeException reason);

    /// Called after [#end], when the call counts as ended: here code of the user's may run that waits for
    /// that.
    void complete() {}

    /// The call takes no more items, although the input had not ended. Under the scheduler's lock.
    void inputClosed() {}

    /// Whether [#end] has returned.
    final boolean isEnded() {
        return ended;
    }

    /// Items that make a batch at present; read without the lock.
    int chunk() {
        return chunking.size();
    }

    void markEnded() {
        ended = true;
    }

    boolean takesItems() {
        return inputOpen;
    }

    void append(EncodedItems items) {
        EncodedItems last = waiting.peekLast();
        if (last != null && last.meets(items)) {
            waiting.set(waiting.size() - 1, last.with(items));
        } else {
            waiting.addLast(items);
        }
        waitingItems += items.count();
    }

    /// The last item was appended.
    void closeInput() {
        inputOpen = false;
    }

    boolean hasWaiting() {
        return !waiting.isEmpty();
    }

    /// The items of the next batch, at most so many bytes unless one alone is larger; the last ones
    /// are shared out among the workers. They wait until [#take] is called.
    Cut cut(long room, int workers) {
        EncodedItems first = waiting.getFirst();
        long share = chunking.isGiven() ? Long.MAX_VALUE : (waitingItems + workers - 1) / workers;
        EncodedItems batch = first.head((int) Math.min(chunking.size(), share), room);
        return new Cut(batch, batch.count() < first.count() ? first.without(batch.count()) : null);
    }

    /// @param rest what is left of the first items; null when nothing is
    record Cut(EncodedItems batch, @Nullable EncodedItems rest) {}

    /// The items of a batch no longer wait. Takes no memory.
    void take(Cut cut) {
        if (cut.rest == null) {
            waiting.removeFirst();
        } else {
            waiting.set(0, cut.rest);
        }
        waitingItems -= cut.batch.count();
    }

    /// Gives items of a batch back, to be the next.
    void putBack(EncodedItems items) {
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
            inputClosed();
        }
    }

    /// The rest of a batch comes back: it waits again, unless the call was stopped.
    void putBackOrDrop(EncodedItems items) {
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

    /// Whether nothing is left to do but to call [#end]; true once, and once more after [#notEnded].
    boolean isOver() {
        boolean over = !ending && !inputOpen && waiting.isEmpty() && inWork == 0;
        ending |= over;
        return over;
    }

    /// [#end] threw and is to be called again.
    void notEnded() {
        ending = false;
    }

    /// Why some items have neither result nor failure; null when all have.
    @Nullable RuntimeException missingReason() {
        return missing ? reason : null;
    }
}
