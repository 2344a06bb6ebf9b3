package io.millrace.engine.internal.task;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.RemoteBiFunction;
import io.millrace.engine.RemoteFunction;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Items of two inputs as items of one call: arrays of two, and the function of two arguments over them.
public final class ItemPairs {
    private ItemPairs() {}

    /// The function that a worker runs.
    record OfTwo<T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>(
            RemoteBiFunction<? super T, ? super U, ? extends R> body) implements RemoteFunction<@Nullable Object[], R> {
        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // of() made the item of a T and a U
        public R apply(@Nullable Object[] pair) throws Exception {
            return body.apply((T) pair[0], (U) pair[1]);
        }
    }

    public static <T extends @Nullable Object, U extends @Nullable Object, R extends @Nullable Object>
            RemoteFunction<@Nullable Object[], R> function(RemoteBiFunction<? super T, ? super U, ? extends R> fn) {
        return new OfTwo<>(requireNonNull(fn, "fn"));
    }

    /// @return an input that throws `IllegalArgumentException` where one of the two ends before the other
    public static Iterable<@Nullable Object[]> of(
            Iterable<? extends @Nullable Object> first, Iterable<? extends @Nullable Object> second) {
        requireNonNull(first, "first");
        requireNonNull(second, "second");
        return () -> new Pairs(first.iterator(), second.iterator());
    }

    private static final class Pairs implements Iterator<@Nullable Object[]> {
        private final Iterator<? extends @Nullable Object> first;
        private final Iterator<? extends @Nullable Object> second;
        private long read;

        Pairs(Iterator<? extends @Nullable Object> first, Iterator<? extends @Nullable Object> second) {
            this.first = first;
            this.second = second;
        }

        @Override
        public boolean hasNext() {
            boolean more = first.hasNext();
            if (more != second.hasNext()) {
                throw new IllegalArgumentException(
                        "the inputs differ in length: the %s one ended after %,d items; give equally many of both"
                                .formatted(more ? "second" : "first", read));
            }
            return more;
        }

        @Override
        public @Nullable Object[] next() {
            read++;
            return new @Nullable Object[] {first.next(), second.next()};
        }
    }
}
