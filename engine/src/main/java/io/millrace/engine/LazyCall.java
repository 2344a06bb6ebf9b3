package io.millrace.engine;

import io.millrace.engine.task.ItemWriter;
import io.millrace.engine.task.TaskCall;
import io.millrace.engine.task.TaskReceiver;
import io.millrace.engine.task.TaskScheduler;
import io.millrace.shm.JobCancelledException;
import io.millrace.shm.WorkerException;
import java.util.Iterator;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A call whose input is read while its results are taken. A thread of its own reads the input, so
/// that results arrive while the next item is still to come; it stays a few batches ahead.
///
/// What is behind the monitor is a window on the results: from the one taken next to the last that
/// arrived. The monitor is never held while the scheduler is called.
final class LazyCall<T extends @Nullable Object, R extends @Nullable Object> implements TaskReceiver {
    private static final long FOREVER = Long.MAX_VALUE / 2;

    private final TaskScheduler scheduler;
    private final Iterable<? extends T> input;
    private final Shape shape;
    private final TaskCall call;
    private final ResultWindow window;
    private boolean inputClosed;
    private boolean ended;
    private boolean closed;
    private @Nullable Throwable last;

    /// @param batches how many batches it may be ahead
    /// @param chunk items in a batch; 0: by measured cost
    /// @param ordered whether results come in the order of their items
    record Shape(int batches, int chunk, boolean ordered) {}

    LazyCall(
            TaskScheduler scheduler,
            Iterable<? extends T> input,
            Shape shape,
            Function<TaskReceiver, TaskCall> open) {
        this.scheduler = scheduler;
        this.input = input;
        this.shape = shape;
        this.window = new ResultWindow(shape.ordered());
        this.call = open.apply(this);
    }

    Results<R> start() {
        Thread.ofPlatform().daemon().name("millrace-input").start(this::feed);
        return new Results<>(this);
    }

    /// Of given batches only whole ones go out before an exception of the input, as in Python.
    private void feed() {
        ItemWriter writer = scheduler.writer(call);
        try {
            Iterator<? extends T> items = input.iterator();
            while (awaitRoom(writer.written()) && items.hasNext()) {
                writer.add(items.next());
                if (shape.chunk() == 0 || writer.written() % shape.chunk() == 0) {
                    writer.flush();
                }
            }
            writer.flush();
        } catch (Throwable thrown) { // whatever it is, it belongs to who takes the results
            failed(thrown);
        }
        scheduler.endInput(call);
    }

    private synchronized boolean awaitRoom(long written) throws InterruptedException {
        while (!inputClosed && written - window.taken() >= (long) shape.batches() * call.chunk()) {
            wait();
        }
        return !inputClosed;
    }

    private synchronized void failed(Throwable thrown) {
        last = thrown;
    }

    @Override
    public synchronized void inputClosed() {
        inputClosed = true;
        notifyAll();
    }

    @Override
    public synchronized void value(long index, @Nullable Object value) {
        window.put(index, value);
    }

    @Override
    public synchronized void failure(long index, WorkerException failure) {
        window.put(index, new ResultWindow.Failed(failure));
    }

    @Override
    public synchronized void end(@Nullable RuntimeException reason) {
        ended = true;
        if (reason != null) {
            last = reason;
        }
    }

    private synchronized boolean isNextKnown() {
        return closed || ended || window.hasNext();
    }

    /// Waits until the next result is there, or nothing comes any more.
    ///
    /// @return whether [#takeNext] gives or throws something
    boolean awaitNext() {
        boolean interrupted = false;
        while (!scheduler.await(call, this::isNextKnown, System.nanoTime() + FOREVER)) {
            interrupted = Thread.interrupted();
            scheduler.cancel(call);
            close();
        }
        if (interrupted) {
            awaitEnd();
            Thread.currentThread().interrupt();
            throw new JobCancelledException("the thread was interrupted while it waited for a result; the rest is cancelled");
        }
        synchronized (this) {
            return !closed && (window.hasNext() || last != null);
        }
    }

    private void awaitEnd() {
        while (!scheduler.await(call, call::isEnded, System.nanoTime() + FOREVER)) {
            Thread.interrupted(); // the flag is set again afterwards
        }
    }

    /// After [#awaitNext] said yes.
    R takeNext() {
        Object next;
        Throwable thrown;
        synchronized (this) {
            thrown = null;
            next = null;
            if (window.hasNext()) {
                next = window.take();
                notifyAll();
            } else {
                thrown = last;
                last = null;
            }
        }
        if (next instanceof ResultWindow.Failed(WorkerException failure)) {
            throw failure;
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

    void close() {
        boolean early;
        synchronized (this) {
            early = !closed && !ended;
            closed = true;
        }
        if (early) {
            scheduler.cancel(call);
        }
    }
}
