package io.millrace.junit;

import io.millrace.engine.snapshot.Snapshot;
import io.millrace.shm.ProcessInfo;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.QueueView;
import io.millrace.shm.view.SyncView;
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
            Snapshot snapshot = Snapshot.of(memory);
            snapshot.waits().forEach(view -> lines.addAll(held(view)));
            snapshot.queues().forEach(queue -> lines.addAll(unacked(queue)));
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
            case SyncView.Lock lock -> lockLines("lock", lock.name(), lock.owner(), lock.ownerDied());
            case SyncView.ReadWriteLock lock -> {
                List<String> lines =
                        new ArrayList<>(lockLines("write lock", lock.name(), lock.writer(), lock.ownerDied()));
                if (lock.readerCount() > 0) {
                    lines.add("a read lock is held: lock=%s, readers=%,d; unlock it in finally"
                            .formatted(lock.name(), lock.readerCount()));
                }
                yield lines;
            }
            default -> List.of();
        };
    }

    private static List<String> lockLines(String what, String name, Optional<Holder> owner, boolean ownerDied) {
        if (owner.isPresent()) {
            ProcessView process = owner.get().process();
            return List.of("a %s is held: lock=%s, process=%s, pid=%s; unlock it in finally".formatted(
                    what, name, process.name(), process.pid()));
        }
        return ownerDied
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
