package io.millrace.engine.internal.task;

import io.millrace.engine.internal.pool.CallerFrames;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import io.millrace.shm.internal.wait.Pause;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A call that reads its input while its results are taken. A thread of its own reads the input, so
/// that results arrive while the next item is still to come; it stays a few batches ahead.
///
/// The monitor guards a window on the results: from the one that is taken next to the last that
/// arrived. No thread calls the scheduler while it holds the monitor.
public final class LazyCall<T extends @Nullable Object, R extends @Nullable Object> extends TaskCall {
    private static final long FOREVER_NANOS = Long.MAX_VALUE / 2;
    private final TaskScheduler scheduler;
    private final Input<T> input;
    private final ResultWindow window;
    private boolean inputClosed;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable last;
    private boolean lastIsOfInput;

    /// What the call reads.
    ///
    /// @param batches how many batches the call may read ahead
    /// @param ordered whether results come in the order of their items
    record Input<T extends @Nullable Object>(Iterable<? extends T> items, int batches, boolean ordered) {}

    LazyCall(TaskScheduler scheduler, EncodedFunction function, TaskLimits limits, Input<T> input) {
        super(function, limits);
        this.scheduler = scheduler;
        this.input = input;
        this.window = new ResultWindow(input.ordered());
    }

    /// Starts the thread that reads the input.
    LazyCall<T, R> start() {
        boolean started = false;
        try {
            Thread.ofPlatform().daemon().name("millrace-input").start(this::feed);
            started = true;
        } finally {
            if (!started) {
                close();
            }
        }
        return this;
    }

    /// Of given batches only whole ones go out before an exception of the input, as in Python.
    private void feed() {
        ItemWriter writer = scheduler.writer(this);
        try {
            Iterator<? extends T> items = input.items().iterator();
            while (awaitRoom(writer.written()) && items.hasNext()) {
                writer.add(items.next());
                if (limits.chunk() == 0 || writer.written() % limits.chunk() == 0) {
                    writer.flush();
                }
            }
            writer.flush();
        } catch (Throwable thrown) { // whatever it is, the thread that takes the results receives it
            failed(thrown);
        }
        while (!hasEndedInput()) {
            Pause.withoutMemory(this); // the thread that takes the results waits for it
        }
    }

    private boolean hasEndedInput() {
        try {
            scheduler.endInput(this);
            return true;
        } catch (OutOfMemoryError noMemory) {
            return false;
        }
    }

    private synchronized boolean awaitRoom(long written) throws InterruptedException {
        while (!inputClosed && written - window.taken() >= (long) input.batches() * chunk()) {
            wait();
        }
        return !inputClosed;
    }

    private synchronized void failed(Throwable thrown) {
        last = thrown;
        lastIsOfInput = true;
    }

    @Override
    synchronized void inputClosed() {
        inputClosed = true;
        notifyAll();
    }

    @Override
    synchronized void value(long index, @Nullable Object value) {
        window.put(index, value);
    }

    @Override
    synchronized void values(long first, @Nullable Object[] values) {
        window.putAll(first, values);
    }

    @Override
    synchronized void failure(long index, WorkerException failure) {
        window.put(index, new ResultWindow.Failed(failure));
    }

    @Override
    synchronized void end(@Nullable RuntimeException reason) {
        ended = true;
        if (reason != null) {
            last = reason;
            lastIsOfInput = false;
        }
    }

    private synchronized boolean isNextKnown() {
        return closed || ended || window.hasNext();
    }

    /// Waits until the next result is there, or nothing comes any more.
    ///
    /// @return whether [#takeNext] gives or throws something
    public boolean awaitNext() {
        awaitKnown(FOREVER_NANOS);
        return hasNext();
    }

    /// As [#awaitNext], no longer than `nanos`.
    ///
    /// @throws TimeoutException when the time ran out first; nothing is lost
    public boolean awaitNext(long nanos) throws TimeoutException {
        if (!awaitKnown(Math.min(nanos, FOREVER_NANOS))) {
            throw new TimeoutException("no result within the time: timeout=%s; ask again, the tasks run on"
                    .formatted(Duration.ofNanos(nanos)));
        }
        return hasNext();
    }

    /// @return whether it is known what comes next; false when the time ran out first
    private boolean awaitKnown(long nanos) {
        boolean known = scheduler.await(this, this::isNextKnown, System.nanoTime() + nanos);
        if (Thread.currentThread().isInterrupted() && !known) {
            close();
            scheduler.awaitEnd(this, TaskScheduler.WANTED);
            Thread.currentThread().interrupt();
            throw new JobCancelledException(
                    "the thread was interrupted while it waited for a result; the rest is cancelled");
        }
        return known;
    }

    private synchronized boolean hasNext() {
        return !closed && (window.hasNext() || last != null);
    }

    /// After [#awaitNext] said yes.
    public R takeNext() {
        Object next;
        Throwable thrown;
        synchronized (this) {
            thrown = null;
            next = null;
            if (window.hasNext()) {
                next = window.take();
                notifyAll();
            } else {
                thrown = last instanceof RuntimeException made && !lastIsOfInput ? CallerFrames.of(made) : last;
                last = null;
            }
        }
        if (next instanceof ResultWindow.Failed(WorkerException failure)) {
            throw CallerFrames.of(failure);
        }
        if (thrown != null) {
            throw LazyCall.<RuntimeException>unchecked(thrown);
        }
        return result(next);
    }

    @SuppressWarnings({"unchecked", "NullAway"}) // the function gives R
    private R result(@Nullable Object value) {
        return (R) value;
    }

    /// The input throws what it likes.
    @SuppressWarnings("unchecked")
    private static <E extends Throwable> E unchecked(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /// Drops the rest; items that run end by themselves.
    public void close() {
        boolean early;
        synchronized (this) {
            early = !closed && !ended;
            closed = true;
        }
        if (early) {
            scheduler.cancel(this);
        }
    }
}
