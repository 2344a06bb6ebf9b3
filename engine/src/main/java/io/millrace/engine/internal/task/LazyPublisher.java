package io.millrace.engine.internal.task;

import io.millrace.shm.internal.flow.Source;
import io.millrace.shm.internal.flow.SourceSubscription;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/// The results of a lazy call for one subscriber.
public final class LazyPublisher<R extends @Nullable Object> implements Flow.Publisher<R> {
    private final LazyCall<?, R> call;
    private final AtomicBoolean isTaken = new AtomicBoolean();

    public LazyPublisher(LazyCall<?, R> call) {
        this.call = call;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        SourceSubscription.start(this::open, subscriber, "millrace-results");
    }

    private Source<R> open() {
        if (!isTaken.compareAndSet(false, true)) {
            throw new IllegalStateException("the results have a subscriber already: there is one pass over them");
        }
        return new ResultSource<>(call);
    }

    private record ResultSource<R extends @Nullable Object>(LazyCall<?, R> call) implements Source<R> {
        @Override
        public @Nullable Element<R> next() {
            return call.awaitNext() ? new Result<>(nonNull(call.takeNext())) : null;
        }

        private static <R extends @Nullable Object> R nonNull(R result) {
            if (result == null) {
                throw new NullPointerException("a result is null, which a publisher must not give");
            }
            return result;
        }

        @Override
        public void close() {
            call.close();
        }
    }

    private record Result<R extends @Nullable Object>(R value) implements Source.Element<R> {}
}
