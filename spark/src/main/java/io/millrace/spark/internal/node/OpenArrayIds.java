package io.millrace.spark.internal.node;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// The arrays that are open on this driver. Ids are never used again, whichever application they belong to.
public final class OpenArrayIds {
    private static final Set<Long> OPEN = ConcurrentHashMap.newKeySet();
    private static long next = 1;

    private OpenArrayIds() {}

    /// An id for a new array, which is open from now on.
    public static synchronized long open() {
        long id = next++;
        OPEN.add(id);
        return id;
    }

    /// Nodes drop the parts of the array soon. Does nothing when it was closed before.
    public static void close(long id) {
        OPEN.remove(id);
    }

    static synchronized OpenIds now() {
        return new OpenIds(Set.copyOf(OPEN), next);
    }
}
