package io.millrace.shm;

import io.millrace.shm.internal.lock.ThreadNumbers;
import io.millrace.shm.internal.process.Sweeper;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.RegionStore;
import io.millrace.shm.internal.region.Regions;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// The parts of Millrace that keep words of their own in one attached file: sweeps them for the
/// dead, for threads that ended, and at the end for this process.
final class RecoveryServices implements RegionStore.Leaving, ThreadNumbers.Keeper {
    private final Regions memory;
    private final List<Recoverable> parts = new ArrayList<>();
    private ThreadNumbers.@Nullable Registration threads;

    RecoveryServices(Regions memory) {
        this.memory = memory;
        for (Recoverable part : ServiceLoader.load(Recoverable.class, Recoverable.class.getClassLoader())) {
            parts.add(part);
        }
    }

    List<Recoverable> all() {
        return parts;
    }

    List<Sweeper> sweepers() {
        List<Sweeper> sweepers = new ArrayList<>();
        for (Recoverable part : parts) {
            sweepers.add(new RecoverySweeper(memory, part));
        }
        return sweepers;
    }

    /// From now on this process may hold something.
    void joined() {
        threads = ThreadNumbers.register(this);
    }

    @Override
    public void giveBack(IntPredicate ended) {
        for (Recoverable part : parts) {
            if (mayHold(part)) {
                part.giveBack(memory, ended);
            }
        }
    }

    private boolean mayHold(Recoverable part) {
        return memory.slotHolder().mayHold(part.bit());
    }

    /// Gives back what threads of this process held that ended.
    void tend() {
        if (threads != null) {
            threads.tend();
        }
    }

    /// Gives back all that this process holds; nothing after it.
    @Override
    public void leave() {
        if (threads != null) {
            for (Recoverable part : parts) {
                if (mayHold(part)) {
                    part.leave(memory);
                }
            }
            threads.close();
            threads = null;
        }
    }
}
