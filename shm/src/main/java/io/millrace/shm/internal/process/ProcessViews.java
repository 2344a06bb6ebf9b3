package io.millrace.shm.internal.process;

import io.millrace.shm.ProcessInfo;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.os.PeerProcess;
import io.millrace.shm.view.Holder;
import io.millrace.shm.view.ProcessView;
import io.millrace.shm.view.ProcessView.State;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The processes of one snapshot. Each slot is looked at once, so the snapshot does not show a process
/// as alive in one place and as dead in another. For one thread.
public final class ProcessViews {
    private final ProcessSlotHolder slotHolder;
    private final @Nullable ProcessView[] seen = new ProcessView[ProcessSlot.COUNT + 1];

    /// Looks at the slots of the file of that attachment.
    public ProcessViews(ProcessSlotHolder slotHolder) {
        this.slotHolder = slotHolder;
    }

    /// The process of that slot, 1 to 1023. A slot that nobody has is shown with its last owner, as dead.
    public ProcessView of(int slot) {
        ProcessView view = seen[slot];
        if (view == null) {
            view = look(slot);
            seen[slot] = view;
        }
        return view;
    }

    /// The process of that slot; empty when the number cannot be one.
    public Optional<ProcessView> ifAny(int slot) {
        return slot < 1 || slot > ProcessSlot.COUNT ? Optional.empty() : Optional.of(of(slot));
    }

    /// One thread of a slot, holding one of something.
    public Holder thread(int slot, int thread) {
        return new Holder(of(slot), thread, 1, Optional.empty());
    }

    /// One thread of a slot, holding one of something for so long.
    public Holder thread(int slot, int thread, Duration heldFor) {
        return new Holder(of(slot), thread, 1, Optional.of(heldFor));
    }

    /// The process of a slot, holding `count` of something.
    public Holder process(int slot, long count) {
        return new Holder(of(slot), 0, count, Optional.empty());
    }

    /// The processes that are attached, and those that died and were not recovered yet.
    public List<ProcessView> all() {
        List<ProcessView> all = new ArrayList<>();
        for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
            if (!slotHolder.isFree(slot)) {
                all.add(of(slot));
            }
        }
        return all;
    }

    private ProcessView look(int slot) {
        ProcessInfo info = slotHolder.info(slot);
        return new ProcessView(slot, info.pid(), info.name(), info.role(), info.attachedAt(), state(slot, info.pid()));
    }

    private State state(int slot, long pid) {
        if (slotHolder.isFree(slot) || !slotHolder.isAlive(slot)) {
            return State.DEAD;
        }
        MemorySegment words = slotHolder.words(slot);
        boolean stopped = !slotHolder.isForeign(slot)
                && PeerProcess.isStopped(pid, ProcessSlot.plain(words, "startTicks"));
        return stopped ? State.STOPPED : State.ALIVE;
    }
}
