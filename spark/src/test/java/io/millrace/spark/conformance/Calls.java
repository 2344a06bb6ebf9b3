package io.millrace.spark.conformance;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/// The calls for one element type, of whoever computes.
///
/// @param zip where the type has it
/// @param eval [Formulas] of one array
/// @param evalWithInts [Formulas] of an array and one of `int`
/// @param <A> arrays of the type
/// @param <I> arrays of `int`
/// @param <U> functions of one element
/// @param <B> functions of two elements
record Calls<A, I, U, B>(
        BiFunction<A, Reduction, Object> reduce,
        OfThree<A, U, Reduction> mapReduce,
        BiFunction<A, A, Object> dot,
        Function<A, Object> summary,
        BiFunction<A, U, Object> map,
        Optional<OfThree<A, A, B>> zip,
        BiFunction<A, ElementType, Object> convert,
        Function<A, Evaluated> eval,
        BiFunction<A, I, Evaluated> evalWithInts) {

    /// A call with three arguments.
    @FunctionalInterface
    interface OfThree<X, Y, Z> {
        Object call(X first, Y second, Z third);
    }

    /// What becomes of an expression.
    record Evaluated(Supplier<Object> sum, Supplier<Object> largest, LongSupplier count, Supplier<Object> array) {}
}
