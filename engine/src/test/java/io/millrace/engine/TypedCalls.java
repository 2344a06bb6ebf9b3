package io.millrace.engine;

import io.millrace.engine.internal.kernel.Op;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;

/// Collects the calls of a pool on arrays of one type, as [Computation]s.
///
/// @param <A> the array
/// @param <M> the array a map gives
/// @param <U> functions of one element
final class TypedCalls<A extends NumericArray, M extends NumericArray, U> {
    private static final long SEED = 42;

    private final ElementType type;
    private final ElementType mapped;
    private final List<Computation> calls = new ArrayList<>();

    TypedCalls(ElementType type, ElementType mapped) {
        this.type = type;
        this.mapped = mapped;
    }

    interface Map<A, U, M> {
        void call(Pool pool, A in, U op, M out);
    }

    interface Zip<A, B> {
        void call(Pool pool, A first, A second, B op, A out);
    }

    interface Zip3<A, B> {
        void call(Pool pool, A first, A second, A third, B op, A out);
    }

    interface MapReduce<A, U> {
        Object call(Pool pool, A in, U op, Reduction how);
    }

    interface OfTwo<A, P> {
        Object call(Pool pool, A one, P other);
    }

    interface Fill<A, F> {
        void call(Pool pool, A out, F what);
    }

    TypedCalls<A, M, U> maps(List<U> ops, Function<U, Op> code, Map<A, U, M> call) {
        for (U op : ops) {
            add(new Work.Map(code.apply(op), type, mapped), op, (pool, arrays) -> {
                call.call(pool, cast(arrays.first()), op, cast(arrays.out()));
                return null;
            });
        }
        return this;
    }

    TypedCalls<A, M, U> mapReductions(List<U> ops, Function<U, Op> code, MapReduce<A, U> call) {
        for (Reduction how : Reduction.BuiltIn.values()) {
            for (U op : ops) {
                add(
                        new Work.Reduce(code.apply(op), type, how),
                        op,
                        (pool, arrays) -> call.call(pool, cast(arrays.first()), op, how));
            }
        }
        return this;
    }

    <B> TypedCalls<A, M, U> zips(List<? extends B> ops, Function<B, Op> code, Zip<A, B> call) {
        for (B op : ops) {
            add(new Work.Zip(code.apply(op), type), op, (pool, arrays) -> {
                call.call(pool, cast(arrays.first()), cast(arrays.second()), op, cast(arrays.out()));
                return null;
            });
        }
        return this;
    }

    /// The third input is the first once more.
    <B> TypedCalls<A, M, U> zips3(List<? extends B> ops, Function<B, Op> code, Zip3<A, B> call) {
        for (B op : ops) {
            add(new Work.Zip3(code.apply(op), type), op, (pool, arrays) -> {
                A first = cast(arrays.first());
                call.call(pool, first, cast(arrays.second()), first, op, cast(arrays.out()));
                return null;
            });
        }
        return this;
    }

    TypedCalls<A, M, U> reductions(OfTwo<A, Reduction> reduce, OfTwo<A, A> dot, BiFunction<Pool, A, Object> summary) {
        for (Reduction how : Reduction.BuiltIn.values()) {
            add(
                    new Work.Reduce(null, type, how),
                    null,
                    (pool, arrays) -> reduce.call(pool, cast(arrays.first()), how));
        }
        add(
                new Work.Dot(type),
                null,
                (pool, arrays) -> dot.call(pool, cast(arrays.first()), cast(arrays.second())));
        add(new Work.Summary(type), null, (pool, arrays) -> summary.apply(pool, cast(arrays.first())));
        for (Reduction how : List.of(Reduction.SUM, Reduction.PRODUCT, Reduction.MIN, Reduction.MAX)) {
            for (ElementType out : EnumSet.of(type, ElementType.FLOAT, ElementType.LONG)) {
                add(new Work.Scan(type, out, how), null, (pool, arrays) -> {
                    pool.scan(arrays.first(), how, arrays.out());
                    return null;
                });
            }
        }
        add(new Work.Arg(type, Reduction.BuiltIn.MIN), null, (pool, arrays) -> pool.argMin(arrays.first()));
        add(new Work.Arg(type, Reduction.BuiltIn.MAX), null, (pool, arrays) -> pool.argMax(arrays.first()));
        return this;
    }

    <F> TypedCalls<A, M, U> fill(F value, long bits, Fill<A, F> call) {
        add(new Work.Fill(type, bits), null, (pool, arrays) -> {
            call.call(pool, cast(arrays.out()), value);
            return null;
        });
        return this;
    }

    <G> TypedCalls<A, M, U> generate(G generator, Function<G, Op> code, Fill<A, G> call) {
        return generate(generator, 0, code, call);
    }

    <G> TypedCalls<A, M, U> random(G random, Function<G, Op> code, Fill<A, G> call) {
        return generate(random, SEED, code, call);
    }

    private <G> TypedCalls<A, M, U> generate(G generator, long seed, Function<G, Op> code, Fill<A, G> call) {
        add(new Work.Generate(code.apply(generator), type, seed), generator, (pool, arrays) -> {
            call.call(pool, cast(arrays.out()), generator);
            return null;
        });
        return this;
    }

    TypedCalls<A, M, U> conversions() {
        for (ElementType to : ElementType.values()) {
            add(new Work.Convert(type, to), null, (pool, arrays) -> {
                pool.convert(arrays.first(), arrays.out());
                return null;
            });
        }
        return this;
    }

    List<Computation> list() {
        return List.copyOf(calls);
    }

    private void add(Work work, Object op, Computation.Call call) {
        calls.add(new Computation(work, op, call));
    }

    @SuppressWarnings("unchecked") // the test hands over arrays of the work's types
    private static <T extends NumericArray> T cast(NumericArray array) {
        return (T) array;
    }
}
