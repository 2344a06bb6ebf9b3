package io.millrace.engine.internal.task;

import static java.util.Objects.requireNonNull;

import io.millrace.engine.DoubleCollector;
import io.millrace.engine.RangeBody;
import io.millrace.engine.RemoteCallable;
import io.millrace.engine.RemoteFunction;
import io.millrace.shm.WorkerException;
import io.millrace.shm.data.DoubleArray;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Cuts ranges of indices into items for object tasks.
public final class RangeTasks {
    private static final int PARTS_PER_WORKER = 64;

    /// Parts of an array, for any number of workers: the result of [#collect] may depend on the cuts.
    private static final int PARTS = 256;
    private static final long MIN_PART_ELEMENTS = 4096;

    /// How many bytes of containers are combined in one task.
    private static final long COMBINED_BYTES = 1 << 16;

    private RangeTasks() {}

    /// The function that a worker runs for `Pool.forRanges`.
    record Body(RangeBody body) implements RemoteFunction<long[], @Nullable Object> {
        @Override
        public @Nullable Object apply(long[] range) throws Exception {
            body.run(range[0], range[1]);
            return null;
        }
    }

    /// The function that a worker runs for `Pool.collect`.
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

    /// The task that combines containers.
    record Combined<A>(DoubleCollector<A> collector, Object[] containers) implements RemoteCallable<A> {
        @Override
        @SuppressWarnings("unchecked") // the collector made them
        public A call() {
            A all = collector.newContainer();
            for (Object container : containers) {
                all = collector.combine(all, (A) container);
            }
            return all;
        }
    }

    public static GatheredCall<@Nullable Void> forRanges(Tasks tasks, long from, long to, RangeBody body) {
        tasks.requireLoadable(requireNonNull(body, "body"));
        if (from > to) {
            throw new IllegalArgumentException("range out of order: from=%,d, to=%,d".formatted(from, to));
        }
        long length = Math.subtractExact(to, from);
        long part = Math.ceilDiv(length, (long) PARTS_PER_WORKER * tasks.workers());
        Parts<@Nullable Object, @Nullable Void> nothing = new Parts<>((containers, unwanted) -> null, false);
        return tasks.gather(parts(from, to, Math.max(1, part)), new Body(body), nothing);
    }

    public static <A> GatheredCall<A> collect(Tasks tasks, DoubleArray in, DoubleCollector<A> collector) {
        requireNonNull(in, "in");
        tasks.requireLoadable(requireNonNull(collector, "collector"));
        long part = Math.max(MIN_PART_ELEMENTS, Math.ceilDiv(in.length(), (long) PARTS));
        boolean inWorkers = tasks.hasWorkerProcesses() && !(collector instanceof Histogram);
        Parts<A, A> combining = new Parts<>(
                inWorkers
                        ? (containers, unwanted) -> combineInWorkers(tasks, collector, containers, unwanted)
                        : (containers, unwanted) -> new Combined<>(collector, containers.toArray()).call(),
                inWorkers);
        return tasks.gather(parts(0, in.length(), part), new Part<>(in, collector), combining);
    }

    /// Combines the containers from the first to the last, as a pool without worker processes does; each task
    /// combines as many as take little room in the file.
    private static <A> A combineInWorkers(
            Tasks tasks, DoubleCollector<A> collector, List<A> containers, BooleanSupplier unwanted) {
        Deque<Object> left = new ArrayDeque<>(containers);
        Object first = left.peek();
        int most = first == null ? 2 : Math.clamp(COMBINED_BYTES / tasks.encodedBytes(first), 2, PARTS + 1);
        A all;
        do {
            Object[] some = Stream.generate(left::remove).limit(Math.min(most, left.size())).toArray();
            all = tasks.inWorker(new Combined<>(collector, some), unwanted);
            if (!left.isEmpty()) {
                left.addFirst(all);
            }
        } while (!left.isEmpty());
        return all;
    }

    private static List<long[]> parts(long from, long to, long length) {
        List<long[]> parts = new ArrayList<>();
        for (long begin = from; begin < to; begin += Math.min(length, to - begin)) {
            parts.add(new long[] {begin, begin + Math.min(length, to - begin)});
        }
        return parts;
    }

    /// Gathers the results of all parts and makes one of them.
    private record Parts<A extends @Nullable Object, R extends @Nullable Object>(
            GatheredList<A> list, BiFunction<List<A>, BooleanSupplier, R> end, boolean isSlow) implements Gathering<R> {
        Parts(BiFunction<List<A>, BooleanSupplier, R> end, boolean isSlow) {
            this(new GatheredList<>(), end, isSlow);
        }

        @Override
        public void value(long index, @Nullable Object value) {
            list.value(index, value);
        }

        @Override
        public void values(long first, @Nullable Object[] values) {
            list.values(first, values);
        }

        @Override
        public void failure(long index, WorkerException failure) {
            list.failure(index, failure);
        }

        @Override
        public R result(BooleanSupplier unwanted) {
            return end.apply(list.result(unwanted), unwanted);
        }
    }
}
