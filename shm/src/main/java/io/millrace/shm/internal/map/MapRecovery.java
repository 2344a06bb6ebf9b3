package io.millrace.shm.internal.map;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.region.Recoverable;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.Regions;
import java.util.function.Consumer;
import java.util.function.IntPredicate;

/// Frees the stripes of maps whose owners are gone, and repairs them at once unless another thread that
/// needs the stripe does. Every step may be repeated, and none waits.
public final class MapRecovery implements Recoverable {
    /// For `ServiceLoader`.
    public MapRecovery() {}

    @Override
    public long bit() {
        return SweeperBits.MAPS;
    }

    @Override
    public void recover(Regions memory, int deadSlot) {
        each(memory, map -> map.recover(deadSlot));
    }

    @Override
    public void giveBack(Regions memory, IntPredicate ended) {
        each(memory, map -> map.giveBack(ended));
    }

    @Override
    public void leave(Regions memory) {
        recover(memory, memory.slotHolder().slot());
    }

    /// A map that is damaged so that nobody can open or repair it does not keep the others from being swept.
    private static void each(Regions memory, Consumer<MapCore> step) {
        for (Region region : memory.openAll(RegionKind.MAP)) {
            try {
                step.accept(MapCore.over(region));
            } catch (FileFormatException damaged) {
                continue;
            }
        }
    }
}
