package io.millrace.engine.internal.array;

import io.millrace.engine.Job;
import io.millrace.engine.expression.DoubleEvaluation;
import io.millrace.engine.expression.DoublePreparation;
import io.millrace.engine.expression.Expression;
import io.millrace.engine.expression.LongEvaluation;
import io.millrace.engine.expression.LongPreparation;
import io.millrace.engine.expression.PreparedDouble;
import io.millrace.engine.expression.PreparedLong;
import io.millrace.engine.expression.PreparedWrite;
import io.millrace.engine.internal.expression.Node;
import io.millrace.engine.internal.expression.Plan;
import io.millrace.engine.internal.kernel.NodeValue;
import io.millrace.engine.internal.pool.JobControl;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.data.ShortArray;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Turns expressions into jobs. An evaluation is a prepared job that is run once, or a call of its own that
/// nobody waits for.
public final class ExpressionJobs {
    private final ArrayJobs jobs;
    private final Runnable gate;
    private final JobStart starts;

    /// @param gate refuses threads that may not submit
    public ExpressionJobs(ArrayJobs jobs, Runnable gate, JobStart starts) {
        this.jobs = jobs;
        this.gate = gate;
        this.starts = starts;
    }

    /// Starts calls whose callers do not wait.
    @FunctionalInterface
    public interface JobStart {
        <R extends @Nullable Object> Job<R> start(JobControl<R> call);
    }

    /// @param <A> an array for the elements of the expression, which are of floating point
    public <A extends NumericArray> DoubleEvaluation<A> evaluateDoubles(Expression expression) {
        return new Doubles<>(new PreparedDoubles<>(this, ExpressionAccess.nodeOf(expression)));
    }

    /// @param <A> an array for the elements of the expression, which are integers
    public <A extends NumericArray> LongEvaluation<A> evaluateLongs(Expression expression) {
        return new Longs<>(new PreparedLongs<>(this, ExpressionAccess.nodeOf(expression)));
    }

    /// @param <A> an array for the elements of the expression, which are of floating point
    public <A extends NumericArray> DoublePreparation<A> prepareDoubles(Expression expression) {
        return new PreparedDoubles<>(this, ExpressionAccess.nodeOf(expression));
    }

    /// @param <A> an array for the elements of the expression, which are integers
    public <A extends NumericArray> LongPreparation<A> prepareLongs(Expression expression) {
        return new PreparedLongs<>(this, ExpressionAccess.nodeOf(expression));
    }

    private PreparedJob reduction(Node root, Reduction how) {
        return jobs.reduction(Plan.folding(root), Objects.requireNonNull(how, "how"), gate);
    }

    private PreparedWrite write(Node root, NumericArray out) {
        return new PreparedJob.OfWrite(jobs.write(Plan.writing(root, out.elementType()), out, gate));
    }

    private PreparedLong count(Node root) {
        return new PreparedJob.OfLong(reduction(root, Reduction.COUNT_NONZERO), Reduction.COUNT_NONZERO);
    }

    private Job<Double> startDouble(Node root, Reduction how) {
        gate.run();
        Objects.requireNonNull(how, "how");
        return starts.start(
                jobs.reduction(Plan.folding(root), how, (words, count) -> NodeValue.ofDouble(how, words)));
    }

    private Job<Long> startLong(Node root, Reduction how) {
        gate.run();
        Objects.requireNonNull(how, "how");
        return starts.start(
                jobs.reduction(Plan.folding(root), how, (words, count) -> NodeValue.ofLong(how, words)));
    }

    private Job<Void> startWrite(Node root, NumericArray out) {
        gate.run();
        return starts.start(jobs.write(Plan.writing(root, out.elementType()), out));
    }

    private record PreparedDoubles<A extends NumericArray>(ExpressionJobs jobs, Node root)
            implements DoublePreparation<A> {
        @Override
        public PreparedDouble reduce(Reduction how) {
            return new PreparedJob.OfDouble(jobs.reduction(root, how), how);
        }

        @Override
        public PreparedLong count() {
            return jobs.count(root);
        }

        @Override
        public PreparedWrite into(A out) {
            return jobs.write(root, out);
        }
    }

    private record PreparedLongs<A extends NumericArray>(ExpressionJobs jobs, Node root)
            implements LongPreparation<A> {
        @Override
        public PreparedLong reduce(Reduction how) {
            return new PreparedJob.OfLong(jobs.reduction(root, how), how);
        }

        @Override
        public PreparedLong count() {
            return jobs.count(root);
        }

        @Override
        public PreparedWrite into(A out) {
            return jobs.write(root, out);
        }

        @Override
        public PreparedWrite narrowInto(ShortArray out) {
            return jobs.write(root, out);
        }

        @Override
        public PreparedWrite narrowInto(ByteArray out) {
            return jobs.write(root, out);
        }
    }

    private record Doubles<A extends NumericArray>(PreparedDoubles<A> prepared) implements DoubleEvaluation<A> {
        @Override
        public double reduce(Reduction how) {
            return prepared.reduce(how).run();
        }

        @Override
        public Job<Double> reduceAsync(Reduction how) {
            return prepared.jobs.startDouble(prepared.root, how);
        }

        @Override
        public long count() {
            return prepared.count().run();
        }

        @Override
        public Job<Long> countAsync() {
            return prepared.jobs.startLong(prepared.root, Reduction.COUNT_NONZERO);
        }

        @Override
        public void into(A out) {
            prepared.into(out).run();
        }

        @Override
        public Job<Void> intoAsync(A out) {
            return prepared.jobs.startWrite(prepared.root, out);
        }
    }

    private record Longs<A extends NumericArray>(PreparedLongs<A> prepared) implements LongEvaluation<A> {
        @Override
        public long reduce(Reduction how) {
            return prepared.reduce(how).run();
        }

        @Override
        public Job<Long> reduceAsync(Reduction how) {
            return prepared.jobs.startLong(prepared.root, how);
        }

        @Override
        public long count() {
            return prepared.count().run();
        }

        @Override
        public Job<Long> countAsync() {
            return prepared.jobs.startLong(prepared.root, Reduction.COUNT_NONZERO);
        }

        @Override
        public void into(A out) {
            prepared.into(out).run();
        }

        @Override
        public Job<Void> intoAsync(A out) {
            return prepared.jobs.startWrite(prepared.root, out);
        }

        @Override
        public void narrowInto(ShortArray out) {
            prepared.narrowInto(out).run();
        }

        @Override
        public Job<Void> narrowIntoAsync(ShortArray out) {
            return prepared.jobs.startWrite(prepared.root, out);
        }

        @Override
        public void narrowInto(ByteArray out) {
            prepared.narrowInto(out).run();
        }

        @Override
        public Job<Void> narrowIntoAsync(ByteArray out) {
            return prepared.jobs.startWrite(prepared.root, out);
        }
    }
}
