// Generated from X-Calls.java.template
package io.millrace.engine.internal.stream;

import io.millrace.engine.DoubleSummary;
import io.millrace.engine.FloatUnary;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.DoubleStreamEvaluation;
import io.millrace.engine.stream.FloatFileStream;
import io.millrace.engine.stream.PieceExpression;
import io.millrace.shm.data.FloatArray;
import java.nio.file.Path;
import java.util.Objects;

/// The calls over a file of `float`.
record FloatCalls(StreamCalls calls) implements FloatFileStream {
    @Override
    public double reduce(Reduction how) {
        return NodeValue.ofDouble(how, calls.reduce(null, how));
    }

    @Override
    public double mapReduce(FloatUnary op, Reduction how) {
        return NodeValue.ofDouble(how, calls.reduce(Objects.requireNonNull(op, "op"), how));
    }

    @Override
    public DoubleSummary summary() {
        return calls.summary(NodeValue::doubleSummary);
    }

    @Override
    public void map(FloatUnary op, Path out) {
        calls.map(Objects.requireNonNull(op, "op"), out);
    }

    @Override
    public DoubleStreamEvaluation eval(PieceExpression<FloatArray, FloatExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new DoublePieceEvaluation(calls, piece -> expression.of((FloatArray) piece));
    }
}
