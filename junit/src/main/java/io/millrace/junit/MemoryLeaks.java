package io.millrace.junit;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.lock.SyncView;
import io.millrace.shm.internal.queue.QueueView;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a memory shows that nobody cleared away, when its pool is closed.
final class MemoryLeaks {
    private static final long ENDING_SECONDS = 5;

    private MemoryLeaks() {}

    /// A line for each; none when the test has closed the memory.
    static List<String> of(SharedMemory memory) {
        List<String> lines = new ArrayList<>();
        try {
            lines.addAll(processes(memory));
            memory.recoverDead();
            Regions regions = MemoryAccess.regionsOf(memory);
            SyncView.all(regions).forEach(view -> lines.addAll(held(view)));
            for (RegionInfo region : memory.regions()) {
                if (region.kind() == RegionKind.QUEUE) {
                    lines.addAll(unacked(QueueView.of(regions, region.name())));
                }
            }
        } catch (IllegalStateException closedByTheTest) {
            return List.of();
        }
        return lines;
    }

    /// A process that is about to end may do so.
    private static List<String> processes(SharedMemory memory) {
        long own = ProcessHandle.current().pid();
        List<ProcessInfo> attached = memory.processes();
        attached.stream().filter(process -> process.pid() != own).forEach(MemoryLeaks::awaitEnd);
        List<String> lines = new ArrayList<>();
        boolean isSelfSeen = false;
        for (ProcessInfo process : memory.processes()) {
            if (process.pid() != own) {
                lines.add("a process is attached to the memory: name=%s, pid=%s; end it".formatted(
                        process.name(), process.pid()));
            } else if (isSelfSeen) {
                lines.add("this program has attached the memory once more: slot=%s; close what SharedMemory.attach gave"
                        .formatted(process.slot()));
            }
            isSelfSeen |= process.pid() == own;
        }
        return lines;
    }

    private static void awaitEnd(ProcessInfo process) {
        Optional<ProcessHandle> handle = ProcessHandle.of(process.pid());
        try {
            if (handle.isPresent()) {
                handle.get().onExit().get(ENDING_SECONDS, TimeUnit.SECONDS);
            }
        } catch (TimeoutException | ExecutionException stays) {
            // it will be among the processes
        } catch (InterruptedException hurry) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> held(SyncView view) {
        return switch (view) {
            case SyncView.Lock(String name, var owner, var waiters, var marked, var acquisitions) ->
                lockLines("lock", name, owner, marked);
            case SyncView.ReadWriteLock(String name, var writer, var readers, var waiters, var marked) -> {
                List<String> lines = new ArrayList<>(lockLines("write lock", name, writer, marked));
                if (readers > 0) {
                    lines.add("a read lock is held: lock=%s, readers=%,d; unlock it in finally"
                            .formatted(name, readers));
                }
                yield lines;
            }
            default -> List.of();
        };
    }

    private static List<String> lockLines(String what, String name, Optional<SyncView.Holder> owner, boolean marked) {
        if (owner.isPresent()) {
            ProcessInfo process = owner.get().process();
            return List.of("a %s is held: lock=%s, process=%s, pid=%s; unlock it in finally".formatted(
                    what, name, process.name(), process.pid()));
        }
        return marked
                ? List.of("the owner of a %s died inside: lock=%s; lockOrRecover and markConsistent repair it"
                        .formatted(what, name))
                : List.of();
    }

    private static List<String> unacked(QueueView queue) {
        return queue.unacked() == 0
                ? List.of()
                : List.of("messages were taken and not acked: queue=%s, messages=%,d; ack or release each delivery"
                        .formatted(queue.name(), queue.unacked()));
    }
}
