// Generated from X-Calls.java.template
package io.millrace.engine.internal.stream;

import io.millrace.engine.LongSummary;
import io.millrace.engine.LongUnary;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.kernel.Reduction;
import io.millrace.engine.stream.LongFileStream;
import io.millrace.engine.stream.LongStreamEvaluation;
import io.millrace.engine.stream.PieceExpression;
import io.millrace.shm.data.LongArray;
import java.nio.file.Path;
import java.util.Objects;

/// The calls over a file of `long`.
record LongCalls(StreamCalls calls) implements LongFileStream {
    @Override
    public long reduce(Reduction how) {
        return NodeValue.ofLong(how, calls.reduce(null, how));
    }

    @Override
    public long mapReduce(LongUnary op, Reduction how) {
        return NodeValue.ofLong(how, calls.reduce(Objects.requireNonNull(op, "op"), how));
    }

    @Override
    public LongSummary summary() {
        return calls.summary(NodeValue::longSummary);
    }

    @Override
    public void map(LongUnary op, Path out) {
        calls.map(Objects.requireNonNull(op, "op"), out);
    }

    @Override
    public LongStreamEvaluation eval(PieceExpression<LongArray, LongExpression> expression) {
        Objects.requireNonNull(expression, "expression");
        return new LongPieceEvaluation(calls, piece -> expression.of((LongArray) piece));
    }
}
