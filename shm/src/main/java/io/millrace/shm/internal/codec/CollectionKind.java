package io.millrace.shm.internal.codec;

import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The collections of the JDK that `Codec.any()` builds again as what they are. Their number in a
/// message is their place in the list.
///
/// @param type what arrives: this class; the class to declare variables as
/// @param extra what stands before the elements in a message
/// @param builder makes one of the extra and the elements; of maps, keys and values in turns
public record CollectionKind(
        Class<?> type, Extra extra, BiFunction<@Nullable Object, @Nullable Object[], Object> builder) {

    /// What a collection needs beside its elements.
    public enum Extra {
        NONE,
        /// Its comparator; null for the natural order.
        COMPARATOR,
        /// The enum class of its elements or keys.
        ENUM
    }

    private static final List<CollectionKind> ALL = List.of(
            collection(ArrayList.class, ArrayList::new),
            collection(LinkedList.class, LinkedList::new),
            collection(ArrayDeque.class, ArrayDeque::new),
            collection(HashSet.class, HashSet::new),
            collection(LinkedHashSet.class, LinkedHashSet::new),
            sorted(TreeSet.class, TreeSet::new),
            new CollectionKind(EnumSet.class, Extra.ENUM, CollectionKind::enumSet),
            map(HashMap.class, HashMap::new),
            map(LinkedHashMap.class, LinkedHashMap::new),
            sortedMap(TreeMap.class, TreeMap::new),
            new CollectionKind(EnumMap.class, Extra.ENUM, CollectionKind::enumMap),
            new CollectionKind(Arrays.asList().getClass(), Extra.NONE, (none, values) -> Arrays.asList(values)),
            new CollectionKind(unmodifiable(new TreeSet<>()), Extra.COMPARATOR, (order, values) ->
                    Collections.unmodifiableNavigableSet(filled(new TreeSet<>(comparator(order)), values))),
            new CollectionKind(unmodifiable(new TreeMap<>()), Extra.COMPARATOR, (order, values) ->
                    Collections.unmodifiableNavigableMap(filledMap(new TreeMap<>(comparator(order)), values))),
            collection(Vector.class, Vector::new),
            collection(Stack.class, elements -> filled(new Stack<>(), elements.toArray())),
            sorted(PriorityQueue.class, PriorityQueue::new),
            collection(ConcurrentLinkedQueue.class, ConcurrentLinkedQueue::new),
            collection(ConcurrentLinkedDeque.class, ConcurrentLinkedDeque::new),
            collection(CopyOnWriteArrayList.class, CopyOnWriteArrayList::new),
            sorted(ConcurrentSkipListSet.class, ConcurrentSkipListSet::new),
            collection(
                    ConcurrentHashMap.KeySetView.class,
                    elements -> filled(ConcurrentHashMap.newKeySet(), elements.toArray())),
            map(Hashtable.class, Hashtable::new),
            map(ConcurrentHashMap.class, ConcurrentHashMap::new),
            sortedMap(ConcurrentSkipListMap.class, ConcurrentSkipListMap::new));

    private static final CollectionKind SORTED_SET_VIEW = ofType(unmodifiable(new TreeSet<>()));
    private static final CollectionKind SORTED_MAP_VIEW = ofType(unmodifiable(new TreeMap<>()));

    private static final ClassValue<Optional<CollectionKind>> KINDS = new ClassValue<>() {
        @Override
        protected Optional<CollectionKind> computeValue(Class<?> type) {
            return Optional.ofNullable(find(type));
        }
    };

    private static Class<?> unmodifiable(TreeSet<Object> set) {
        return Collections.unmodifiableNavigableSet(set).getClass();
    }

    private static Class<?> unmodifiable(TreeMap<Object, Object> map) {
        return Collections.unmodifiableNavigableMap(map).getClass();
    }

    private static CollectionKind collection(Class<?> type, Function<Collection<@Nullable Object>, Object> maker) {
        return new CollectionKind(type, Extra.NONE, (none, values) -> maker.apply(Arrays.asList(values)));
    }

    private static CollectionKind sorted(
            Class<?> type, Function<@Nullable Comparator<Object>, Collection<@Nullable Object>> maker) {
        return new CollectionKind(
                type, Extra.COMPARATOR, (order, values) -> filled(maker.apply(comparator(order)), values));
    }

    private static CollectionKind map(Class<?> type, Supplier<Map<@Nullable Object, @Nullable Object>> maker) {
        return new CollectionKind(type, Extra.NONE, (none, values) -> filledMap(maker.get(), values));
    }

    private static CollectionKind sortedMap(
            Class<?> type, Function<@Nullable Comparator<Object>, Map<@Nullable Object, @Nullable Object>> maker) {
        return new CollectionKind(
                type, Extra.COMPARATOR, (order, values) -> filledMap(maker.apply(comparator(order)), values));
    }

    private static <C extends Collection<@Nullable Object>> C filled(C empty, @Nullable Object[] values) {
        Collections.addAll(empty, values);
        return empty;
    }

    private static <M extends Map<@Nullable Object, @Nullable Object>> M filledMap(M empty, @Nullable Object[] values) {
        for (int index = 0; index < values.length; index += 2) {
            empty.put(values[index], values[index + 1]);
        }
        return empty;
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Comparator<Object> comparator(@Nullable Object order) {
        return (Comparator<Object>) order;
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object enumSet(@Nullable Object type, @Nullable Object[] values) {
        Collection set = EnumSet.noneOf((Class) type);
        return filled(set, values);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static Object enumMap(@Nullable Object type, @Nullable Object[] values) {
        Map map = new EnumMap((Class) type);
        return filledMap(map, values);
    }

    private static CollectionKind ofType(Class<?> type) {
        return ALL.stream().filter(kind -> kind.type == type).findFirst().orElseThrow();
    }

    private static @Nullable CollectionKind find(Class<?> type) {
        boolean inner = isInner(type);
        for (Class<?> at = type; at != null; at = inner ? at.getSuperclass() : null) {
            for (CollectionKind kind : ALL) {
                if (kind.type == at) {
                    return kind;
                }
            }
        }
        if (inner && SortedSet.class.isAssignableFrom(type)) {
            return SORTED_SET_VIEW;
        }
        return inner && SortedMap.class.isAssignableFrom(type) ? SORTED_MAP_VIEW : null;
    }

    /// Whether it is a class of the JDK that no program can name, such as those of views and of immutable collections.
    static boolean isInner(Class<?> type) {
        return (type.getModifiers() & Modifier.PUBLIC) == 0
                && type.getModule() == Object.class.getModule();
    }

    /// The kind as which such an object arrives; null for those that arrive as plain unmodifiable
    /// list, set or map, and those that do not travel.
    static @Nullable CollectionKind of(Class<?> type) {
        return KINDS.get(type).orElse(null);
    }

    /// Null when there is no kind of that number.
    public static @Nullable CollectionKind ofNumber(int number) {
        return number < 0 || number >= ALL.size() ? null : ALL.get(number);
    }

    public int number() {
        return ALL.indexOf(this);
    }

    boolean isMap() {
        return Map.class.isAssignableFrom(type);
    }

    /// Whether elements are told apart by `equals`, and none of them twice.
    boolean isDistinctByEquals() {
        return extra == Extra.NONE && (isMap() || Set.class.isAssignableFrom(type));
    }

    Object build(@Nullable Object before, @Nullable Object[] values) {
        return builder.apply(before, values);
    }

    static int sizeOf(Object made) {
        return made instanceof Map<?, ?> map ? map.size() : ((Collection<?>) made).size();
    }

    static @Nullable Comparator<?> comparatorOf(Object value) {
        return switch (value) {
            case SortedSet<?> set -> set.comparator();
            case SortedMap<?, ?> map -> map.comparator();
            case PriorityQueue<?> queue -> queue.comparator();
            default -> throw new IllegalArgumentException(value.getClass().getName());
        };
    }

    private enum Stranger {
        ONE
    }

    /// Name of the enum class of an `EnumSet` or `EnumMap`; null when that cannot be found out.
    /// Empty ones tell it only to who tries to put a constant of another enum into them.
    @SuppressWarnings({"unchecked", "rawtypes"})
    static @Nullable String enumOf(Object value) {
        Collection<?> constants = value instanceof EnumMap<?, ?> map ? map.keySet() : (Collection<?>) value;
        if (!constants.isEmpty()) {
            return ((Enum<?>) constants.iterator().next()).getDeclaringClass().getName();
        }
        try {
            if (value instanceof EnumMap map) {
                map.clone().put(Stranger.ONE, null);
            } else {
                ((EnumSet) value).clone().add(Stranger.ONE);
            }
            return null;
        } catch (ClassCastException refusal) {
            String message = String.valueOf(refusal.getMessage());
            int name = message.indexOf("!= class ");
            return name < 0 ? null : message.substring(name + "!= class ".length());
        }
    }
}
