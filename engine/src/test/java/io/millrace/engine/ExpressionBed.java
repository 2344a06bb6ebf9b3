package io.millrace.engine;

import static io.millrace.engine.expression.Expressions.of;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.expression.DoubleEvaluation;
import io.millrace.engine.expression.DoubleExpression;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.expression.FloatExpression;
import io.millrace.engine.expression.IntExpression;
import io.millrace.engine.expression.LongEvaluation;
import io.millrace.engine.expression.LongExpression;
import io.millrace.engine.kernel.DoubleBinaryOp;
import io.millrace.engine.kernel.DoubleUnaryOp;
import io.millrace.engine.kernel.DoubleUnaryOps;
import io.millrace.engine.kernel.FloatBinaryOp;
import io.millrace.engine.kernel.FloatUnaryOp;
import io.millrace.engine.kernel.FloatUnaryOps;
import io.millrace.engine.kernel.IntBinaryOp;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.IntUnaryOps;
import io.millrace.engine.kernel.LongBinaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.LongUnaryOps;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.FloatArray;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/// Random expressions beside what they mean: the same operations as separate jobs, each with an array for its
/// result, and as plain loops.
final class ExpressionBed {
    private static final DoubleUnary[] DOUBLE_MAPS = {
        DoubleUnaryOp.SQUARE, DoubleUnaryOp.NEGATE, DoubleUnaryOp.ABS, DoubleUnaryOp.SQRT, DoubleUnaryOp.RECIPROCAL,
        DoubleUnaryOp.FLOOR, DoubleUnaryOp.EXP, DoubleUnaryOps.plus(-1.25), DoubleUnaryOps.scale(3.1),
        DoubleUnaryOps.clamp(-1e3, 1e6)
    };
    private static final FloatUnary[] FLOAT_MAPS = {
        FloatUnaryOp.SQUARE, FloatUnaryOp.NEGATE, FloatUnaryOp.SQRT, FloatUnaryOp.LOG, FloatUnaryOps.plus(0.75f),
        FloatUnaryOps.scale(-2.3f), FloatUnaryOps.clamp(-1e3f, 1e6f)
    };
    private static final LongUnary[] LONG_MAPS = {
        LongUnaryOp.SQUARE, LongUnaryOp.NEGATE, LongUnaryOp.ABS, LongUnaryOps.plus(-7), LongUnaryOps.scale(1_000_003),
        LongUnaryOps.clamp(-1000, 1L << 40)
    };
    private static final IntUnary[] INT_MAPS = {
        IntUnaryOp.SQUARE, IntUnaryOp.NEGATE, IntUnaryOp.CUBE, IntUnaryOps.plus(-7), IntUnaryOps.scale(1_000_003),
        IntUnaryOps.clamp(-1000, 1 << 20)
    };
    private static final DoubleBinaryOp[] DOUBLE_ZIPS = {
        DoubleBinaryOp.ADD, DoubleBinaryOp.SUBTRACT, DoubleBinaryOp.MULTIPLY, DoubleBinaryOp.DIVIDE,
        DoubleBinaryOp.MIN, DoubleBinaryOp.MAX, DoubleBinaryOp.LESS, DoubleBinaryOp.GREATER_OR_EQUAL,
        DoubleBinaryOp.EQUAL, DoubleBinaryOp.NOT_EQUAL, DoubleBinaryOp.HYPOT
    };
    private static final FloatBinaryOp[] FLOAT_ZIPS = {
        FloatBinaryOp.ADD, FloatBinaryOp.SUBTRACT, FloatBinaryOp.MULTIPLY, FloatBinaryOp.DIVIDE, FloatBinaryOp.MAX,
        FloatBinaryOp.LESS_OR_EQUAL, FloatBinaryOp.GREATER, FloatBinaryOp.NOT_EQUAL
    };
    private static final LongBinaryOp[] LONG_ZIPS = {
        LongBinaryOp.ADD, LongBinaryOp.SUBTRACT, LongBinaryOp.MULTIPLY, LongBinaryOp.MIN, LongBinaryOp.XOR,
        LongBinaryOp.LESS, LongBinaryOp.GREATER_OR_EQUAL, LongBinaryOp.EQUAL
    };
    private static final IntBinaryOp[] INT_ZIPS = {
        IntBinaryOp.ADD, IntBinaryOp.SUBTRACT, IntBinaryOp.MULTIPLY, IntBinaryOp.MAX, IntBinaryOp.AND,
        IntBinaryOp.LESS_OR_EQUAL, IntBinaryOp.GREATER, IntBinaryOp.NOT_EQUAL
    };
    private static final List<Reduction> BUILT_IN =
            List.of(Reduction.SUM, Reduction.MIN, Reduction.MAX, Reduction.PRODUCT);
    private static final ElementType[] WIDE = {
        ElementType.DOUBLE, ElementType.FLOAT, ElementType.LONG, ElementType.INT
    };

    private final SharedMemory memory;
    private final Pool pool;
    private final Random random;
    private final int length;
    private final boolean own;
    private final List<String> names = new ArrayList<>();

    /// An expression, the array that separate jobs have made of it, and its elements by plain loops, as a Java
    /// array.
    record Value(Expression expression, NumericArray array, Object plain) {
        ElementType type() {
            return expression.elementType();
        }
    }

    /// @param own whether functions of the user take part
    ExpressionBed(SharedMemory memory, Pool pool, Random random, int length, boolean own) {
        this.memory = memory;
        this.pool = pool;
        this.random = random;
        this.length = length;
        this.own = own;
    }

    /// Checks one random expression, and drops its arrays.
    ///
    /// @param steps at most so many operations
    void check(int steps) {
        try {
            Value value = leaf();
            for (int step = 0; step < steps; step++) {
                value = operation(value);
            }
            check(value);
        } finally {
            names.forEach(memory::drop);
            names.clear();
        }
    }

    private Value operation(Value value) {
        return switch (random.nextInt(8)) {
            case 0, 1 -> map(value);
            case 2 -> zip(value, converted(leaf(), value.type()));
            case 3 -> zip(converted(leaf(), value.type()), value);
            case 4 -> zip(value, value);
            case 5 -> selected(random.nextBoolean() ? leaf() : value, value);
            case 6 -> zip3(value, converted(leaf(), value.type()), converted(leaf(), value.type()));
            default -> converted(value, WIDE[random.nextInt(WIDE.length)]);
        };
    }

    private NumericArray room(ElementType type, int elements) {
        String name = "array" + names.size();
        names.add(name);
        return switch (type) {
            case DOUBLE -> memory.newDoubleArray(name, elements);
            case FLOAT -> memory.newFloatArray(name, elements);
            case LONG -> memory.newLongArray(name, elements);
            case INT -> memory.newIntArray(name, elements);
            case SHORT -> memory.newShortArray(name, elements);
            case BYTE -> memory.newByteArray(name, elements);
        };
    }

    /// A slice of an array of any type, widened as expressions widen.
    private Value leaf() {
        ElementType type = ElementType.values()[random.nextInt(ElementType.values().length)];
        int start = random.nextInt(3) * 17;
        NumericArray slice = room(type, length + start).slice(start, start + length);
        switch (slice) {
            case DoubleArray in -> in.setAll(i -> number());
            case FloatArray in -> in.setAll(i -> (float) number());
            case LongArray in -> in.setAll(i -> whole());
            case IntArray in -> in.setAll(i -> (int) whole());
            case ShortArray in -> in.setAll(i -> (int) whole());
            case ByteArray in -> in.setAll(i -> (int) whole());
        }
        NumericArray wide = slice;
        if (type.byteSize() < Integer.BYTES) {
            wide = room(ElementType.LONG, length);
            pool.convert(slice, wide);
        }
        return new Value(expression(slice), wide, elements(wide));
    }

    private static Expression expression(NumericArray array) {
        return switch (array) {
            case DoubleArray in -> of(in);
            case FloatArray in -> of(in);
            case LongArray in -> of(in);
            case IntArray in -> of(in);
            case ShortArray in -> of(in);
            case ByteArray in -> of(in);
        };
    }

    private double number() {
        return switch (random.nextInt(40)) {
            case 0 -> Double.NaN;
            case 1 -> Double.NEGATIVE_INFINITY;
            case 2 -> -0.0;
            case 3 -> Double.MIN_VALUE;
            case 4 -> 1e300;
            case 5 -> 0;
            default -> (random.nextDouble() - 0.4) * 1000;
        };
    }

    private long whole() {
        return switch (random.nextInt(20)) {
            case 0 -> Long.MIN_VALUE;
            case 1 -> Integer.MAX_VALUE;
            case 2 -> 0;
            default -> random.nextInt(2001) - 1000;
        };
    }

    static Object elements(NumericArray array) {
        return switch (array) {
            case DoubleArray in -> in.toArray();
            case FloatArray in -> in.toArray();
            case LongArray in -> in.toArray();
            case IntArray in -> in.toArray();
            default -> throw new IllegalArgumentException("not widened: " + array);
        };
    }

    private Value map(Value in) {
        NumericArray out = room(in.type(), length);
        return switch (in.expression) {
            case DoubleExpression expression -> {
                DoubleUnary op = own ? x -> x * 0.5 + 1 : DOUBLE_MAPS[random.nextInt(DOUBLE_MAPS.length)];
                pool.map((DoubleArray) in.array, op, (DoubleArray) out);
                double[] plain = ((double[]) in.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsDouble(plain[i]);
                }
                yield new Value(expression.map(op), out, plain);
            }
            case FloatExpression expression -> {
                FloatUnary op = own ? x -> x * 0.5f + 1 : FLOAT_MAPS[random.nextInt(FLOAT_MAPS.length)];
                pool.map((FloatArray) in.array, op, (FloatArray) out);
                float[] plain = ((float[]) in.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsFloat(plain[i]);
                }
                yield new Value(expression.map(op), out, plain);
            }
            case LongExpression expression -> {
                LongUnary op = own ? x -> x * 5 + 1 : LONG_MAPS[random.nextInt(LONG_MAPS.length)];
                pool.map((LongArray) in.array, op, (LongArray) out);
                long[] plain = ((long[]) in.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsLong(plain[i]);
                }
                yield new Value(expression.map(op), out, plain);
            }
            case IntExpression expression -> {
                IntUnary op = own ? x -> x * 5 + 1 : INT_MAPS[random.nextInt(INT_MAPS.length)];
                pool.map((IntArray) in.array, op, (IntArray) out);
                int[] plain = ((int[]) in.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsInt(plain[i]);
                }
                yield new Value(expression.map(op), out, plain);
            }
            default -> throw new IllegalArgumentException(in.toString());
        };
    }

    private Value zip(Value left, Value right) {
        NumericArray out = room(left.type(), length);
        return switch (left.expression) {
            case DoubleExpression expression -> {
                DoubleBinary op = own ? (x, y) -> x - y * 0.5 : DOUBLE_ZIPS[random.nextInt(DOUBLE_ZIPS.length)];
                pool.zip((DoubleArray) left.array, (DoubleArray) right.array, op, (DoubleArray) out);
                double[] plain = ((double[]) left.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsDouble(plain[i], ((double[]) right.plain)[i]);
                }
                yield new Value(expression.zip((DoubleExpression) right.expression, op), out, plain);
            }
            case FloatExpression expression -> {
                FloatBinary op = own ? (x, y) -> x - y * 0.5f : FLOAT_ZIPS[random.nextInt(FLOAT_ZIPS.length)];
                pool.zip((FloatArray) left.array, (FloatArray) right.array, op, (FloatArray) out);
                float[] plain = ((float[]) left.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsFloat(plain[i], ((float[]) right.plain)[i]);
                }
                yield new Value(expression.zip((FloatExpression) right.expression, op), out, plain);
            }
            case LongExpression expression -> {
                LongBinary op = own ? (x, y) -> x - y * 3 : LONG_ZIPS[random.nextInt(LONG_ZIPS.length)];
                pool.zip((LongArray) left.array, (LongArray) right.array, op, (LongArray) out);
                long[] plain = ((long[]) left.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsLong(plain[i], ((long[]) right.plain)[i]);
                }
                yield new Value(expression.zip((LongExpression) right.expression, op), out, plain);
            }
            case IntExpression expression -> {
                IntBinary op = own ? (x, y) -> x - y * 3 : INT_ZIPS[random.nextInt(INT_ZIPS.length)];
                pool.zip((IntArray) left.array, (IntArray) right.array, op, (IntArray) out);
                int[] plain = ((int[]) left.plain).clone();
                for (int i = 0; i < length; i++) {
                    plain[i] = op.applyAsInt(plain[i], ((int[]) right.plain)[i]);
                }
                yield new Value(expression.zip((IntExpression) right.expression, op), out, plain);
            }
            default -> throw new IllegalArgumentException(left.toString());
        };
    }

    private Value converted(Value in, ElementType type) {
        if (in.type() == type) {
            return in;
        }
        NumericArray out = room(type, length);
        pool.convert(in.array, out);
        return new Value(cast(in.expression, type), out, elements(out));
    }

    private static Expression cast(Expression in, ElementType type) {
        return switch (in) {
            case DoubleExpression from -> switch (type) {
                case FLOAT -> from.toFloat();
                case LONG -> from.toLong();
                default -> from.toInt();
            };
            case FloatExpression from -> switch (type) {
                case DOUBLE -> from.toDouble();
                case LONG -> from.toLong();
                default -> from.toInt();
            };
            case LongExpression from -> switch (type) {
                case DOUBLE -> from.toDouble();
                case FLOAT -> from.toFloat();
                default -> from.toInt();
            };
            case IntExpression from -> switch (type) {
                case DOUBLE -> from.toDouble();
                case FLOAT -> from.toFloat();
                default -> from.toLong();
            };
            default -> throw new IllegalArgumentException(in.toString());
        };
    }

    private Value selected(Value condition, Value value) {
        return ThreeOperands.selected(condition, value, converted(leaf(), value.type()), room(value.type(), length));
    }

    private Value zip3(Value first, Value second, Value third) {
        return ThreeOperands.zip3(pool, List.of(first, second, third), room(first.type(), length), own);
    }

    /// The expression gives the bits of the jobs and of the loops, written and folded.
    private void check(Value value) {
        String what = value.expression + " of " + length;
        NumericArray out = room(value.type(), length);
        switch (value.expression) {
            case DoubleExpression expression -> {
                DoubleArray array = (DoubleArray) value.array;
                checkDoubles(pool.eval(expression), (DoubleArray) out, how -> pool.reduce(array, how), what);
            }
            case FloatExpression expression -> {
                FloatArray array = (FloatArray) value.array;
                checkDoubles(pool.eval(expression), (FloatArray) out, how -> pool.reduce(array, how), what);
            }
            case LongExpression expression -> {
                LongArray array = (LongArray) value.array;
                checkLongs(pool.eval(expression), (LongArray) out, how -> pool.reduce(array, how), what);
            }
            case IntExpression expression -> {
                IntArray array = (IntArray) value.array;
                checkLongs(pool.eval(expression), (IntArray) out, how -> pool.reduce(array, how), what);
            }
            default -> throw new IllegalArgumentException(what);
        }
        same(value.plain, elements(value.array), what + " as jobs");
        same(value.plain, elements(out), what);
        Value both = zip(value, new Value(expression(out), out, value.plain));
        writeInPlace(both.expression, out);
        same(both.plain, elements(out), both.expression + " in place");
    }

    private void writeInPlace(Expression expression, NumericArray out) {
        switch (expression) {
            case DoubleExpression doubles -> pool.eval(doubles).into((DoubleArray) out);
            case FloatExpression floats -> pool.eval(floats).into((FloatArray) out);
            case LongExpression longs -> pool.eval(longs).into((LongArray) out);
            case IntExpression ints -> pool.eval(ints).into((IntArray) out);
            default -> throw new IllegalArgumentException(expression.toString());
        }
    }

    private static <A extends NumericArray> void checkDoubles(
            DoubleEvaluation<A> evaluation, A out, ToDoubleFunction<Reduction> jobs, String what) {
        evaluation.into(out);
        List<Reduction> hows = new ArrayList<>(BUILT_IN);
        hows.add(Reduction.of(0, Math::max));
        hows.forEach(how -> same(jobs.applyAsDouble(how), evaluation.reduce(how), what));
        assertEquals((long) jobs.applyAsDouble(Reduction.COUNT_NONZERO), evaluation.count(), what);
    }

    private static <A extends NumericArray> void checkLongs(
            LongEvaluation<A> evaluation, A out, ToLongFunction<Reduction> jobs, String what) {
        evaluation.into(out);
        List<Reduction> hows = new ArrayList<>(BUILT_IN);
        hows.add(Reduction.ofLong(0, Math::max));
        hows.forEach(how -> assertEquals(jobs.applyAsLong(how), evaluation.reduce(how), what));
        assertEquals(jobs.applyAsLong(Reduction.COUNT_NONZERO), evaluation.count(), what);
    }

    private static void same(double expected, double actual, String what) {
        assertEquals(Double.doubleToLongBits(expected), Double.doubleToLongBits(actual), what);
    }

    private static void same(Object expected, Object actual, String what) {
        switch (expected) {
            case double[] all -> {
                for (int i = 0; i < all.length; i++) {
                    if (Double.compare(all[i], ((double[]) actual)[i]) != 0) {
                        same(all[i], ((double[]) actual)[i], what + " at " + i);
                    }
                }
            }
            case float[] all -> {
                for (int i = 0; i < all.length; i++) {
                    if (Float.compare(all[i], ((float[]) actual)[i]) != 0) {
                        same(all[i], ((float[]) actual)[i], what + " at " + i);
                    }
                }
            }
            case long[] all -> assertArrayEquals(all, (long[]) actual, what);
            default -> assertArrayEquals((int[]) expected, (int[]) actual, what);
        }
    }
}
