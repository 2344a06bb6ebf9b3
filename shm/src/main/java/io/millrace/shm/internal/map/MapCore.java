package io.millrace.shm.internal.map;

import io.millrace.shm.internal.layout.MapStripe;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.lock.WaitContext;
import io.millrace.shm.internal.region.Region;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/// What all handles on one map have in common in this process: entries as bytes.
public final class MapCore {
    private final MapRegion map;
    private final Buckets buckets;
    private final Stripe[] stripes;

    /// Threads that run code of users while they hold the lock of a stripe.
    private final Set<Thread> computing = ConcurrentHashMap.newKeySet(1);

    private MapCore(Region region) {
        map = MapRegion.over(region);
        buckets = new Buckets(map);
        WaitContext context = WaitContext.of(region, MapStripe.offset(map.stripeCount()));
        stripes = new Stripe[map.stripeCount()];
        for (int number = 0; number < stripes.length; number++) {
            stripes[number] = new Stripe(map, context, number);
        }
        if (!region.segment().isReadOnly()) {
            region.memory().slotHolder().needsSweeper(SweeperBits.MAPS);
        }
    }

    /// The one of a region; made at the first call.
    ///
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    public static MapCore over(Region region) {
        return region.companion(MapCore.class, MapCore::new);
    }

    /// The region, and what its header says.
    public MapRegion map() {
        return map;
    }

    private Stripe stripe(EncodedKey key) {
        return stripes[map.stripeOf(key.hash())];
    }

    /// A copy of the value; null when there is none.
    public @Nullable MemorySegment get(EncodedKey key) {
        ValueCopy copy = new ValueCopy(buckets, key);
        read(stripe(key), copy);
        return copy.value();
    }

    /// Whether there is an entry of that key.
    public boolean contains(EncodedKey key) {
        KeySearch search = new KeySearch(buckets, key);
        read(stripe(key), search);
        return search.isFound();
    }

    private void read(Stripe stripe, OptimisticRead.Reader reader) {
        map.check();
        refuseRecursion();
        stripe.read(reader);
    }

    /// Changes one entry; `update` contains no code of users.
    public Outcome update(EncodedKey key, Update update) {
        map.checkWritable();
        refuseRecursion();
        return stripe(key).update(key, update);
    }

    /// Changes one entry by code of users, which must not use this map.
    ///
    /// @throws IllegalStateException that code uses this map
    public Outcome compute(EncodedKey key, Update update) {
        map.checkWritable();
        refuseRecursion();
        Thread caller = Thread.currentThread();
        computing.add(caller);
        try {
            return stripe(key).update(key, update);
        } finally {
            computing.remove(caller);
        }
    }

    private void refuseRecursion() {
        if (!computing.isEmpty() && computing.contains(Thread.currentThread())) {
            throw new IllegalStateException(
                    "a function of a map used the map: map=%s; read what it needs before the call"
                            .formatted(map.region().name()));
        }
    }

    /// Removes all entries, stripe after stripe.
    public void clear() {
        map.checkWritable();
        refuseRecursion();
        for (Stripe stripe : stripes) {
            stripe.clear();
        }
    }

    /// The number of entries; exact while nobody changes the map.
    public int size() {
        map.check();
        int size = 0;
        for (Stripe stripe : stripes) {
            size += stripe.size();
        }
        return size;
    }

    /// Copies of the entries of a bucket, as they stood at one moment.
    public List<EncodedEntry> bucket(int bucket) {
        BucketCopy copy = new BucketCopy(buckets, bucket);
        read(stripes[map.stripeOf(bucket)], copy);
        return copy.entries();
    }

    /// The number of entries, right also where an owner of a stripe died and nobody recovered it.
    int countEntries() {
        int count = 0;
        for (Stripe stripe : stripes) {
            count += stripe.countEntries();
        }
        return count;
    }

    void recover(int deadSlot) {
        for (Stripe stripe : stripes) {
            stripe.recover(deadSlot);
        }
    }

    void giveBack(IntPredicate ended) {
        for (Stripe stripe : stripes) {
            stripe.giveBack(ended);
        }
    }
}
