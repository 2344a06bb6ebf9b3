package io.millrace.shm.internal.counter;

import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.internal.layout.CounterHeader;
import io.millrace.shm.internal.layout.CounterStripe;
import io.millrace.shm.internal.os.CrashPoint;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.internal.region.RegionRequest;
import java.lang.foreign.MemorySegment;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The protocol of one counter. Threads add to different words, so that they do not fight for one
/// cache line, and a reader adds the words up (as in the JDK's `LongAdder`, here with a fixed number
/// of words, which processes share).
///
/// ```text
///            stripe 0      stripe 1             stripe n - 1
///           +---------+   +---------+          +---------+
///           |  count  |   |  count  |   ...    |  count  |       sum = all counts, modulo 2^63
///           +---------+   +---------+          +---------+
///                ▲
///                └─ N1 add: count + delta, one get-and-add, by a thread of any process
/// ```
///
/// **Invariants.** 1. Only N1 changes a count, and `delta` is not negative, so a count only rises
/// (modulo 2^64). 2. The counts contain every addition that returned, once. 3. A sum lies between the
/// total when its call began and the total when it ended: each count is read once in between. So the
/// later of two sums, one of which ended before the other began, is not the smaller one.
///
/// **Stripes.** A thread always adds to the same one. Any choice is right. This one gives threads of
/// one process with numbers in a row different stripes, and so it does for threads with the same
/// number in processes whose slots are in a row, as workers of a pool have.
///
/// **Order.** N1 has the effects of a volatile read and write, and a sum reads volatile: who sees an
/// addition in a sum sees what its thread did before.
///
/// **Death.** Nobody owns a count. A process that dies before N1 has added nothing, and one that dies
/// behind it has added all: nothing is to be put right. A death while the region is made is one of the
/// directory's.
///
/// **Progress.** Wait-free: N1 does not fail.
public final class CounterRegion {
    private static final int LEAST_STRIPES = 8;
    private static final int MOST_STRIPES = 64;
    /// An odd number, so that slots in a row have different stripes.
    private static final int SLOT_STEP = 7;

    private final Region region;
    private final MemorySegment segment;
    private final Map<String, String> labels;
    private final int mask;
    private final long firstStripe;

    private CounterRegion(Region region) {
        this.region = region;
        segment = region.segment();
        if (!CounterHeader.isIntact(segment)) {
            throw damaged("its checksum is wrong");
        }
        int stripes = CounterHeader.stripeCount(segment);
        if (stripes < 1 || Integer.bitCount(stripes) != 1 || region.byteSize() != CounterStripe.offset(stripes)) {
            throw damaged("its number of stripes does not fit its size");
        }
        labels = CounterLabels.parse(CounterHeader.labels(segment));
        mask = stripes - 1;
        firstStripe = (long) region.memory().slotHolder().slot() * SLOT_STEP;
    }

    private FileFormatException damaged(String what) {
        return new FileFormatException("the counter is damaged: counter=%s, %s; drop it and make it anew"
                .formatted(region.info(), what));
    }

    /// What a new counter is made from.
    ///
    /// @throws IllegalArgumentException a key or a value is not allowed, or the labels are too long
    public static RegionRequest request(@Nullable String name, Map<String, String> labels) {
        String text = CounterLabels.text(labels);
        int processors = Runtime.getRuntime().availableProcessors();
        int stripes = Integer.highestOneBit(Math.clamp(2L * processors - 1, LEAST_STRIPES, MOST_STRIPES));
        return new RegionRequest(
                name,
                RegionKind.COUNTER,
                null,
                new long[] {stripes},
                CounterStripe.offset(stripes),
                memory -> CounterHeader.write(memory, stripes, text));
    }

    /// The counter in a region; made at the first call.
    ///
    /// @throws FileFormatException its header is damaged
    public static CounterRegion over(Region region) {
        return region.companion(CounterRegion.class, CounterRegion::new);
    }

    /// The region.
    public Region region() {
        return region;
    }

    /// The labels, by key.
    public Map<String, String> labels() {
        return labels;
    }

    /// N1, at the stripe of the calling thread.
    public void add(long delta) {
        if (delta < 0) {
            throw new IllegalArgumentException(
                    "a counter only rises: counter=%s, delta=%s; take a LongValue for a number that falls too"
                            .formatted(region.name(), delta));
        }
        region.check();
        int stripe = (int) (firstStripe + Thread.currentThread().threadId()) & mask;
        CrashPoint.hit("counter.adding");
        try {
            CounterStripe.countGetAndAdd(segment, CounterStripe.offset(stripe), delta); // N1
        } catch (RuntimeException failure) {
            throw refused(failure);
        }
        CrashPoint.hit("counter.added");
    }

    /// The sum of all counts, 0 to 2^63 - 1; begins anew at 0 behind that.
    public long sum() {
        region.check();
        try {
            long sum = 0;
            for (int stripe = 0; stripe <= mask; stripe++) {
                sum += CounterStripe.countVolatile(segment, CounterStripe.offset(stripe));
            }
            return sum & Long.MAX_VALUE;
        } catch (RuntimeException failure) {
            throw refused(failure);
        }
    }

    private RuntimeException refused(RuntimeException cause) {
        return switch (cause) {
            case IllegalStateException closed when !segment.scope().isAlive() -> region.gone(closed);
            case IllegalArgumentException write when segment.isReadOnly() ->
                new UnsupportedOperationException(
                        "cannot count: counter=%s, file=%s is attached read-only; attach it for writing"
                                .formatted(region.name(), region.memory().file()),
                        write);
            default -> cause;
        };
    }
}
