package io.millrace.engine.cli.squares;

import io.millrace.engine.WorkerKind;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.cli.text.TextTable;
import io.millrace.engine.internal.kernel.Kernels;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The result of `squares`, as a table and as JSON.
///
/// @param limit null without a C library, and for an array that the caches may hold
record SquaresReport(
        SquaresPlan plan,
        Kernels kernels,
        Timings timings,
        Total sum,
        Total sumOfSquares,
        Overflow overflow,
        @Nullable SpeedLimit limit,
        long workerDeaths) {

    /// The times of the steps.
    record Timings(Timing fill, Timing square, Timing sum, Timing fused) {}

    private double readGBps() {
        return timings.sum().gigabytesPerSecond(plan.inputBytes());
    }

    private double fusedGBps() {
        return timings.fused().gigabytesPerSecond(plan.inputBytes());
    }

    private double squareGBps() {
        return timings.square().gigabytesPerSecond(plan.inputBytes() + plan.outputBytes());
    }

    /// The JSON object that the help text describes.
    Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("elements", plan.values().elements());
        fields.put("type", lower(plan.inputType()));
        fields.put("workers", plan.workers());
        fields.put("kernel", kernels.name());
        fields.put("isa", kernels.isa());
        fields.put("fillSeconds", timings.fill().median());
        fields.put("squareSeconds", timings.square().median());
        fields.put("sumSeconds", timings.sum().median());
        fields.put("fusedSeconds", timings.fused().median());
        fields.put("firstFillSeconds", timings.fill().first());
        fields.put("firstSquareSeconds", timings.square().first());
        fields.put("firstSumSeconds", timings.sum().first());
        fields.put("firstFusedSeconds", timings.fused().first());
        fields.put("sum", sum.json());
        fields.put("sumBits", sum.bits());
        fields.put("sumOfSquares", sumOfSquares.json());
        fields.put("sumOfSquaresBits", sumOfSquares.bits());
        fields.put("sumWrapped", overflow.sum());
        fields.put("sumOfSquaresWrapped", overflow.sumOfSquares());
        fields.put("squaresWrapped", overflow.squares());
        fields.put("readGBps", readGBps());
        fields.put("squareGBps", squareGBps());
        fields.put("limitReadGBps", limit == null ? null : limit.readGBps());
        fields.put("limitCopyGBps", limit == null ? null : limit.copyGBps());
        fields.put("workerDeaths", workerDeaths);
        return fields;
    }

    String text() {
        StringBuilder text = new StringBuilder();
        text.append("%s, %s, %s kernels (%s)%n%n".formatted(
                Count.of(plan.values().elements(), lower(plan.inputType()) + " number"),
                Count.of(plan.workers(), plan.workerKind() == WorkerKind.THREAD ? "worker thread" : "worker process"),
                kernels.name(),
                kernels.isa()));
        text.append(steps()).append(System.lineSeparator()).append(totals());
        if (workerDeaths > 0) {
            text.append("%n%s died and %s replaced; the result has the same bits%n"
                    .formatted(Count.of(workerDeaths, "worker"), workerDeaths == 1 ? "was" : "were"));
        }
        Path keep = plan.keep();
        if (keep != null) {
            text.append("%nkept %s; 'millrace inspect %s' shows what is in it%n".formatted(keep, keep));
        }
        return text.toString();
    }

    private TextTable steps() {
        boolean random = plan.values() instanceof SquaresPlan.Values.Random;
        double readLimit = limit == null ? 0 : limit.readGBps();
        double copyLimit = limit == null ? 0 : limit.copyGBps();
        Timing fill = timings.fill();
        Timing sum = timings.sum();
        Timing fused = timings.fused();
        Timing square = timings.square();
        TextTable table = new TextTable("lrrrll").row("step", plan.repeat() > 1 ? "first" : "", "seconds", "GB/s");
        table.row(random ? "fill" : "load", random ? first(fill) : "", seconds(fill.median()));
        table.row("sum", first(sum), seconds(sum.median()), rate(readGBps()), share(readGBps(), readLimit));
        table.row(
                "sum of squares",
                first(fused),
                seconds(fused.median()),
                rate(fusedGBps()),
                share(fusedGBps(), readLimit));
        table.row(
                plan.inPlace() ? "squares in place" : "squares",
                first(square),
                seconds(square.median()),
                rate(squareGBps()),
                share(squareGBps(), copyLimit),
                overflow.squares() ? Overflow.OF_SQUARES : "");
        return table;
    }

    /// The first run; empty when the other column has it.
    private String first(Timing timing) {
        return plan.repeat() > 1 ? seconds(timing.first()) : "";
    }

    private TextTable totals() {
        return new TextTable("lrll")
                .row("sum", sum.text(), "bits " + sum.bits(), overflow.sum() ? Overflow.OF_A_SUM : "")
                .row(
                        "sum of squares",
                        sumOfSquares.text(),
                        "bits " + sumOfSquares.bits(),
                        overflow.sumOfSquares() ? Overflow.OF_A_SUM : "");
    }

    private String share(double rate, double limitGBps) {
        if (limitGBps <= 0) {
            return "";
        }
        return "%s %% of this machine's memory limit (%s)"
                .formatted(Count.fixed(100 * rate / limitGBps, 0), Count.fixed(limitGBps, 1));
    }

    private static String seconds(double seconds) {
        return Count.fixed(seconds, 4);
    }

    private static String rate(double gigabytes) {
        return Count.fixed(gigabytes, 2);
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }
}
