package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.MapStripe;
import io.millrace.shm.internal.os.CrashPoint;
import java.util.BitSet;
import java.util.function.IntConsumer;

/// Puts a stripe in order whose owner stopped between two steps: marks the rows that its buckets lead
/// to, then frees the other rows of the stripe but one, the spare, and counts the entries again. Runs
/// while the lock of the stripe is held; a run that was interrupted is repeated as a whole.
record StripeRepair(MapRegion map, Buckets buckets, RowOwners owners, int stripe) {
    void run() {
        BitSet linked = linkedRows();
        Unlinked unlinked = new Unlinked(linked);
        owners.each(stripe, unlinked);
        if (unlinked.spare == RowOwners.NONE) {
            throw MapRegion.damaged(map.region(), "a stripe has no spare row: stripe=" + stripe);
        }
        MapStripe.spareOpaque(map.memory(), MapStripe.offset(stripe), unlinked.spare);
        MapStripe.entriesOpaque(map.memory(), MapStripe.offset(stripe), linked.cardinality());
    }

    private BitSet linkedRows() {
        BitSet linked = new BitSet();
        for (int bucket = stripe; bucket < map.bucketCount(); bucket += map.stripeCount()) {
            if (!buckets.each(bucket, linked::set)) {
                throw MapRegion.damaged(map.region(), "its links are broken: bucket=" + bucket);
            }
        }
        return linked;
    }

    /// Keeps the first row that no link leads to, and frees those that follow.
    private final class Unlinked implements IntConsumer {
        private final BitSet linked;
        private int spare = RowOwners.NONE;

        Unlinked(BitSet linked) {
            this.linked = linked;
        }

        @Override
        public void accept(int row) {
            if (linked.get(row)) {
                return;
            }
            if (spare == RowOwners.NONE) {
                spare = row;
            } else {
                owners.free(row);
                CrashPoint.hit("recover.mapFreed");
            }
        }
    }
}
