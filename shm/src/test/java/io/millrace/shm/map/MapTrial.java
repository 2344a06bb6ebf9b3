package io.millrace.shm.map;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.MappedFile;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.map.MapViews;
import io.millrace.shm.internal.os.Descriptor.Access;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import io.millrace.shm.view.MapView;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One death at one point of a map of one stripe, with some peers that change it. Afterwards the key of
/// the dead process has its old or its new value, each addition of a peer counts once, and every row can
/// be used.
final class MapTrial {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int MAX_ENTRIES = 10;

    private final String point;
    private final Path folder;
    private final Path file;
    private final List<ChildJvm> peers;

    MapTrial(String point, Path folder, List<ChildJvm> peers) {
        this.point = point;
        this.folder = folder;
        this.peers = peers;
        file = folder.resolve("map.mill");
    }

    /// A value of two equal numbers.
    static long[] pair(long number) {
        return new long[] {number, number};
    }

    static long[] sum(long[] one, long[] other) {
        return new long[] {one[0] + other[0], one[1] + other[1]};
    }

    /// Runs it; returns how long after the death the slot was free again.
    Duration run() throws IOException {
        boolean recovers = MapScenario.of(point) == MapScenario.RECOVER;
        create();
        for (ChildJvm peer : peers) {
            peer.send("work " + (recovers ? "quiet" : "loud") + " " + file);
            peer.expect("attached", LONG);
        }
        if (recovers) {
            die(MapScenario.POINT_BEFORE_RECOVERY);
        }
        die(point);
        if (recovers) {
            peers.forEach(peer -> peer.send("go"));
        }
        Duration recovered = Await.until("slots free after " + point, LONG, () -> usedSlots() == peers.size());
        long added = 0;
        for (ChildJvm peer : peers) {
            peer.send("stop");
            String told = peer.receive(LONG);
            assertEquals(told, told.split(" ", 2)[0], point);
            added += Long.parseLong(told);
        }
        judge(added);
        return recovered;
    }

    private void create() {
        MemoryOptions small = MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(1 << 12).maxRegions(16);
        try (SharedMemory memory = SharedMemory.create(file, small)) {
            memory.newMap("work", Codec.utf8(), Codec.longs(), new MapOptions(MAX_ENTRIES, 32, 16))
                    .put("old", pair(1));
        }
    }

    /// Lets a process die and proves that it did, there and by `kill -9`.
    private void die(String where) throws IOException {
        Path log = folder.resolve(where + ".log");
        try (ChildJvm mortal = ChildJvm.of(MapMortal.class, where, file)
                .property("millrace.crashPoint", where)
                .property("millrace.crashLog", log)
                .start()) {
            assertEquals(ChildJvm.KILLED, mortal.await(LONG), () -> where + ": " + mortal.story());
            assertEquals(List.of(where), Files.readAllLines(log));
        }
    }

    private long usedSlots() {
        try (MappedFile mapped = MappedFile.open(file, Access.READ)) {
            long used = 0;
            for (int slot = 1; slot <= ProcessSlot.COUNT; slot++) {
                long state = ProcessSlot.stateAcquire(ProcessSlot.of(mapped.memory(), slot));
                used += ProcessSlot.PHASE.get(state) == ProcessSlot.FREE ? 0 : 1;
            }
            return used;
        }
    }

    private void judge(long added) {
        try (SharedMemory memory = SharedMemory.attach(file)) {
            SharedMap<String, long[]> map = memory.map("work", Codec.utf8(), Codec.longs());
            assertArrayEquals(pair(added), map.get("common"), point);
            assertArrayEquals(expectedOf("mortal"), map.get("mortal"), point);
            assertArrayEquals(expectedOf("old"), map.get("old"), point);
            assertEquals(map.entries().size(), map.size(), point);
            MapView seen = MapViews.of(MemoryAccess.regionsOf(memory).openRegion("work", RegionKind.MAP));
            assertEquals(map.size(), seen.entries(), point);
            MapBed.assertNoRowIsLost(map, pair(3));
            memory.delete();
        }
    }

    private long @Nullable [] expectedOf(String key) {
        boolean published = MapScenario.isPublished(point);
        if (key.equals("mortal")) {
            return MapScenario.of(point) == MapScenario.INSERT && published ? pair(2) : null;
        }
        return switch (MapScenario.of(point)) {
            case REPLACE -> pair(published ? 2 : 1);
            case REMOVE -> published ? null : pair(1);
            default -> pair(1);
        };
    }
}
