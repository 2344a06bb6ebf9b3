package io.millrace.engine;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Results of [Pool#mapLazily] and [Pool#mapUnordered], while they come. Only so many items are
/// taken from the input ahead of the one asked for.
///
/// ```java
/// try (Results<Path> thumbnails = pool.mapLazily(pictures, Thumbnails::make)) {
///     for (Path thumbnail : thumbnails) {
///         System.out.println(thumbnail);
///     }
/// }
/// ```
///
/// [#next] throws what became of an item in its place, and goes on with the one behind it: a
/// [io.millrace.shm.WorkerException] when its function threw or its workers died. What the input
/// itself throws comes last, in its place. An interrupt cancels the rest:
/// [io.millrace.shm.JobCancelledException].
///
/// For one thread at a time. To be closed, unless all results were taken: it holds a thread.
///
/// @param <R> what the function gives
public final class Results<R extends @Nullable Object> implements Iterator<R>, Iterable<R>, AutoCloseable {
    private final LazyCall<?, R> call;

    Results(LazyCall<?, R> call) {
        this.call = call;
    }

    /// Waits until it is known whether there is another result, or an exception in its place.
    @Override
    public boolean hasNext() {
        return call.awaitNext();
    }

    /// The next result.
    ///
    /// @throws io.millrace.shm.WorkerException in the place of an item that failed
    /// @throws NoSuchElementException behind the last one
    @Override
    public R next() {
        if (!call.awaitNext()) {
            throw new NoSuchElementException("no more results; ask hasNext first");
        }
        return call.takeNext();
    }

    /// Itself: there is one pass over the results.
    @Override
    public Iterator<R> iterator() {
        return this;
    }

    /// The results that are left; closing the stream closes this.
    public Stream<R> stream() {
        Spliterator<R> ordered = Spliterators.spliteratorUnknownSize(this, Spliterator.ORDERED);
        return StreamSupport.stream(ordered, false).onClose(this::close);
    }

    /// Drops the rest. Tasks that have begun come to their end; nobody waits for that.
    @Override
    public void close() {
        call.close();
    }
}
