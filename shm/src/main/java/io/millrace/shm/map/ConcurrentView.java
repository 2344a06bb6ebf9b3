package io.millrace.shm.map;

import io.millrace.shm.internal.map.EncodedEntry;
import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A shared map as a `ConcurrentMap`. An argument of another type than the keys and values have is a
/// `ClassCastException`, as `Map` permits.
final class ConcurrentView<K, V> extends AbstractMap<K, V> implements ConcurrentMap<K, V> {
    private final SharedMap<K, V> map;

    ConcurrentView(SharedMap<K, V> map) {
        this.map = map;
    }

    @SuppressWarnings("unchecked") // the codec refuses an object of another type
    private K key(@Nullable Object key) {
        return (K) Objects.requireNonNull(key, "key");
    }

    @SuppressWarnings("unchecked") // the codec refuses an object of another type
    private V value(@Nullable Object value) {
        return (V) Objects.requireNonNull(value, "value");
    }

    @Override
    public int size() {
        return map.size();
    }

    @Override
    public boolean isEmpty() {
        return map.isEmpty();
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return map.containsKey(key(key));
    }

    @Override
    public @Nullable V get(@Nullable Object key) {
        return map.get(key(key));
    }

    @Override
    public @Nullable V put(K key, V value) {
        return map.put(key, value);
    }

    @Override
    public @Nullable V putIfAbsent(K key, V value) {
        return map.putIfAbsent(key, value);
    }

    @Override
    public @Nullable V remove(@Nullable Object key) {
        return map.remove(key(key));
    }

    @Override
    public boolean remove(@Nullable Object key, @Nullable Object value) {
        return value != null && map.remove(key(key), value(value));
    }

    @Override
    public @Nullable V replace(K key, V value) {
        return map.replace(key, value);
    }

    @Override
    public boolean replace(K key, V before, V value) {
        return map.replace(key, before, value);
    }

    @Override
    public @Nullable V compute(K key, BiFunction<? super K, ? super @Nullable V, ? extends @Nullable V> function) {
        return map.compute(key, function);
    }

    @Override
    public @Nullable V computeIfAbsent(K key, Function<? super K, ? extends @Nullable V> function) {
        return map.computeIfAbsent(key, function);
    }

    @Override
    public @Nullable V computeIfPresent(K key, BiFunction<? super K, ? super V, ? extends @Nullable V> function) {
        return map.computeIfPresent(key, function);
    }

    @Override
    public @Nullable V merge(K key, V value, BiFunction<? super V, ? super V, ? extends @Nullable V> function) {
        return map.merge(key, value, function);
    }

    @Override
    public void clear() {
        map.clear();
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new Entries();
    }

    private final class Entries extends AbstractSet<Entry<K, V>> {
        @Override
        public int size() {
            return map.size();
        }

        @Override
        public boolean contains(@Nullable Object entry) {
            return entry instanceof Entry<?, ?> wanted
                    && wanted.getKey() != null
                    && wanted.getValue() != null
                    && wanted.getValue().equals(map.get(key(wanted.getKey())));
        }

        @Override
        public boolean remove(@Nullable Object entry) {
            return entry instanceof Entry<?, ?> gone
                    && gone.getKey() != null
                    && ConcurrentView.this.remove(gone.getKey(), gone.getValue());
        }

        @Override
        public void clear() {
            map.clear();
        }

        @Override
        public Iterator<Entry<K, V>> iterator() {
            return new EntryIterator();
        }
    }

    /// Goes from bucket to bucket.
    private final class EntryIterator implements Iterator<Entry<K, V>> {
        private int nextBucket;
        private Iterator<EncodedEntry> bucket = Collections.emptyIterator();
        private @Nullable K last;

        @Override
        public boolean hasNext() {
            while (!bucket.hasNext() && nextBucket < map.bucketCount()) {
                bucket = map.bucket(nextBucket++).iterator();
            }
            return bucket.hasNext();
        }

        @Override
        public Entry<K, V> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("no more entries: map=" + map.name());
            }
            Entry<K, V> entry = new WriteThrough(map.decoded(bucket.next()));
            last = entry.getKey();
            return entry;
        }

        @Override
        public void remove() {
            if (last == null) {
                throw new IllegalStateException("no entry to remove: map=" + map.name() + "; call next first");
            }
            map.remove(last);
            last = null;
        }
    }

    /// An entry whose changes go to the map.
    private final class WriteThrough extends SimpleEntry<K, V> {
        private static final long serialVersionUID = 1L;

        WriteThrough(Map.Entry<K, V> entry) {
            super(entry);
        }

        @Override
        public V setValue(V value) {
            map.put(getKey(), value);
            return super.setValue(value);
        }
    }
}
