package io.millrace.engine;

import io.millrace.engine.internal.task.LazyCall;
import io.millrace.engine.internal.task.LazyPublisher;
import io.millrace.shm.internal.wait.Deadline;
import java.time.Duration;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Results of [Pool#mapLazily] and [Pool#mapUnordered], while they come. The pool reads the input only a
/// few batches ahead of the result that is taken next.
///
/// ```java
/// try (Results<Path> thumbnails = pool.mapLazily(pictures, Thumbnails::make)) {
///     for (Path thumbnail : thumbnails) {
///         System.out.println(thumbnail);
///     }
/// }
/// ```
///
/// For an item whose function threw or whose workers died, [#next] throws a
/// [io.millrace.shm.WorkerException] in the place of the result, and the next call goes on with the next
/// item. What the input itself throws comes last. An interrupt cancels the rest.
///
/// For one thread at a time. Close it unless you take all results: it holds a thread.
///
/// @param <R> what the function gives
public final class Results<R extends @Nullable Object> implements Iterator<R>, Iterable<R>, AutoCloseable {
    private final LazyCall<?, R> call;

    Results(LazyCall<?, R> call) {
        this.call = call;
    }

    /// Waits for the next result, or for the exception in its place.
    ///
    /// @return false behind the last result
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    @Override
    public boolean hasNext() {
        return call.awaitNext();
    }

    /// The next result.
    ///
    /// @throws io.millrace.shm.WorkerException in the place of an item that failed
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    /// @throws NoSuchElementException behind the last result
    @Override
    public R next() {
        if (!call.awaitNext()) {
            throw noMore();
        }
        return call.takeNext();
    }

    /// As [#next()], no longer than `timeout`; when that is over, the tasks run on and a later call gives the
    /// result. An exception and no null tells of it, for a result may be null.
    ///
    /// @throws TimeoutException when the time ran out first
    /// @throws io.millrace.shm.WorkerException in the place of an item that failed
    /// @throws io.millrace.shm.JobCancelledException when the thread is interrupted
    /// @throws NoSuchElementException behind the last result
    public R next(Duration timeout) throws TimeoutException {
        if (!call.awaitNext(Deadline.nanosOf(timeout))) {
            throw noMore();
        }
        return call.takeNext();
    }

    private static NoSuchElementException noMore() {
        return new NoSuchElementException("no more results; ask hasNext first");
    }

    /// Returns this object: there is one pass over the results.
    @Override
    public Iterator<R> iterator() {
        return this;
    }

    /// The results that are left; closing the stream closes this.
    public Stream<R> stream() {
        Spliterator<R> ordered = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(ordered, false).onClose(this::close);
    }

    /// The results that are left as a publisher of Reactive Streams, for one subscriber: each further one
    /// gets an `IllegalStateException` by `onError`. After this call, take results by the subscriber alone.
    ///
    /// The pool reads its input as far ahead as else, however much the subscriber requests. A result that
    /// failed ends it with `onError` and the [io.millrace.shm.WorkerException]; so does a null, which no
    /// publisher may give, with a `NullPointerException`. The end of the subscription closes this. A virtual
    /// thread makes all calls of the subscriber.
    public Flow.Publisher<R> asPublisher() {
        return new LazyPublisher<>(call);
    }

    /// Drops the rest. Tasks that have begun run to their end; the call does not wait for them.
    @Override
    public void close() {
        call.close();
    }
}
