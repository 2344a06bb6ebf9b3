package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.where;

import io.millrace.engine.ExpressionBed.Value;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.kernel.DoubleTernaryOp;
import io.millrace.engine.kernel.FloatTernaryOp;
import io.millrace.engine.kernel.IntTernaryOp;
import io.millrace.engine.kernel.LongTernaryOp;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import java.util.List;

/// The operations of an [ExpressionBed] on three operands.
final class ThreeOperands {
    private ThreeOperands() {}

    /// A multiplication and an addition, rounded once, or a function of the user.
    ///
    /// @param inputs three of one type
    /// @param out of the job
    static Value zip3(Pool pool, List<Value> inputs, NumericArray out, boolean own) {
        return switch (inputs.get(0).expression()) {
            case DoubleExpression expression -> {
                DoubleTernary op = own ? (x, y, z) -> x * y - z : DoubleTernaryOp.FMA;
                pool.zip3(
                        (DoubleArray) inputs.get(0).array(),
                        (DoubleArray) inputs.get(1).array(),
                        (DoubleArray) inputs.get(2).array(),
                        op,
                        (DoubleArray) out);
                double[] plain = ((double[]) inputs.get(0).plain()).clone();
                double[] second = (double[]) inputs.get(1).plain();
                double[] third = (double[]) inputs.get(2).plain();
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = op.applyAsDouble(plain[i], second[i], third[i]);
                }
                DoubleExpression right = (DoubleExpression) inputs.get(1).expression();
                DoubleExpression last = (DoubleExpression) inputs.get(2).expression();
                yield new Value(own ? expression.zip3(right, last, op) : expression.fma(right, last), out, plain);
            }
            case FloatExpression expression -> {
                FloatTernary op = own ? (x, y, z) -> x * y - z : FloatTernaryOp.FMA;
                pool.zip3(
                        (FloatArray) inputs.get(0).array(),
                        (FloatArray) inputs.get(1).array(),
                        (FloatArray) inputs.get(2).array(),
                        op,
                        (FloatArray) out);
                float[] plain = ((float[]) inputs.get(0).plain()).clone();
                float[] second = (float[]) inputs.get(1).plain();
                float[] third = (float[]) inputs.get(2).plain();
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = op.applyAsFloat(plain[i], second[i], third[i]);
                }
                FloatExpression right = (FloatExpression) inputs.get(1).expression();
                FloatExpression last = (FloatExpression) inputs.get(2).expression();
                yield new Value(own ? expression.zip3(right, last, op) : expression.fma(right, last), out, plain);
            }
            case LongExpression expression -> {
                LongTernary op = own ? (x, y, z) -> x * y - z : LongTernaryOp.FMA;
                pool.zip3(
                        (LongArray) inputs.get(0).array(),
                        (LongArray) inputs.get(1).array(),
                        (LongArray) inputs.get(2).array(),
                        op,
                        (LongArray) out);
                long[] plain = ((long[]) inputs.get(0).plain()).clone();
                long[] second = (long[]) inputs.get(1).plain();
                long[] third = (long[]) inputs.get(2).plain();
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = op.applyAsLong(plain[i], second[i], third[i]);
                }
                LongExpression right = (LongExpression) inputs.get(1).expression();
                LongExpression last = (LongExpression) inputs.get(2).expression();
                yield new Value(own ? expression.zip3(right, last, op) : expression.fma(right, last), out, plain);
            }
            case IntExpression expression -> {
                IntTernary op = own ? (x, y, z) -> x * y - z : IntTernaryOp.FMA;
                pool.zip3(
                        (IntArray) inputs.get(0).array(),
                        (IntArray) inputs.get(1).array(),
                        (IntArray) inputs.get(2).array(),
                        op,
                        (IntArray) out);
                int[] plain = ((int[]) inputs.get(0).plain()).clone();
                int[] second = (int[]) inputs.get(1).plain();
                int[] third = (int[]) inputs.get(2).plain();
                for (int i = 0; i < plain.length; i++) {
                    plain[i] = op.applyAsInt(plain[i], second[i], third[i]);
                }
                IntExpression right = (IntExpression) inputs.get(1).expression();
                IntExpression last = (IntExpression) inputs.get(2).expression();
                yield new Value(own ? expression.zip3(right, last, op) : expression.fma(right, last), out, plain);
            }
            default -> throw new IllegalArgumentException(inputs.toString());
        };
    }

    /// No separate job selects: `out` is copied from the plain elements.
    static Value selected(Value condition, Value first, Value second, NumericArray out) {
        int length = (int) out.length();
        Value[] chosen = new Value[length];
        for (int i = 0; i < length; i++) {
            boolean holds = switch (condition.plain()) {
                case double[] in -> in[i] != 0;
                case float[] in -> in[i] != 0;
                case long[] in -> in[i] != 0;
                default -> ((int[]) condition.plain())[i] != 0;
            };
            chosen[i] = holds ? first : second;
        }
        switch (out) {
            case DoubleArray to -> to.setAll(i -> ((double[]) chosen[(int) i].plain())[(int) i]);
            case FloatArray to -> to.setAll(i -> ((float[]) chosen[(int) i].plain())[(int) i]);
            case LongArray to -> to.setAll(i -> ((long[]) chosen[(int) i].plain())[(int) i]);
            case IntArray to -> to.setAll(i -> ((int[]) chosen[(int) i].plain())[(int) i]);
            default -> throw new IllegalArgumentException(out.toString());
        }
        return new Value(
                where(condition.expression(), first.expression(), second.expression()),
                out,
                ExpressionBed.elements(out));
    }
}
