package io.millrace.spark.conformance;

import io.millrace.engine.DoubleSummary;
import io.millrace.engine.LongSummary;
import java.util.List;
import java.util.function.Supplier;

/// Takes what is computed, each under a name that is unique.
interface Report {

    /// A number or a summary.
    void number(String name, Supplier<Object> value);

    /// All elements of an array.
    void elements(String name, Supplier<Object> array);

    /// The bits of a number or a summary, as `oracle.py` writes them.
    static String bits(Object value) {
        return switch (value) {
            case Long number -> number.toString();
            case Double number when Double.isNaN(number) -> "nan";
            case Double number -> "%016x".formatted(Double.doubleToRawLongBits(number));
            case DoubleSummary(var count, var sum, var mean, var v, var s, var min, var max) ->
                List.of("" + count, bits(sum), bits(mean), bits(v), bits(s), bits(min), bits(max)).toString();
            case LongSummary(var count, var sum, var mean, var v, var s, var min, var max) ->
                List.of("" + count, "" + sum, bits(mean), bits(v), bits(s), "" + min, "" + max).toString();
            default -> throw new IllegalArgumentException("no number: " + value);
        };
    }
}
