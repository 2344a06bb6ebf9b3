package io.millrace.shm.map;

import io.millrace.shm.OutOfSpaceException;
import io.millrace.shm.internal.codec.CodecName;
import io.millrace.shm.internal.codec.HandleParts;
import io.millrace.shm.internal.layout.MapHeader;
import io.millrace.shm.internal.map.Change;
import io.millrace.shm.internal.map.EncodedEntry;
import io.millrace.shm.internal.map.EncodedKey;
import io.millrace.shm.internal.map.MapCore;
import io.millrace.shm.internal.map.MapRegion;
import io.millrace.shm.internal.map.Outcome;
import io.millrace.shm.internal.map.Update;
import io.millrace.shm.internal.region.Region;
import io.millrace.shm.message.Codec;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A bounded map between threads of all attached processes, with the calls of `ConcurrentMap`.
///
/// ```java
/// SharedMap<String, Long> hits = memory.newMap("hits", Codec.utf8(), Codec.any());
/// hits.merge("/index.html", 1L, Long::sum);                    // in any process, at any time
/// long count = hits.getOrDefault("/index.html", 0L);
/// ```
///
/// **What a death costs.** Each call on one key is atomic: a process that is killed inside leaves the old
/// value or the new one, and no room is lost. Threads that wait for it go on within half a second.
///
/// **Equal** are keys, and values in `remove(key, value)` and `replace(key, old, new)`, whose encoded
/// bytes are equal. So a codec of keys must write equal keys in the same way. `utf8`, `bytes`, `longs`,
/// `doubles`, and records of texts and numbers do; a `HashSet` in a key may not. Neither keys nor values
/// are null.
///
/// **Room.** The file has room for `MapOptions.maxEntries` entries of the largest size from the start. In a
/// full map entries can be replaced and removed, and `put` of a new key is an `OutOfSpaceException`;
/// `tryPut` returns false then. While other processes remove entries, a map may still look full. A key or
/// value that is too large is a `MessageTooLargeException`.
///
/// **Locks.** `get` and `containsKey` take no lock, unless others change entries nearby all the time. A
/// change locks one stripe of the map: at most one 64th of the keys, fewer stripes in a map of less than
/// 512 entries. The functions of `compute`, `computeIfAbsent`, `computeIfPresent` and `merge` run in the
/// calling thread, once, while that lock is held, and other calls on keys of the stripe wait for them, so
/// they should be short. They must not use the map: that is an `IllegalStateException`, and through another
/// attachment of this process to the file a wait without end. If they throw, the exception goes on to the
/// caller and the map is unchanged.
///
/// **All entries.** `forEach`, `keys`, `entries` and the iterators of `asMap` are weakly consistent: they
/// show each entry that is there all the time once, and an entry that comes, goes or changes meanwhile as
/// it was at some moment, or not at all. `clear` removes entries that are there when it begins. `size` is
/// exact while nobody changes the map.
///
/// All threads may make all calls; none can be interrupted. Through a file that was attached read-only, a
/// change is an `UnsupportedOperationException`. After a drop every call throws `RegionDroppedException`,
/// after `SharedMemory.close` `IllegalStateException`.
///
/// @param <K> keys: what their codec writes and reads
/// @param <V> values: what their codec writes and reads
public final class SharedMap<K, V> {
    static {
        HandleParts.register(SharedMap.class, map -> map.parts());
    }

    private final MapCore core;
    private final MapRegion map;
    private final EntryCodec<K, V> codec;

    private SharedMap(MapCore core, EntryCodec<K, V> codec) {
        this.core = core;
        map = core.map();
        this.codec = codec;
    }

    /// The map that a region holds.
    ///
    /// @throws io.millrace.shm.WrongRegionTypeException it was made with other codecs
    /// @throws io.millrace.shm.FileFormatException its header is damaged
    static <K, V> SharedMap<K, V> over(Region region, Codec<K> keys, Codec<V> values) {
        MapCore core = MapCore.over(region);
        CodecName.require(region, MapHeader.KEY_CODEC, keys.name());
        CodecName.require(region, MapHeader.VALUE_CODEC, values.name());
        EntryCodec<K, V> codec = new EntryCodec<>(
                core.map(), keys.bind(region.memory().handle()), values.bind(region.memory().handle()));
        return new SharedMap<>(core, codec);
    }

    /// Name of the region.
    public String name() {
        return map.region().name();
    }

    private HandleParts parts() {
        return new HandleParts(map.region(), HandleParts.WHOLE, List.of(codec.keys(), codec.values()));
    }

    /// How its keys are written.
    public Codec<K> keyCodec() {
        return codec.keys();
    }

    /// How its values are written.
    public Codec<V> valueCodec() {
        return codec.values();
    }

    /// Entries it holds at most.
    public int maxEntries() {
        return map.constants().maxEntries();
    }

    /// Size of the largest key, encoded.
    public int maxKeyByteSize() {
        return map.constants().maxKeyByteSize();
    }

    /// Size of the largest value, encoded.
    public int maxValueByteSize() {
        return map.constants().maxValueByteSize();
    }

    // One entry, without a function.

    /// The value of the key; null when there is none.
    ///
    /// @throws io.millrace.shm.NotTransportableException some part of the key cannot travel
    public @Nullable V get(K key) {
        return codec.decodeIfThere(withPossibleKey(key, null, core::get));
    }

    /// The value of the key; `otherwise` when there is none.
    ///
    /// @throws io.millrace.shm.NotTransportableException some part of the key cannot travel
    public V getOrDefault(K key, V otherwise) {
        V value = get(key);
        return value == null ? otherwise : value;
    }

    /// Whether there is an entry of that key.
    ///
    /// @throws io.millrace.shm.NotTransportableException some part of the key cannot travel
    public boolean containsKey(K key) {
        return withPossibleKey(key, false, core::contains);
    }

    /// Puts an entry in, or replaces the value of the key; returns the value before, null when there was
    /// none.
    ///
    /// @throws OutOfSpaceException the map is full, and has no entry of that key
    /// @throws io.millrace.shm.MessageTooLargeException the key or the value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V put(K key, V value) {
        Replaced replaced = new Replaced();
        requireRoom(store(key, value, (current, put) -> {
            replaced.keep(current);
            return put;
        }));
        return codec.decodeIfThere(replaced.copy);
    }

    /// As `put`, but says only whether the entry is in: false when the map is full and has no entry of
    /// that key.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException the key or the value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public boolean tryPut(K key, V value) {
        return store(key, value, (current, put) -> put) != Outcome.FULL;
    }

    /// Puts an entry in unless the key has one; returns the value that it has, null when it had none.
    ///
    /// @throws OutOfSpaceException the map is full, and has no entry of that key
    /// @throws io.millrace.shm.MessageTooLargeException the key or the value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V putIfAbsent(K key, V value) {
        Replaced present = new Replaced();
        requireRoom(store(key, value, (current, put) -> {
            present.keep(current);
            return current == null ? put : Change.KEEP;
        }));
        return codec.decodeIfThere(present.copy);
    }

    /// Removes the entry of the key; returns its value, null when there was none.
    ///
    /// @throws io.millrace.shm.NotTransportableException some part of the key cannot travel
    public @Nullable V remove(K key) {
        Replaced removed = new Replaced();
        updatePossible(key, current -> {
            removed.keep(current);
            return Change.REMOVE;
        });
        return codec.decodeIfThere(removed.copy);
    }

    /// Removes the entry if it has this value; whether it did.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException the value is too large to be in the map
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public boolean remove(K key, V value) {
        return withValue(value, old ->
                        updatePossible(key, current -> isSame(current, old) ? Change.REMOVE : Change.KEEP))
                == Outcome.CHANGED;
    }

    /// Replaces the value if the key has one; returns the value before, null when there was none.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException the value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V replace(K key, V value) {
        Replaced replaced = new Replaced();
        withValue(value, fresh -> updatePossible(key, current -> {
            replaced.keep(current);
            return current == null ? Change.KEEP : new Change.Put(fresh);
        }));
        return codec.decodeIfThere(replaced.copy);
    }

    /// Replaces the value if it is `before`; whether it was.
    ///
    /// @throws io.millrace.shm.MessageTooLargeException a value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public boolean replace(K key, V before, V value) {
        return withValue(before, old -> withValue(value, fresh ->
                        updatePossible(key, current -> isSame(current, old) ? new Change.Put(fresh) : Change.KEEP)))
                == Outcome.CHANGED;
    }

    private static boolean isSame(@Nullable MemorySegment current, MemorySegment value) {
        return current != null && current.mismatch(value) == -1;
    }

    private Outcome updatePossible(K key, Update update) {
        return withPossibleKey(key, Outcome.KEPT, encoded -> core.update(encoded, update));
    }

    /// Whether a value is put in the place of the present one.
    @FunctionalInterface
    private interface Choice {
        Change between(@Nullable MemorySegment current, Change.Put put);
    }

    private Outcome store(K key, V value, Choice choice) {
        return withValue(value, fresh -> withKey(codec.encodeKey(key), encoded ->
                core.update(encoded, current -> choice.between(current, new Change.Put(fresh)))));
    }

    private void requireRoom(Outcome outcome) {
        if (outcome == Outcome.FULL) {
            throw new OutOfSpaceException(
                    "the map is full: map=%s, maxEntries=%,d; remove entries, or make the map with a larger maxEntries"
                            .formatted(name(), maxEntries()),
                    map.stride(),
                    0);
        }
    }

    // One entry, by a function.

    /// Stores what the function makes of the value, which is null when there is none, and returns it;
    /// null removes the entry.
    ///
    /// @throws IllegalStateException the function uses this map
    /// @throws OutOfSpaceException the map is full, and has no entry of that key
    /// @throws io.millrace.shm.MessageTooLargeException the key or the new value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        return computed(key, old -> function.apply(key, old));
    }

    /// Returns the value of the key; when there is none, stores and returns what the function gives. A
    /// null from it stores nothing.
    ///
    /// @throws IllegalStateException the function uses this map
    /// @throws OutOfSpaceException the map is full, and has no entry of that key
    /// @throws io.millrace.shm.MessageTooLargeException the key or the new value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        V present = get(key);
        if (present != null) {
            return present;
        }
        Computation<V> computation = new Computation<>(codec, none -> function.apply(key));
        return run(key, computation, computation::ofAbsent);
    }

    /// As `compute`, but does nothing and returns null when there is no value.
    ///
    /// @throws IllegalStateException the function uses this map
    /// @throws io.millrace.shm.MessageTooLargeException the key or the new value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(function, "function");
        Computation<V> computation = new Computation<>(codec, old -> old == null ? null : function.apply(key, old));
        try {
            outcome(key, computation); // never full: what is there is replaced or removed
            return computation.result();
        } finally {
            computation.close();
        }
    }

    /// Stores `value` when there is none; else what the function makes of the present value and `value`,
    /// where null removes the entry. Returns the value of the key afterwards.
    ///
    /// @throws IllegalStateException the function uses this map
    /// @throws OutOfSpaceException the map is full, and has no entry of that key
    /// @throws io.millrace.shm.MessageTooLargeException the key or the new value is too large
    /// @throws io.millrace.shm.NotTransportableException some part of them cannot travel
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(function, "function");
        return computed(key, old -> old == null ? value : function.apply(old, value));
    }

    private @Nullable V computed(K key, Computation.Step<V> step) {
        Computation<V> computation = new Computation<>(codec, step);
        return run(key, computation, computation);
    }

    private @Nullable V run(K key, Computation<V> computation, Update update) {
        try {
            requireRoom(outcome(key, update));
            return computation.result();
        } finally {
            computation.close();
        }
    }

    private Outcome outcome(K key, Update update) {
        return withKey(codec.encodeKey(key), encoded -> core.compute(encoded, update));
    }

    // All entries.

    /// The number of entries; exact while nobody changes the map.
    public int size() {
        return explained(core::size);
    }

    /// Whether there is no entry.
    public boolean isEmpty() {
        return size() == 0;
    }

    /// Removes all entries. Not one step: others may see some of them gone and some not.
    public void clear() {
        explained(() -> {
            core.clear();
            return true;
        });
    }

    /// Hands each entry to `action`; holds no lock meanwhile.
    public void forEach(BiConsumer<? super K, ? super V> action) {
        Objects.requireNonNull(action, "action");
        eachEntry(entry -> action.accept(codec.decodeKey(entry.key()), codec.decodeValue(entry.value())));
    }

    /// A copy of all keys.
    public List<K> keys() {
        List<K> keys = new ArrayList<>();
        eachEntry(entry -> keys.add(codec.decodeKey(entry.key())));
        return keys;
    }

    /// A copy of all entries.
    public List<Map.Entry<K, V>> entries() {
        List<Map.Entry<K, V>> entries = new ArrayList<>();
        forEach((key, value) -> entries.add(Map.entry(key, value)));
        return entries;
    }

    private void eachEntry(Consumer<EncodedEntry> action) {
        for (int bucket = 0; bucket < map.constants().bucketCount(); bucket++) {
            bucket(bucket).forEach(action);
        }
    }

    /// The entries of one bucket.
    List<EncodedEntry> bucket(int bucket) {
        return explained(() -> core.bucket(bucket));
    }

    int bucketCount() {
        return map.constants().bucketCount();
    }

    Map.Entry<K, V> decoded(EncodedEntry entry) {
        return Map.entry(codec.decodeKey(entry.key()), codec.decodeValue(entry.value()));
    }

    /// This map for code that wants a `ConcurrentMap`: a view that keeps nothing. Its collections have
    /// weakly consistent iterators, through which entries can be removed and values replaced.
    public ConcurrentMap<K, V> asMap() {
        return new ConcurrentView<>(this);
    }

    // Buffers, and failures in the user's terms.

    private <R extends @Nullable Object> R withPossibleKey(K key, R absent, Function<EncodedKey, R> step) {
        EncodedKey encoded = codec.encodePossibleKey(key);
        return encoded == null ? absent : withKey(encoded, step);
    }

    private <R extends @Nullable Object> R withKey(EncodedKey encoded, Function<EncodedKey, R> step) {
        try {
            return explained(() -> step.apply(encoded));
        } finally {
            codec.giveBack(encoded);
        }
    }

    private Outcome withValue(V value, Function<MemorySegment, Outcome> step) {
        MemorySegment encoded = codec.encodeValue(value);
        try {
            return step.apply(encoded);
        } finally {
            codec.giveBack(encoded);
        }
    }

    private <R extends @Nullable Object> R explained(Supplier<R> step) {
        try {
            return step.get();
        } catch (IllegalStateException failure) {
            throw map.explain(failure);
        }
    }

    /// Keeps a copy of the value that another one takes the place of.
    private static final class Replaced {
        private @Nullable MemorySegment copy;

        void keep(@Nullable MemorySegment current) {
            copy = current == null ? null : EncodedEntry.copyOf(current);
        }
    }

    @Override
    public String toString() {
        return "SharedMap[%s: %s to %s, at most %s entries]"
                .formatted(name(), codec.keys().name(), codec.values().name(), maxEntries());
    }
}
