package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.millrace.shm.internal.os.Futex;
import io.millrace.testing.ForbiddenApi;
import io.millrace.testing.ImportTable;
import io.millrace.testing.PagePart;
import io.millrace.testing.SourceTree;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class ImportTableTest {
    private static final String SHM = "io.millrace.shm";
    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    private static ImportTable table() {
        return new ImportTable(SHM, SHM + ".SharedMemory")
                .row("view")
                .row("internal.layout")
                .row("internal.os", ".internal.layout")
                .row("internal.recorder", ".internal.layout", "jdk.jfr")
                .row("internal.wait", ".internal.layout", ".internal.os", ".internal.recorder")
                .row("internal.file", ".view", ".internal.layout", ".internal.os")
                .row("internal.process", ".view", ".internal.layout", ".internal.os", ".internal.recorder",
                        ".internal.wait", ".internal.file")
                .row("internal.region", ".view", ".internal.layout", ".internal.os", ".internal.wait",
                        ".internal.file", ".internal.process")
                .row("internal.lock", ".view", ".internal.layout", ".internal.os", ".internal.recorder",
                        ".internal.wait", ".internal.process", ".internal.region")
                .row("internal.counter", ".view", ".internal.layout", ".internal.os", ".internal.process",
                        ".internal.region")
                .row("data", ".internal.layout", ".internal.os", ".internal.region", ".internal.counter")
                .row("sync", ".internal.layout", ".internal.os", ".internal.recorder", ".internal.wait",
                        ".internal.process", ".internal.region", ".internal.lock")
                .row("internal.codec", ".internal.layout", ".internal.region")
                .row("internal.queue", ".view", ".internal.layout", ".internal.os", ".internal.recorder",
                        ".internal.wait", ".internal.process", ".internal.region", ".internal.lock",
                        ".internal.codec")
                .row("internal.ring", ".view", ".internal.layout", ".internal.os", ".internal.recorder",
                        ".internal.wait", ".internal.process", ".internal.region", ".internal.codec")
                .row("internal.map", ".view", ".internal.layout", ".internal.os", ".internal.wait", ".internal.process",
                        ".internal.region", ".internal.lock")
                .row("internal.flow")
                .row("message", ".internal.layout", ".internal.os", ".internal.recorder", ".internal.wait",
                        ".internal.region", ".internal.codec", ".internal.queue", ".internal.ring", ".internal.flow")
                .row("map", ".internal.layout", ".internal.region", ".internal.codec", ".internal.map", ".message")
                .row("internal.access", ".internal.region", ".data", ".sync", ".message", ".map")
                .row("internal.handle", ".internal.layout", ".internal.region", ".internal.access", ".internal.codec",
                        ".data", ".sync", ".message", ".map")
                .row("interop", ".internal.layout", ".internal.os", ".internal.region", ".internal.access", ".data",
                        ".message", "org.agrona", "net.openhft.chronicle", "org.slf4j")
                .row("", ".");
    }

    @Test
    void everyPackageImportsOnlyWhatItsRowAllows() {
        assertEquals(Set.of(), table().violations(CLASSES));
    }

    @Test
    void theTableWouldNoticeAnImportItDoesNotAllow() {
        Set<String> found = table().row("sync").violations(CLASSES);
        assertTrue(found.stream()
                .anyMatch(line -> line.contains(".sync.") && line.contains(" imports " + SHM + ".internal.os.")));
    }

    @Test
    void nothingUsesUnsafeOrJavaSerialization() {
        assertEquals(Set.of(), ForbiddenApi.uses(CLASSES));
    }

    @Test
    void onlyTheOsPackageLinksSymbolsOfTheSystemOrHasNativeMethods() {
        JavaClasses others =
                CLASSES.that(DescribedPredicate.not(JavaClass.Predicates.resideInAPackage(SHM + ".internal.os..")));
        assertEquals(Set.of(), ForbiddenApi.uses(others, "java.lang.foreign.Linker", "java.lang.foreign.SymbolLookup"));
        assertEquals(List.of(), nativeMethods(others));
        assertEquals(1, nativeMethods(CLASSES).size());
    }

    private static List<String> nativeMethods(JavaClasses classes) {
        return classes.stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.getModifiers().contains(JavaModifier.NATIVE))
                .map(JavaMethod::getFullName)
                .toList();
    }

    @Test
    void thePageOfTheArchitectureShowsThisTable() throws IOException {
        new PagePart(SourceTree.ROOT.resolve("ARCHITECTURE.md"), "imports of shm").assertIs(table().markdown());
    }

    /// The watcher's period is work to be done again, not a wait for something.
    @Test
    void nothingSpinsOrSleepsOutsideTheWaitPackageButTheWatcherBetweenTwoRounds() {
        assertEquals(Set.of("io.millrace.shm.internal.process.Watcher calls LockSupport.parkNanos"),
                ForbiddenApi.waits(CLASSES));
    }

    @Test
    void theRuleSeesEveryWayToWait() {
        JavaClasses waiters = new ClassFileImporter().importClasses(EveryWayToWait.class);
        assertEquals(6, ForbiddenApi.waits(waiters).size(), () -> ForbiddenApi.waits(waiters).toString());
    }

    private static final class EveryWayToWait {
        void all(MemorySegment word) throws InterruptedException {
            Thread.onSpinWait();
            Thread.yield();
            Thread.sleep(1);
            LockSupport.parkNanos(1);
            Futex.await(word, 0, 1);
            Runnable reference = Thread::onSpinWait;
            reference.run();
            LockSupport.park(this);
        }
    }
}
