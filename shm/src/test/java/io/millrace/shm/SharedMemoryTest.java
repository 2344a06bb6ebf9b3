package io.millrace.shm;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.data.ByteArray;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import io.millrace.shm.internal.region.Regions;
import io.millrace.testing.Await;
import io.millrace.testing.LeakCheck;
import io.millrace.testing.MemoryFolder;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SharedMemoryTest {
    private static final MemoryOptions SMALL =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 16).maxRegions(64);

    private final MemoryFolder folder = MemoryFolder.create();
    private final Path file = folder.file("test.mill");

    @AfterEach
    void nothingIsLeft() {
        folder.close();
        LeakCheck.assertClosed(folder.path());
    }

    @Test
    void aNewFileIsForItsOwnerOnlyAndStaysAfterClose() throws Exception {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            assertEquals(1 << 20, memory.byteSize());
            assertEquals(1 << 20, memory.freeBytes());
            assertEquals(file, memory.file());
        }
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
    }

    @Test
    void aNameThatIsNoTextIsAFileLikeAnyOther() {
        Path named = Path.of(URI.create(folder.path().toUri() + "caf%e9.mill"));
        try (SharedMemory memory = SharedMemory.create(named, SMALL)) {
            assertTrue(Files.exists(named));
            memory.newLongValue("v", 3);
            assertThrows(FileExistsException.class, () -> SharedMemory.create(named, SMALL));
            try (SharedMemory other = SharedMemory.openOrCreate(named, SMALL)) {
                assertEquals(3, other.longValue("v").get());
            }
            SharedMemory.attachReadOnly(named).close();
            memory.delete();
        }
        assertEquals(List.of(), folder.names());
    }

    @Test
    void whatOneAttachmentWritesTheOtherReads() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL);
                SharedMemory other = SharedMemory.attach(file)) {
            DoubleArray prices = memory.newDoubleArray("prices", 3, 4);
            prices.set(11, 2.5);
            DoubleArray same = other.doubleArray("prices");
            assertEquals(2.5, same.get(11));
            assertArrayEquals(new long[] {3, 4}, same.shape());
            assertEquals(memory.id(), other.id());
            assertEquals(List.of("prices"), other.regions().stream().map(RegionInfo::name).toList());
        }
    }

    @Test
    void contentsOutliveAllProcesses() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            memory.newLongValue("answer", 42);
        }
        try (SharedMemory memory = SharedMemory.attach(file)) {
            assertEquals(42, memory.longValue("answer").get());
        }
    }

    @Test
    void twoAttachmentsOfOneProcessAreTwoSlots() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL);
                SharedMemory other = SharedMemory.attach(file, "tester", "second")) {
            List<ProcessInfo> processes = memory.processes();
            assertEquals(List.of(1, 2), processes.stream().map(ProcessInfo::slot).toList());
            assertEquals("tester", processes.get(1).role());
            assertEquals("second", processes.get(1).name());
            assertEquals(ProcessHandle.current().pid(), processes.get(1).pid());
            assertTrue(MemoryAccess.regionsOf(memory).slotHolder().isAlive(2));
            assertTrue(MemoryAccess.regionsOf(other).slotHolder().isAlive(1));
            assertFalse(MemoryAccess.regionsOf(memory).slotHolder().recover(2));
        }
        try (SharedMemory again = SharedMemory.attach(file)) {
            assertEquals(1, again.processes().size());
        }
    }

    @Test
    void anArrayOfExactlyTheAskedSizeFitsAndOneMoreByteDoesNot() {
        try (SharedMemory memory = SharedMemory.create(file, 100_000 * 8L)) {
            memory.newDoubleArray("all", 100_000);
            assertEquals(0, memory.freeBytes());
            OutOfSpaceException full =
                    assertThrows(OutOfSpaceException.class, () -> memory.newByteArray("more", 1));
            assertEquals(1, full.needed());
            assertEquals(0, full.available());
        }
    }

    @Test
    void anArrayLargerThanAnyFileIsRefusedWithTheRoomThereIs() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            OutOfSpaceException full =
                    assertThrows(OutOfSpaceException.class, () -> memory.newByteArray("most", Long.MAX_VALUE));
            assertEquals(1 << 20, full.available());
        }
    }

    @Test
    void manySmallRegionsFitInTheirSum() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL.byteSize(64 * 8))) {
            for (int count = 0; count < 64; count++) {
                memory.newLongValue(count);
            }
            assertThrows(OutOfSpaceException.class, () -> memory.newBytes("none", 0));
        }
    }

    @Test
    void droppedSpaceIsUsedAgainAndIsZero() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            for (int round = 0; round < 20; round++) {
                LongArray all = memory.newLongArray("all", 1 << 17);
                assertEquals(0, all.get(1 << 16));
                all.fill(-1);
                memory.drop("all");
                assertThrows(RegionDroppedException.class, () -> all.get(0));
            }
            assertEquals(1 << 20, memory.freeBytes());
        }
    }

    @Test
    void aDropReachesTheOtherAttachmentAndFreesOnlyThen() {
        MemoryOptions manual = SMALL.recovery(MemoryOptions.Recovery.MANUAL);
        try (SharedMemory memory = SharedMemory.create(file, manual);
                SharedMemory other = SharedMemory.attach(file, MemoryOptions.Recovery.MANUAL)) {
            memory.newLongArray("a", 1 << 17).set(5, 5);
            LongArray seen = other.longArray("a");
            memory.drop("a");
            assertEquals(5, seen.get(5));
            assertThrows(OutOfSpaceException.class, () -> memory.newLongArray("b", 1 << 17));
            other.recoverDead();
            assertThrows(RegionDroppedException.class, () -> seen.get(5));
            assertEquals(0, memory.newLongArray("b", 1 << 17).get(5));
        }
    }

    @Test
    void theWatcherTakesADroppedRegionAwayByItself() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL);
                SharedMemory other = SharedMemory.attach(file)) {
            memory.newLongArray("a", 10);
            LongArray seen = other.longArray("a");
            memory.drop("a");
            Await.until("closed", Duration.ofSeconds(5), () -> !seen.segment().scope().isAlive());
            assertThrows(NoSuchRegionException.class, () -> other.longArray("a"));
            Await.until("free", Duration.ofSeconds(5), () -> memory.freeBytes() == 1 << 20);
        }
    }

    @Test
    void aSlotOfAWorkerThreadAcknowledgesDropsToo() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            ProcessSlotHolder worker = MemoryAccess.regionsOf(memory).join("worker", "w1");
            assertEquals("w1", memory.processes().get(1).name());
            memory.newLongArray("a", 1 << 17);
            memory.drop("a");
            memory.newLongArray("a", 1 << 17);
            worker.close();
            assertEquals(1, memory.processes().size());
            memory.drop("a");
            memory.newLongArray("a", 1 << 17);
        }
    }

    @Test
    void aPartWhoseSweeperIsMissingIsRefusedBeforeItCanLeaveAnything() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            long unknown = 1L << 40;
            IllegalStateException refused =
                    assertThrows(IllegalStateException.class,
                            () -> MemoryAccess.regionsOf(memory).slotHolder().needsSweeper(unknown));
            assertTrue(refused.getMessage().contains("META-INF/services"), refused.getMessage());
            assertFalse(MemoryAccess.regionsOf(memory).slotHolder().mayHold(unknown));
        }
    }

    @Test
    void namesTellKindAndTypeApart() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            memory.newDoubleArray("x", 5);
            assertThrows(RegionExistsException.class, () -> memory.newLongValue("x", 1));
            assertThrows(WrongRegionTypeException.class, () -> memory.longValue("x"));
            assertThrows(WrongRegionTypeException.class, () -> memory.longArray("x"));
            assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewDoubleArray("x", 6));
            assertThrows(NoSuchRegionException.class, () -> memory.doubleArray("y"));
            assertEquals(5, memory.openOrNewDoubleArray("x", 5).length());
            assertEquals(7, memory.openOrNewFloatArray("y", 7).length());
            assertInstanceOf(DoubleArray.class, memory.array("x"));
            assertEquals(ElementType.FLOAT, memory.region("y").orElseThrow().elementType());
            assertTrue(memory.region("z").isEmpty());
        }
    }

    @Test
    void badNamesAreRefused() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            for (String bad : List.of("", "a\nb", "x".repeat(64), "ä".repeat(32), "\ud800", "a\0")) {
                String message = assertThrows(IllegalArgumentException.class, () -> memory.newBytes(bad, 1), bad)
                        .getMessage();
                assertTrue(message.chars().noneMatch(Character::isISOControl) && message.length() < 200, message);
            }
            assertEquals("ä".repeat(31) + "x", memory.newBytes("ä".repeat(31) + "x", 1).name());
            assertThrows(NullPointerException.class, () -> memory.newByteArray((String) null, 1));
        }
    }

    @Test
    void aRegionWithoutANameGetsOne() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            LongValue one = memory.newLongValue(1);
            LongValue two = memory.newLongValue(2);
            assertNotEquals(one.name(), two.name());
            assertEquals(2, memory.longValue(two.name()).get());
        }
    }

    @Test
    void engineRegionsAreHiddenAndHaveTheirOwnSpaceAndNames() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            memory.newBytes("table", 1 << 20);
            Regions regions = MemoryAccess.regionsOf(memory);
            regions.createRegion(new RegionRequest("table", RegionKind.ENGINE, null, new long[0], 1 << 16, null));
            assertEquals(1, memory.regions().size());
            assertEquals(2, regions.allRegions().size());
            assertEquals(1 << 16, regions.openRegion("table", RegionKind.ENGINE).byteSize());
        }
    }

    @Test
    void aHandleOfAnotherProcessFindsItsGeneration() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL);
                SharedMemory other = SharedMemory.attach(file)) {
            ByteArray bytes = memory.newBytes("b", 100);
            int row = DataAccess.regionOf(bytes).row();
            long generation = DataAccess.regionOf(bytes).generation();
            assertEquals("b", MemoryAccess.regionsOf(other).openRegion(row, generation).name());
            memory.drop("b");
            memory.newBytes("c", 100);
            assertThrows(RegionDroppedException.class, () -> MemoryAccess.regionsOf(other).openRegion(row, generation));
        }
    }

    @Test
    void aFailingInitialiserLeavesNothing() {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            RegionRequest request = new RegionRequest("x", RegionKind.BYTES, null, new long[0], 10, segment -> {
                throw new ArithmeticException("no");
            });
            assertThrows(ArithmeticException.class, () -> MemoryAccess.regionsOf(memory).createRegion(request));
            assertEquals(1 << 20, memory.freeBytes());
            memory.newBytes("x", 1 << 20);
        }
    }

    @Test
    void afterCloseEverythingSaysSo() {
        SharedMemory memory = SharedMemory.create(file, SMALL);
        DoubleArray array = memory.newDoubleArray("a", 10);
        memory.close();
        memory.close();
        assertTrue(assertThrows(IllegalStateException.class, () -> array.get(0))
                .getMessage()
                .contains("memory closed"));
        assertThrows(IllegalStateException.class, memory::regions);
        assertThrows(IllegalStateException.class, memory::processes);
        assertThrows(IllegalStateException.class, () -> memory.newBytes("b", 1));
        assertThrows(IllegalStateException.class, () -> memory.drop("a"));
        assertThrows(IllegalStateException.class, () -> DataAccess.regionOf(array).check());
    }

    @Test
    void aPinKeepsTheMemoryOpen() {
        SharedMemory memory = SharedMemory.create(file, SMALL);
        try (Regions.Pin _ = MemoryAccess.regionsOf(memory).pin("pool squares")) {
            assertTrue(assertThrows(IllegalStateException.class, memory::close)
                    .getMessage()
                    .contains("pool squares"));
            memory.newBytes("still", 1);
        }
        memory.close();
    }

    @Test
    void readOnlyTakesNoSlotAndWritesNoByte() throws Exception {
        try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
            memory.newLongArray("a", 10).set(3, 33);
        }
        byte[] before = Files.readAllBytes(file);
        try (SharedMemory looker = SharedMemory.attachReadOnly(file)) {
            assertEquals(33, looker.longArray("a").get(3));
            assertEquals(List.of(), looker.processes());
            assertTrue(looker.isReadOnly());
            assertThrows(UnsupportedOperationException.class, () -> looker.longArray("a").set(3, 1));
            assertThrows(UnsupportedOperationException.class, () -> looker.newBytes("b", 1));
            assertThrows(UnsupportedOperationException.class, () -> looker.drop("a"));
            assertThrows(UnsupportedOperationException.class, looker::delete);
        }
        assertArrayEquals(before, Files.readAllBytes(file));
    }

    @Test
    void deleteRemovesTheFileAndItStaysMappedElsewhere() {
        SharedMemory memory = SharedMemory.create(file, SMALL);
        try (SharedMemory other = SharedMemory.attach(file)) {
            memory.newLongValue("v", 7);
            LongValue seen = other.longValue("v");
            memory.delete();
            assertFalse(Files.exists(file));
            assertEquals(7, seen.get());
        }
    }

    @Test
    void createRefusesATakenNameAndLeavesItAlone() throws Exception {
        Files.writeString(file, "mine");
        assertThrows(FileExistsException.class, () -> SharedMemory.create(file, SMALL));
        assertEquals("mine", Files.readString(file));
        assertEquals(List.of("test.mill"), folder.names());
    }

    @Test
    void openOrCreateDoesWhicheverIsNeeded() {
        try (SharedMemory made = SharedMemory.openOrCreate(file, SMALL);
                SharedMemory opened = SharedMemory.openOrCreate(file, 1 << 20)) {
            assertEquals(made.id(), opened.id());
        }
    }

    @Test
    void aFileThatIsTooLargeSaysHowMuchThereIs() {
        OutOfSpaceException full = assertThrows(
                OutOfSpaceException.class, () -> SharedMemory.create(file, SMALL, descriptor -> 1000));
        assertEquals(1000, full.available());
        assertTrue(full.needed() > 1 << 20);
        assertEquals(List.of(), folder.names());
        assertThrows(OutOfSpaceException.class, () -> SharedMemory.create(file, 1L << 50));
        assertEquals(List.of(), folder.names());
    }

    @Test
    void closingTwiceFromManyThreadsWhileOthersWorkIsClean() throws Exception {
        for (int round = 0; round < 20; round++) {
            SharedMemory memory = SharedMemory.openOrCreate(file, SMALL);
            List<Thread> workers = IntStream.range(0, 3)
                    .mapToObj(_ -> Thread.ofPlatform().start(() -> workUntilClosed(memory)))
                    .toList();
            memory.close();
            for (Thread worker : workers) {
                assertTrue(worker.join(Duration.ofSeconds(20)));
            }
            try (SharedMemory check = SharedMemory.attach(file)) {
                assertEquals(1, check.processes().size());
                check.regions().forEach(region -> check.drop(region.name()));
                assertEquals(1 << 20, check.freeBytes());
            }
        }
    }

    private static void workUntilClosed(SharedMemory memory) {
        try {
            while (true) {
                memory.drop(memory.newLongArray(1000).name());
            }
        } catch (IllegalStateException closed) {
            assertTrue(closed.getMessage().contains("memory closed"), closed::toString);
        }
    }
}
