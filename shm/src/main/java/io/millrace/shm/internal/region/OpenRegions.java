package io.millrace.shm.internal.region;

import io.millrace.shm.internal.process.ProcessSlotHolder;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/// The regions of one attached file that this process has open, and the slots for which it
/// acknowledges drops.
final class OpenRegions {
    private final Directory directory;
    private final Opener opener;
    private final List<ProcessSlotHolder> attachments = new CopyOnWriteArrayList<>();
    private final Map<Integer, Region> byRow = new HashMap<>();
    private boolean closed;

    /// Makes the object of a region.
    interface Opener {
        /// Runs under the mutex: if it finds the row `ACTIVE`, the region is registered before the next search for
        /// drops.
        Region open(CheckedEntry row);
    }

    OpenRegions(Directory directory, Opener opener, ProcessSlotHolder first) {
        this.directory = directory;
        this.opener = opener;
        attachments.add(first);
    }

    /// The region of a row, opened at most once.
    synchronized Region get(CheckedEntry row) {
        if (closed) {
            throw new IllegalStateException("memory closed");
        }
        Region known = byRow.get(row.index());
        // a region of an older generation was closed before its row could become free
        if (known != null && known.generation() == row.generation()) {
            return known;
        }
        Region opened = opener.open(row);
        byRow.put(row.index(), opened);
        return opened;
    }

    /// Whether this process [uses][Region#beginUse] the region of a row.
    synchronized boolean isInUse(CheckedEntry row) {
        Region region = byRow.get(row.index());
        return region != null && region.generation() == row.generation() && region.isInUse();
    }

    /// Closes the regions that were dropped; false while native code still uses one of them.
    synchronized boolean closeDropped() {
        boolean allClosed = true;
        for (Iterator<Region> regions = byRow.values().iterator(); regions.hasNext(); ) {
            Region region = regions.next();
            if (!region.isHere(directory.state(region.row()))) {
                if (region.tryClose()) {
                    regions.remove();
                } else {
                    allClosed = false;
                }
            }
        }
        return allClosed;
    }

    /// Closes all regions for good; false while native code still uses one of them.
    synchronized boolean closeAll() {
        closed = true;
        for (Iterator<Region> regions = byRow.values().iterator(); regions.hasNext(); ) {
            if (regions.next().tryClose()) {
                regions.remove();
            }
        }
        return byRow.isEmpty();
    }

    /// Lets regions be opened again after `closeAll`.
    synchronized void reopen() {
        closed = false;
    }

    void acknowledge(long epoch) {
        for (ProcessSlotHolder slotHolder : attachments) {
            if (!slotHolder.acknowledge(epoch)) {
                attachments.remove(slotHolder);
            }
        }
    }

    void add(ProcessSlotHolder slotHolder) {
        attachments.add(slotHolder);
    }

    /// Gives back all slots; the first one last.
    void leaveAll() {
        for (int last = attachments.size() - 1; last >= 0; last--) {
            attachments.get(last).close();
        }
    }
}
