package io.millrace.shm.region;

import io.millrace.shm.process.Attachment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/// What this process has open of one attached file, and the slots for which it acknowledges drops.
final class OpenRegions {
    private final Directory directory;
    private final List<Attachment> attachments = new CopyOnWriteArrayList<>();
    private final Map<Integer, Region> byRow = new HashMap<>();
    private boolean closed;

    OpenRegions(Directory directory, Attachment first) {
        this.directory = directory;
        attachments.add(first);
    }

    /// The region of a row, opened at most once. `open` runs under the mutex, so that what it finds
    /// `ACTIVE` is registered before drops are looked for again.
    synchronized Region get(Row row, Supplier<Region> open) {
        if (closed) {
            throw new IllegalStateException("memory closed");
        }
        Region known = byRow.get(row.index());
        // one of an older generation was closed here before its row could become free
        if (known != null && known.generation() == row.generation()) {
            return known;
        }
        Region opened = open.get();
        byRow.put(row.index(), opened);
        return opened;
    }

    /// Closes what was dropped; false while native code still uses some of it.
    synchronized boolean closeDropped() {
        byRow.values().removeIf(region -> !region.isHere(directory.state(region.row())) && region.tryClose());
        return byRow.values().stream().allMatch(region -> region.isHere(directory.state(region.row())));
    }

    /// Closes everything for good; false while native code still uses some of it.
    synchronized boolean closeAll() {
        closed = true;
        byRow.values().removeIf(Region::tryClose);
        return byRow.isEmpty();
    }

    /// Lets regions be opened again after `closeAll`.
    synchronized void reopen() {
        closed = false;
    }

    void acknowledge(long epoch) {
        attachments.removeIf(attachment -> !attachment.acknowledge(epoch));
    }

    void add(Attachment attachment) {
        attachments.add(attachment);
    }

    /// Gives back all slots, the first last.
    void leaveAll() {
        attachments.reversed().forEach(Attachment::close);
    }
}
