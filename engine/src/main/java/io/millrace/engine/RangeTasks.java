package io.millrace.engine;

import static java.util.Objects.requireNonNull;

import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Cuts ranges of indices into items for object tasks.
final class RangeTasks {
    private static final int PARTS_PER_WORKER = 64;

    /// Of an array, whatever the workers: the result of [#collect] may depend on how it is cut.
    private static final int PARTS = 256;
    private static final long LEAST_PART = 4096;

    private RangeTasks() {}

    /// What travels of [RangeJobs#forRanges].
    record Body(RangeBody body) implements RemoteFunction<long[], @Nullable Object> {
        @Override
        public @Nullable Object apply(long[] range) throws Exception {
            body.run(range[0], range[1]);
            return null;
        }
    }

    /// What travels of [RangeJobs#collect].
    record Part<A>(DoubleArray in, DoubleCollector<A> collector) implements RemoteFunction<long[], A> {
        @Override
        public A apply(long[] range) {
            A container = collector.newContainer();
            for (long index = range[0]; index < range[1]; index++) {
                collector.accept(container, in.get(index));
            }
            return container;
        }
    }

    static TaskRun<@Nullable Void> forRanges(Tasks tasks, long from, long to, RangeBody body) {
        tasks.requireLoadable(requireNonNull(body, "body"));
        if (from > to) {
            throw new IllegalArgumentException("range out of order: from=%,d, to=%,d".formatted(from, to));
        }
        long length = Math.subtractExact(to, from);
        long part = Math.ceilDiv(length, (long) PARTS_PER_WORKER * tasks.workers());
        return tasks.gather(parts(from, to, Math.max(1, part)), new Body(body), new Parts<>(containers -> null));
    }

    static <A> TaskRun<A> collect(Tasks tasks, DoubleArray in, DoubleCollector<A> collector) {
        requireNonNull(in, "in");
        tasks.requireLoadable(requireNonNull(collector, "collector"));
        long part = Math.max(LEAST_PART, Math.ceilDiv(in.length(), (long) PARTS));
        return tasks.gather(parts(0, in.length(), part), new Part<>(in, collector), new Parts<A, A>(containers -> {
            A all = collector.newContainer();
            for (A container : containers) {
                all = collector.combine(all, container);
            }
            return all;
        }));
    }

    private static List<long[]> parts(long from, long to, long length) {
        List<long[]> parts = new ArrayList<>();
        for (long begin = from; begin < to; begin += Math.min(length, to - begin)) {
            parts.add(new long[] {begin, begin + Math.min(length, to - begin)});
        }
        return parts;
    }

    /// The results of all parts, made into one.
    private record Parts<A extends @Nullable Object, R extends @Nullable Object>(
            GatheredList<A> list, Function<List<A>, R> end) implements Gathering<R> {
        Parts(Function<List<A>, R> end) {
            this(new GatheredList<>(), end);
        }

        @Override
        public void value(long index, @Nullable Object value) {
            list.value(index, value);
        }

        @Override
        public void failure(long index, WorkerException failure) {
            list.failure(index, failure);
        }

        @Override
        public R result() {
            return end.apply(list.result());
        }
    }
}
