package io.millrace.engine.internal.stream;

import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.array.PieceFold;
import io.millrace.engine.internal.array.PieceJobs;
import io.millrace.engine.internal.stream.Pipeline.Step;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.data.NumericArray;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What is computed over the pieces of a file of one element type.
record StreamCalls(StreamSettings settings, ElementType type) {

    /// Makes the result of a summary.
    @FunctionalInterface
    interface SummaryReader<R> {
        R read(long[] root, long count);
    }

    private PieceJobs jobs() {
        settings.jobs().gate().run();
        return settings.jobs();
    }

    /// The root of a reduction.
    ///
    /// @param function maps the elements before; null for none
    long[] reduce(@Nullable Object function, Reduction how) {
        return folded(jobs().reduction(type, function, Objects.requireNonNull(how, "how"))).root();
    }

    /// The root of a reduction of an expression.
    long[] evaluate(Function<NumericArray, Expression> expression, Reduction how) {
        return folded(jobs().reduction(type, expression, Objects.requireNonNull(how, "how"))).root();
    }

    <R> R summary(SummaryReader<R> reader) {
        PieceFold fold = folded(jobs().summary(type));
        return reader.read(fold.root(), fold.count());
    }

    /// Writes the function of each element.
    void map(Object function, Path out) {
        PieceJobs jobs = jobs();
        run((piece, target) -> jobs.map(piece, function, target), Objects.requireNonNull(out, "out"));
    }

    /// Writes the elements of an expression.
    void write(Function<NumericArray, Expression> expression, Path out) {
        PieceJobs jobs = jobs();
        run((piece, target) -> jobs.write(piece, expression.apply(piece), target), Objects.requireNonNull(out, "out"));
    }

    private PieceFold folded(PieceFold fold) {
        try (InputFile input = InputFile.open(settings.in(), type);
                Buffers buffers = Buffers.create(settings, input, 0)) {
            new Pipeline(input, buffers, null).run((piece, none) -> fold.add(piece));
        }
        return fold;
    }

    private void run(Step step, Path out) {
        try (InputFile input = InputFile.open(settings.in(), type);
                OutputFile output = OutputFile.create(out, type, input.shape());
                Buffers buffers = Buffers.create(settings, input, Pipeline.OUTPUTS)) {
            new Pipeline(input, buffers, output).run(step);
            output.commit();
        }
    }
}
