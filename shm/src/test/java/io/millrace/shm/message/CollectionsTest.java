package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.NotTransportableException;
import java.io.IOException;
import java.util.AbstractMap.SimpleEntry;
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
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.RandomAccess;
import java.util.SequencedMap;
import java.util.SequencedSet;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Collections arrive as what they are, or are refused by the sender.
class CollectionsTest {
    private static final Codec<Object> ANY = Codec.any();

    private enum Backwards implements Comparator<String> {
        ORDER;

        @Override
        public int compare(String left, String right) {
            return right.compareTo(left);
        }
    }

    private enum Nothing {}

    record OfArrayList(ArrayList<Integer> list) {}

    record OfNavigableMap(NavigableMap<String, Integer> map) {}

    record OfDeque(java.util.Deque<Integer> deque) {}

    record OfRandomAccess(RandomAccess list) {}

    record OfException(IOException exception) {}

    record OfOwnException(NoWay exception) {}

    static final class NoWay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        NoWay(int code) {
            super("code " + code);
        }
    }

    static final class OwnList extends ArrayList<Integer> {
        private static final long serialVersionUID = 1L;
    }

    private static <C extends Collection<Object>> C of(C empty, Object... elements) {
        Collections.addAll(empty, elements);
        return empty;
    }

    private static <M extends Map<Object, Object>> M map(M empty) {
        empty.put("b", 1);
        empty.put("a", 2);
        empty.put("c", 3);
        return empty;
    }

    private static TreeMap<String, Integer> ordered(Comparator<String> order) {
        TreeMap<String, Integer> map = new TreeMap<>(order);
        map.putAll(Map.of("b", 1, "A", 2, "c", 3));
        return map;
    }

    static Stream<Object> modifiable() {
        return Stream.of(
                of(new ArrayList<>(), 3, null, 1),
                new ArrayList<>(),
                of(new LinkedList<>(), 3, null, 1),
                of(new Vector<>(), 1, 2),
                of(new Stack<>(), 1, 2),
                of(new CopyOnWriteArrayList<>(), 1, 2, 2),
                of(new HashSet<>(), 3, null, "x"),
                of(new LinkedHashSet<>(), 3, 1, null, 2),
                of(new TreeSet<>(), 3, 1, 2),
                of(new TreeSet<Object>(Collections.reverseOrder()), 3, 1, 2),
                new TreeSet<>(ordered(Backwards.ORDER).navigableKeySet()),
                of(new ConcurrentSkipListSet<>(), 3, 1, 2),
                of(ConcurrentHashMap.newKeySet(), 3, 1, 2),
                EnumSet.of(TimeUnit.DAYS, TimeUnit.SECONDS),
                EnumSet.noneOf(TimeUnit.class),
                EnumSet.allOf(TimeUnit.class),
                EnumSet.noneOf(Character.UnicodeScript.class),
                EnumSet.allOf(Character.UnicodeScript.class),
                EnumSet.noneOf(Nothing.class),
                map(new HashMap<>()),
                map(new LinkedHashMap<>()),
                map(new TreeMap<>()),
                map(new Hashtable<>()),
                map(new ConcurrentHashMap<>()),
                map(new ConcurrentSkipListMap<>()),
                ordered(Comparator.reverseOrder()),
                ordered(Comparator.naturalOrder()),
                ordered(String.CASE_INSENSITIVE_ORDER),
                ordered(Backwards.ORDER),
                new EnumMap<>(Map.of(TimeUnit.DAYS, 1)),
                new EnumMap<TimeUnit, Object>(TimeUnit.class),
                new EnumMap<Nothing, Object>(Nothing.class));
    }

    @ParameterizedTest
    @MethodSource("modifiable")
    void aCollectionArrivesAsItsClassInItsOrderAndModifiable(Object value) {
        Object back = CodecTest.roundTrip(ANY, value);
        assertSame(value.getClass(), back.getClass());
        assertEquals(value, back);
        assertEquals(value.toString(), back.toString());
        if (back instanceof Map<?, ?> map) {
            map.clear();
            assertTrue(map.isEmpty());
        } else {
            ((Collection<?>) back).clear();
            assertTrue(((Collection<?>) back).isEmpty());
        }
    }

    @Test
    void queuesArriveAsTheirClassWithTheirElements() {
        for (Collection<Object> queue : List.<Collection<Object>>of(
                of(new ArrayDeque<>(), 3, 1, 2),
                of(new ConcurrentLinkedQueue<>(), 3, 1, 2),
                of(new ConcurrentLinkedDeque<>(), 3, 1, 2),
                of(new PriorityQueue<>(), 3, 1, 2),
                of(new PriorityQueue<Object>(Collections.reverseOrder()), 3, 1, 2))) {
            Collection<?> back = (Collection<?>) CodecTest.roundTrip(ANY, queue);
            assertSame(queue.getClass(), back.getClass());
            assertEquals(new ArrayList<>(queue), new ArrayList<>(back));
        }
    }

    @Test
    void enumCollectionsThatAreEmptyKeepTheirEnum() {
        @SuppressWarnings("unchecked")
        Set<TimeUnit> set = (Set<TimeUnit>) CodecTest.roundTrip(ANY, EnumSet.noneOf(TimeUnit.class));
        assertTrue(set.add(TimeUnit.DAYS));
        @SuppressWarnings("unchecked")
        Map<TimeUnit, Integer> map =
                (Map<TimeUnit, Integer>) CodecTest.roundTrip(ANY, new EnumMap<TimeUnit, Integer>(TimeUnit.class));
        map.put(TimeUnit.DAYS, 1);
        assertEquals(Set.of(TimeUnit.DAYS), map.keySet());
    }

    @Test
    void asListKeepsItsSizeAndMayBeWrittenTo() {
        @SuppressWarnings("unchecked")
        List<Object> back = (List<Object>) CodecTest.roundTrip(ANY, Arrays.asList(1, null));
        back.set(1, "x");
        assertEquals(List.of(1, "x"), back);
        assertThrows(UnsupportedOperationException.class, () -> back.add(2));
    }

    @Test
    void anEntryThatIsModifiableStaysSo() {
        @SuppressWarnings("unchecked")
        SimpleEntry<String, Integer> entry =
                (SimpleEntry<String, Integer>) CodecTest.roundTrip(ANY, new SimpleEntry<>("k", 1));
        entry.setValue(2);
        assertEquals(Map.entry("k", 2), entry);
    }

    static Stream<Object> immutable() {
        Map<String, Integer> linked = new LinkedHashMap<>();
        linked.put("b", 1);
        linked.put("a", 2);
        return Stream.of(
                List.of(1, 2),
                List.of(),
                List.of(1, 2, 3).subList(1, 2),
                new ArrayList<>(List.of(1, 2)).subList(0, 1),
                new ArrayList<>(List.of(1, 2)).reversed(),
                Collections.emptyList(),
                Collections.nCopies(3, "x"),
                Collections.singletonList(1),
                Collections.unmodifiableList(new ArrayList<>(List.of(1))),
                Collections.synchronizedList(new ArrayList<>(List.of(1))),
                Stream.of(1, 2).toList(),
                Set.of(1),
                Collections.unmodifiableSet(new LinkedHashSet<>(List.of(2, 1))),
                linked.keySet(),
                of(Collections.newSetFromMap(new HashMap<>()), "x"),
                Map.of(1, 2),
                Collections.emptyMap(),
                Collections.unmodifiableMap(linked),
                Collections.synchronizedMap(linked),
                new TreeMap<>(linked).headMap("b"),
                new TreeMap<>(linked).descendingMap(),
                new TreeMap<>(linked).descendingKeySet(),
                new TreeSet<>(linked.keySet()).descendingSet(),
                Collections.unmodifiableSortedSet(new TreeSet<>(linked.keySet())));
    }

    @ParameterizedTest
    @MethodSource("immutable")
    void whatHasNoClassToNameArrivesUnmodifiableAndInOrder(Object value) {
        Object back = CodecTest.roundTrip(ANY, value);
        assertEquals(value, back);
        assertEquals(value.toString(), back.toString());
        if (back instanceof Map<?, ?> map) {
            assertThrows(UnsupportedOperationException.class, () -> map.remove(1));
            assertInstanceOf(SequencedMap.class, back);
            assertEquals(value instanceof SortedMap, back instanceof SortedMap);
        } else if (back.getClass() != TreeSet.class) {
            assertThrows(UnsupportedOperationException.class, () -> ((Collection<?>) back).remove(1));
            assertTrue(back instanceof List || back instanceof SequencedSet);
            assertEquals(value instanceof SortedSet, back instanceof SortedSet);
        }
    }

    @Test
    void recordsWithSuchComponentsComeBack() {
        assertEquals(
                new OfArrayList(new ArrayList<>(List.of(1))),
                CodecTest.roundTrip(ANY, new OfArrayList(new ArrayList<>(List.of(1)))));
        OfNavigableMap backwards = new OfNavigableMap(new TreeMap<>(Map.of("a", 1, "b", 2)).descendingMap());
        assertEquals("b", ((OfNavigableMap) CodecTest.roundTrip(ANY, backwards)).map().firstKey());
        assertEquals(
                3, ((OfDeque) CodecTest.roundTrip(
                        ANY, new OfDeque(new LinkedList<>(List.of(3, 4)).reversed().reversed())))
                        .deque().getFirst());
        assertEquals(List.of(1),
                ((OfRandomAccess) CodecTest.roundTrip(ANY, new OfRandomAccess((RandomAccess) List.of(1)))).list());
        assertEquals("x", ((OfException) CodecTest.roundTrip(ANY, new OfException(new IOException("x")))).exception()
                .getMessage());
    }

    private static void refused(Object value, String... said) {
        String message =
                assertThrows(NotTransportableException.class, () -> CodecTest.encode(ANY, value)).getMessage();
        for (String part : said) {
            assertTrue(message.contains(part), () -> part + " in: " + message);
        }
    }

    @Test
    void whatCannotComeBackAsItsTypeIsRefusedWithClassPathAndRemedy() {
        refused(List.of(new OwnList()), "type=" + OwnList.class.getName(), "path=value[0]", "new ArrayList<>(it)");
        refused(new HashMap<>() {}, "new LinkedHashMap<>(it)");
        refused(new LinkedHashMap<>(Map.of("k", new java.util.WeakHashMap<>())), "WeakHashMap", "path=value[k]");
        refused(new java.util.Properties(), "java.util.Properties");
        refused(new TreeMap<String, Integer>((left, right) -> 0), "path=value.comparator()", "Serializable");
        refused(
                new OfOwnException(new NoWay(1)),
                "path=value.exception", "declared as " + NoWay.class.getName(), "RemoteThrowable");
        refused(new NoWay[] {new NoWay(1)}, "path=value[0]", "RemoteThrowable");
    }
}
