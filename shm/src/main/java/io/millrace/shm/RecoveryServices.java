package io.millrace.shm;

import io.millrace.shm.internal.lock.ThreadNumbers;
import io.millrace.shm.internal.process.Sweeper;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Regions;
import java.util.List;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The parts of Millrace that keep words of their own in one attached file: sweeps them for the
/// dead, for threads that ended, and at the end for this process.
final class RecoveryServices {
    private final Regions memory;
    private final List<Recoverable> parts;
    private ThreadNumbers.@Nullable Registration threads;

    RecoveryServices(Regions memory) {
        this.memory = memory;
        parts = ServiceLoader.load(Recoverable.class, Recoverable.class.getClassLoader()).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    List<Recoverable> all() {
        return parts;
    }

    Stream<Sweeper> sweepers() {
        return parts.stream().map(part -> new RecoverySweeper(memory, part));
    }

    /// From now on this process may hold something.
    void joined() {
        threads = ThreadNumbers.register(ended -> inUse().forEach(part -> part.giveBack(memory, ended)));
    }

    private Stream<Recoverable> inUse() {
        return parts.stream().filter(part -> memory.slotHolder().mayHold(part.bit()));
    }

    /// Gives back what threads of this process held that ended.
    void tend() {
        if (threads != null) {
            threads.tend();
        }
    }

    /// Gives back all that this process holds; nothing after it.
    void leave() {
        if (threads != null) {
            inUse().forEach(part -> part.leave(memory));
            threads.close();
            threads = null;
        }
    }
}
