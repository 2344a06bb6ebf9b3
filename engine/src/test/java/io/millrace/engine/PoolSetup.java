package io.millrace.engine;

import io.millrace.ckernel.CLibrary;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.List;

/// One way to set up a pool that must not change a bit of any result.
record PoolSetup(WorkerKind kind, KernelKind kernel, int workers, Schedule schedule) {
    /// Worker processes take long to start: one level in four is enough for every pair.
    private static final WorkerKind[] KINDS = {
        WorkerKind.CALLER, WorkerKind.THREAD, WorkerKind.PROCESS, WorkerKind.THREAD
    };

    private static final KernelKind[] KERNELS = {
        KernelKind.SCALAR, KernelKind.VECTOR, KernelKind.NATIVE, KernelKind.AUTO
    };

    private static final int[] WORKERS = {1, 2, 3, 7};
    private static final Schedule[] SCHEDULES = {Schedule.STATIC, Schedule.DYNAMIC, Schedule.GUIDED, Schedule.AUTO};

    /// How many groups of four there are in [#allPairs].
    static final int GROUPS = 4;

    /// Products by 2 and by 3 in the field of four elements, where addition is exclusive or.
    private static final int[] TWICE = {0, 2, 3, 1};

    private static final int[] THRICE = {0, 3, 1, 2};

    /// Sixteen setups in which every pair of settings occurs: an orthogonal array of five columns
    /// over the field of four elements. The fifth column splits them into [#GROUPS] groups of four;
    /// in each group every single setting occurs.
    static List<List<PoolSetup>> allPairs() {
        List<List<PoolSetup>> groups = new ArrayList<>();
        for (int group = 0; group < GROUPS; group++) {
            groups.add(new ArrayList<>());
        }
        for (int workers = 0; workers < 4; workers++) {
            for (int schedule = 0; schedule < 4; schedule++) {
                groups.get(workers ^ THRICE[schedule])
                        .add(new PoolSetup(
                                KINDS[workers ^ TWICE[schedule]],
                                kernel(workers ^ schedule),
                                WORKERS[workers],
                                SCHEDULES[schedule]));
            }
        }
        return groups;
    }

    /// Without a C compiler there is no C library; what `AUTO` takes stands in for it.
    static KernelKind kernel(int level) {
        KernelKind kernel = KERNELS[level];
        return kernel == KernelKind.NATIVE && CLibrary.unavailableReason() != null ? KernelKind.AUTO : kernel;
    }

    /// Worker processes get the quick compiler alone: thirteen of them would spend more on
    /// compiling than on computing. But for vectors, which are objects to it.
    Pool start(SharedMemory memory) {
        Pool pool = Pool.start(
                memory,
                PoolOptions.defaults()
                        .workerKind(kind)
                        .kernel(kernel)
                        .workers(workers)
                        .schedule(schedule)
                        .jvmArgs(kernel == KernelKind.VECTOR ? List.of() : List.of("-XX:TieredStopAtLevel=1")));
        pool.awaitWorkers();
        return pool;
    }
}
