package io.millrace.spark.conformance;

import io.millrace.engine.DoubleBinary;
import io.millrace.engine.DoubleUnary;
import io.millrace.engine.FloatBinary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.IntBinary;
import io.millrace.engine.IntUnary;
import io.millrace.engine.LongBinary;
import io.millrace.engine.LongUnary;
import io.millrace.shm.ElementType;
import io.millrace.spark.ClusterArrays;
import io.millrace.spark.ClusterDoubleEvaluation;
import io.millrace.spark.ClusterLongEvaluation;
import io.millrace.spark.DistributedArray;
import io.millrace.spark.DistributedBytes;
import io.millrace.spark.DistributedDoubles;
import io.millrace.spark.DistributedFloats;
import io.millrace.spark.DistributedInts;
import io.millrace.spark.DistributedLongs;
import io.millrace.spark.DistributedShorts;
import io.millrace.spark.Source;
import io.millrace.spark.Split;
import java.util.Optional;

/// Computes the [Cases] by the executors of an application.
record Cluster(ClusterArrays arrays, Split split, Report report) {

    /// Computes the cases of generated arrays of that length.
    void run(long length) {
        try (DistributedInts ints = arrays.ints(Source.generatedInts(length, Numbers.INTS), split)) {
            run(DOUBLES, Functions.doubles(), new Cases.Inputs<>(
                    ElementType.DOUBLE,
                    length,
                    arrays.doubles(Source.generatedDoubles(length, Numbers.SEED, Numbers.RANDOM_DOUBLES), split),
                    arrays.doubles(Source.generatedDoubles(length, Numbers.DOUBLES), split),
                    ints));
            run(FLOATS, Functions.floats(), new Cases.Inputs<>(
                    ElementType.FLOAT,
                    length,
                    arrays.floats(Source.generatedFloats(length, Numbers.SEED, Numbers.RANDOM_FLOATS), split),
                    arrays.floats(Source.generatedFloats(length, Numbers.FLOATS), split),
                    ints));
            run(INTS, Functions.ints(), new Cases.Inputs<>(
                    ElementType.INT,
                    length,
                    arrays.ints(Source.generatedInts(length, Numbers.SEED, Numbers.RANDOM_INTS), split),
                    arrays.ints(Source.generatedInts(length, Numbers.INTS), split),
                    ints));
            Source random = Source.generatedLongs(length, Numbers.SEED, Numbers.RANDOM_LONGS);
            Source ofIndex = Source.generatedLongs(length, Numbers.LONGS);
            run(LONGS, Functions.longs(), new Cases.Inputs<>(
                    ElementType.LONG, length, arrays.longs(random, split), arrays.longs(ofIndex, split), ints));
            run(SHORTS, Functions.longs(), new Cases.Inputs<>(
                    ElementType.SHORT, length, arrays.shorts(random, split), arrays.shorts(ofIndex, split), ints));
            run(BYTES, Functions.longs(), new Cases.Inputs<>(
                    ElementType.BYTE, length, arrays.bytes(random, split), arrays.bytes(ofIndex, split), ints));
        }
    }

    private <A extends DistributedArray<?>, U, B> void run(
            Calls<A, DistributedInts, U, B> calls,
            Functions<U, B> functions,
            Cases.Inputs<A, DistributedInts> inputs) {
        try (A _ = inputs.first();
                A _ = inputs.second()) {
            new Cases<>(calls, functions, report, inputs).run();
        }
    }

    private static final Calls<DistributedDoubles, DistributedInts, DoubleUnary, DoubleBinary> DOUBLES =
            new Calls<>(
                    DistributedDoubles::reduce,
                    DistributedDoubles::mapReduce,
                    DistributedDoubles::dot,
                    DistributedDoubles::summary,
                    DistributedDoubles::map,
                    Optional.of(DistributedDoubles::zip),
                    Cluster::convert,
                    x -> evaluated(x.eval(Formulas::one)),
                    (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static final Calls<DistributedFloats, DistributedInts, FloatUnary, FloatBinary> FLOATS = new Calls<>(
            DistributedFloats::reduce,
            DistributedFloats::mapReduce,
            DistributedFloats::dot,
            DistributedFloats::summary,
            DistributedFloats::map,
            Optional.of(DistributedFloats::zip),
            Cluster::convert,
            x -> evaluated(x.eval(Formulas::one)),
            (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static final Calls<DistributedLongs, DistributedInts, LongUnary, LongBinary> LONGS = new Calls<>(
            DistributedLongs::reduce,
            DistributedLongs::mapReduce,
            DistributedLongs::dot,
            DistributedLongs::summary,
            DistributedLongs::map,
            Optional.of(DistributedLongs::zip),
            Cluster::convert,
            x -> evaluated(x.eval(Formulas::one)),
            (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static final Calls<DistributedInts, DistributedInts, IntUnary, IntBinary> INTS = new Calls<>(
            DistributedInts::reduce,
            DistributedInts::mapReduce,
            DistributedInts::dot,
            DistributedInts::summary,
            DistributedInts::map,
            Optional.of(DistributedInts::zip),
            Cluster::convert,
            x -> evaluated(x.eval(Formulas::one)),
            (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static final Calls<DistributedShorts, DistributedInts, LongUnary, LongBinary> SHORTS = new Calls<>(
            DistributedShorts::reduce,
            DistributedShorts::mapReduce,
            DistributedShorts::dot,
            DistributedShorts::summary,
            DistributedShorts::map,
            Optional.empty(),
            Cluster::convert,
            x -> evaluated(x.eval(Formulas::one)),
            (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static final Calls<DistributedBytes, DistributedInts, LongUnary, LongBinary> BYTES = new Calls<>(
            DistributedBytes::reduce,
            DistributedBytes::mapReduce,
            DistributedBytes::dot,
            DistributedBytes::summary,
            DistributedBytes::map,
            Optional.empty(),
            Cluster::convert,
            x -> evaluated(x.eval(Formulas::one)),
            (x, ints) -> evaluated(x.eval(ints, Formulas::two)));

    private static Calls.Evaluated evaluated(ClusterDoubleEvaluation<?> expression) {
        return new Calls.Evaluated(expression::sum, expression::max, expression::count, expression::array);
    }

    private static Calls.Evaluated evaluated(ClusterLongEvaluation<?> expression) {
        return new Calls.Evaluated(expression::sum, expression::max, expression::count, expression::array);
    }

    private static DistributedArray<?> convert(DistributedArray<?> in, ElementType to) {
        return switch (to) {
            case DOUBLE -> in.toDoubles();
            case FLOAT -> in.toFloats();
            case LONG -> in.toLongs();
            case INT -> in.toInts();
            default -> throw new IllegalArgumentException("not converted to: type=" + to);
        };
    }
}
