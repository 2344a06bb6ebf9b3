package io.millrace.engine;

import io.millrace.engine.internal.task.LazyCall;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
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
            throw new NoSuchElementException("no more results; ask hasNext first");
        }
        return call.takeNext();
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

    /// Drops the rest. Tasks that have begun run to their end; the call does not wait for them.
    @Override
    public void close() {
        call.close();
    }
}
