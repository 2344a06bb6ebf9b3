package io.millrace.engine.internal.stream;

import io.millrace.engine.expression.Expression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.DoubleStreamEvaluation;
import io.millrace.shm.data.NumericArray;
import java.nio.file.Path;
import java.util.function.Function;

/// The calls over an expression whose results are `double`.
record DoublePieceEvaluation(StreamCalls calls, Function<NumericArray, Expression> expression)
        implements DoubleStreamEvaluation {
    @Override
    public double reduce(Reduction how) {
        return NodeValue.ofDouble(how, calls.evaluate(expression, how));
    }

    @Override
    public long count() {
        Reduction how = Reduction.COUNT_NONZERO;
        return NodeValue.ofLong(how, calls.evaluate(expression, how));
    }

    @Override
    public void into(Path out) {
        calls.write(expression, out);
    }
}
