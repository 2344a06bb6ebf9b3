package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.common.collect.testing.ConcurrentMapTestSuiteBuilder;
import com.google.common.collect.testing.TestStringMapGenerator;
import com.google.common.collect.testing.features.CollectionFeature;
import com.google.common.collect.testing.features.CollectionSize;
import com.google.common.collect.testing.features.MapFeature;
import io.millrace.shm.message.Codec;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import junit.framework.TestCase;
import junit.framework.TestSuite;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// A shared map as a `ConcurrentMap`: the contract of Guava's testlib, and what it does not ask.
@Timeout(60)
class ConcurrentViewTest extends MapBed {
    private final AtomicInteger made = new AtomicInteger();

    /// One map after the other: each test of the suite makes some.
    private ConcurrentMap<String, String> holding(Map.Entry<String, String>[] entries) {
        String name = "suite" + made.getAndIncrement() % 8;
        memory.region(name).ifPresent(old -> memory.drop(name));
        ConcurrentMap<String, String> map =
                memory.newMap(name, Codec.utf8(), Codec.utf8(), small(16)).asMap();
        for (Map.Entry<String, String> entry : entries) {
            map.put(entry.getKey(), entry.getValue());
        }
        return map;
    }

    @TestFactory
    Stream<DynamicNode> theContractOfGuavaForConcurrentMaps() {
        TestSuite suite = ConcurrentMapTestSuiteBuilder.using(new TestStringMapGenerator() {
                    @Override
                    protected Map<String, String> create(Map.Entry<String, String>[] entries) {
                        return holding(entries);
                    }
                })
                .named("SharedMap")
                .withFeatures(
                        CollectionSize.ANY, MapFeature.GENERAL_PURPOSE, CollectionFeature.SUPPORTS_ITERATOR_REMOVE)
                .createTestSuite();
        return nodes(suite);
    }

    private static Stream<DynamicNode> nodes(TestSuite suite) {
        return Collections.list(suite.tests()).stream()
                .map(test -> test instanceof TestSuite inner
                        ? DynamicContainer.dynamicContainer(String.valueOf(inner.getName()), nodes(inner))
                        : DynamicTest.dynamicTest(test.toString(), ((TestCase) test)::runBare));
    }

    @Test
    void iteratorsRemoveAndReplaceInTheMapItself() {
        SharedMap<String, String> map = texts(8);
        map.put("a", "1");
        map.put("b", "2");
        Iterator<Map.Entry<String, String>> entries = map.asMap().entrySet().iterator();
        assertThrows(IllegalStateException.class, entries::remove);
        for (int count = 0; count < 2; count++) {
            Map.Entry<String, String> entry = entries.next();
            assertEquals(map.get(entry.getKey()), entry.setValue("3"));
            assertEquals("3", map.get(entry.getKey()));
            entries.remove();
            assertNull(map.get(entry.getKey()));
            assertThrows(IllegalStateException.class, entries::remove);
        }
        assertThrows(NoSuchElementException.class, entries::next);
        assertNoRowIsLost(map, "v");
    }
}
