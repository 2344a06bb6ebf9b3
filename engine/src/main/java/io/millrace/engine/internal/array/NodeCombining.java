package io.millrace.engine.internal.array;

import io.millrace.engine.RemoteCallable;
import io.millrace.engine.internal.job.JobSpec;
import io.millrace.engine.internal.job.Partials;
import io.millrace.engine.internal.kernel.BlockKernel;
import io.millrace.engine.internal.kernel.OwnRoot;
import io.millrace.engine.internal.kernel.ScalarKernels;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.engine.internal.task.LazyTasks;
import io.millrace.shm.WorkerException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Combines the nodes of a job's chunks once they are computed.
///
/// @param tasks run in a worker what is code of the user's
record NodeCombining(LazyTasks tasks) {

    /// Combines the nodes of the chunks: by the user's reduction where it may run, else in this thread.
    ///
    /// @param own the user's reduction, if it may run only in workers
    long[] root(Partials partials, JobSpec spec, @Nullable OwnRoot own, BooleanSupplier unwanted) {
        BlockKernel.Folding kernel = folding(spec.work().folding());
        return own != null && partials.areSeveral()
                ? inWorker(new OwnRootTask(own, partials.nodes(kernel.nodeWords())), unwanted)
                : here(spec, () -> partials.root(kernel));
    }

    static BlockKernel.Folding folding(Work work) {
        return (BlockKernel.Folding) new ScalarKernels().compile(work);
    }

    /// Combines nodes in this thread, by the user's reduction too.
    static long[] here(JobSpec spec, Supplier<long[]> combining) {
        try {
            return combining.get();
        } catch (RuntimeException | StackOverflowError failure) {
            if (spec.code().isEmpty()) {
                throw failure;
            }
            throw ArrayCall.thrown(failure.getClass().getName(), failure.getMessage(), failure);
        }
    }

    /// Combines nodes in a worker, where the user's reduction may run only there.
    long[] inWorker(RemoteCallable<long[]> combining, BooleanSupplier unwanted) {
        try {
            return tasks.get().inWorker(combining, unwanted);
        } catch (WorkerException failure) {
            Throwable thrown = failure.getCause();
            throw thrown == null
                    ? failure
                    : new WorkerException("a worker failed: " + ThrownBytes.described(thrown), failure.story(), thrown);
        }
    }
}
