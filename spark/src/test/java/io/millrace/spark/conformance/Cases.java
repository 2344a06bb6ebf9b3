package io.millrace.spark.conformance;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/// What is computed of arrays of each type, whoever does it.
///
/// @param <A> arrays of the type of the case
/// @param <I> arrays of `int`
/// @param <U> functions of one element
/// @param <B> functions of two elements
record Cases<A, I, U, B>(Calls<A, I, U, B> calls, Functions<U, B> functions, Report report, Inputs<A, I> inputs) {
    private static final List<Reduction> REDUCTIONS = List.of(
            Reduction.MIN, Reduction.MAX, Reduction.PRODUCT, Reduction.COUNT_NONZERO, Reduction.SUM_CHECKED);

    /// Some blocks for each partition, the last one short: of this length all is computed.
    static final long MAIN_LENGTH = 100_003;

    /// No element; fewer than partitions; whole blocks; the main length; many.
    static final List<Long> LENGTHS = List.of(0L, 5L, 4096L * 3, MAIN_LENGTH, 4096L * 300 + 17);

    /// Of these all lengths are computed, of the others the main length alone.
    private static final Set<ElementType> TYPES_OF_ALL_LENGTHS = EnumSet.of(ElementType.DOUBLE, ElementType.BYTE);

    private static final List<ElementType> CONVERTED_TO =
            List.of(ElementType.DOUBLE, ElementType.FLOAT, ElementType.LONG, ElementType.INT);

    /// Arrays of the same length.
    ///
    /// @param type of the first two
    record Inputs<A, I>(ElementType type, long length, A first, A second, I ints) {}

    void run() {
        if (inputs.length() == MAIN_LENGTH) {
            numbers();
            moreNumbers();
            arrays();
        } else if (TYPES_OF_ALL_LENGTHS.contains(inputs.type())) {
            numbers();
        }
    }

    private void numbers() {
        number("reduce-SUM", () -> calls.reduce().apply(inputs.first(), Reduction.SUM));
        number(
                "mapReduce-own",
                () -> calls.mapReduce().call(inputs.first(), functions.own(), functions.ownReduction()));
        number("dot", () -> calls.dot().apply(inputs.first(), inputs.second()));
        number("summary", () -> calls.summary().apply(inputs.first()));
    }

    private void moreNumbers() {
        A first = inputs.first();
        for (Reduction how : REDUCTIONS) {
            number("reduce-" + how, () -> calls.reduce().apply(first, how));
        }
        number("reduce-own", () -> calls.reduce().apply(first, functions.ownReduction()));
        number("mapReduce-SQUARE-SUM", () -> calls.mapReduce().call(first, functions.square(), Reduction.SUM));
        number("mapReduce-own-SUM", () -> calls.mapReduce().call(first, functions.own(), Reduction.SUM));
        Calls.Evaluated one = calls.eval().apply(first);
        number("eval-sum", one.sum());
        number("eval-max", one.largest());
        Calls.Evaluated two = calls.evalWithInts().apply(first, inputs.ints());
        number("eval-with-ints-sum", two.sum());
        number("eval-with-ints-count", two.count()::getAsLong);
    }

    private void arrays() {
        A first = inputs.first();
        elements("first", () -> first);
        elements("second", inputs::second);
        elements("map-SQUARE", () -> calls.map().apply(first, functions.square()));
        elements("map-own", () -> calls.map().apply(first, functions.own()));
        calls.zip().ifPresent(zip -> {
            elements("zip-ADD", () -> zip.call(first, inputs.second(), functions.add()));
            elements("zip-own", () -> zip.call(first, inputs.second(), functions.ownOfTwo()));
        });
        elements("eval", calls.eval().apply(first).array());
        elements("eval-with-ints", calls.evalWithInts().apply(first, inputs.ints()).array());
        for (ElementType to : CONVERTED_TO) {
            elements("convert-" + name(to), () -> calls.convert().apply(first, to));
        }
    }

    private void number(String what, Supplier<Object> value) {
        report.number(prefix() + what, value);
    }

    private void elements(String what, Supplier<Object> array) {
        report.elements(prefix() + what, array);
    }

    private String prefix() {
        return name(inputs.type()) + "-" + inputs.length() + "-";
    }

    private static String name(ElementType type) {
        return type.name().toLowerCase(Locale.ROOT);
    }
}
