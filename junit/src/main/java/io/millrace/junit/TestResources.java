package io.millrace.junit;

import io.millrace.engine.JvmProcess;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.PoolStats;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one test uses, and how it was before the test.
final class TestResources {
    private final long byteSize;
    private final PoolOptions poolOptions;
    private final FilesInUse filesBefore;
    private final Set<Long> childrenBefore =
            JvmProcess.activeChildren().stream().map(JvmProcess::pid).collect(Collectors.toSet());
    private @Nullable SharedMemory memory;
    private @Nullable Pool pool;

    TestResources(long byteSize, PoolOptions poolOptions, FilesInUse filesBefore) {
        this.byteSize = byteSize;
        this.poolOptions = poolOptions;
        this.filesBefore = filesBefore;
    }

    synchronized SharedMemory memory() {
        SharedMemory open = memory;
        if (open == null) {
            open = SharedMemory.temporary(byteSize);
            memory = open;
        }
        return open;
    }

    synchronized Pool pool() {
        Pool running = pool;
        if (running == null) {
            running = Pool.start(memory(), poolOptions);
            pool = running;
        }
        return running;
    }

    /// Closes everything.
    ///
    /// @return what the test left behind, a line for each
    synchronized List<String> close() {
        List<String> leaks = new ArrayList<>();
        endChildren(leaks);
        Pool running = pool;
        if (running != null) {
            endPool(running, leaks);
        }
        SharedMemory open = memory;
        if (open == null) {
            leaks.addAll(filesBefore.newFiles());
        } else {
            leaks.addAll(MemoryLeaks.of(open));
            open.close();
            leaks.addAll(filesBefore.newFilesBut(open.file()));
        }
        return leaks;
    }

    private void endChildren(List<String> leaks) {
        for (JvmProcess child : JvmProcess.activeChildren()) {
            if (!childrenBefore.contains(child.pid())) {
                leaks.add("a child process runs: name=%s, pid=%s; join or close it"
                        .formatted(child.name(), child.pid()));
                child.close();
            }
        }
    }

    private static void endPool(Pool pool, List<String> leaks) {
        try {
            PoolStats stats = pool.stats();
            long open = stats.jobsSubmitted() - stats.jobsFinished();
            if (open > 0) {
                leaks.add("jobs of the pool have not ended: jobs=%,d; wait for them or cancel them".formatted(open));
                pool.shutdownNow();
            }
        } catch (IllegalStateException closedByTheTest) {
            return;
        }
        pool.close();
    }
}
