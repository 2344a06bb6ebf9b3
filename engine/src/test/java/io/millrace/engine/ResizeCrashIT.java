package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The owner of a pool dies while it makes room for more workers.
@Timeout(60)
class ResizeCrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    static final List<String> POINTS = CrashPoints.OF_OWNERS;

    /// Starts a pool of one thread and resizes it.
    static final class Owner {
        private Owner() {}

        public static void main(String[] arguments) {
            try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
                    Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
                pool.awaitWorkers();
                pool.resize(3);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("POINTS")
    void nothingIsLeftOfAPoolWhoseOwnerDiesThere(String point) throws IOException {
        try (MemoryFolder folder = MemoryFolder.create();
                SharedMemory memory = SharedMemory.create(
                        folder.file("pool.mill"), MemoryOptions.defaults().byteSize(1 << 20))) {
            Path log = folder.file("crash.log");
            try (Pool own = Pool.start(memory, PoolOptions.defaults().name("own").workerKind(WorkerKind.CALLER));
                    ChildJvm owner = ChildJvm.of(Owner.class, memory.file())
                            .property("millrace.crashPoint", point)
                            .property("millrace.crashLog", log)
                            .start()) {
                assertEquals(ChildJvm.KILLED, owner.await(LIMIT), owner::story);
                assertEquals(List.of(point), Files.readAllLines(log));
                Await.until("only the own pool is left: " + MemoryAccess.regionsOf(memory).allRegions(), LIMIT,
                        () -> engineRegions(memory) == 1);
                assertEquals(List.of(2), own.mapAll(List.of(1), x -> x + 1));
            }
            assertEquals(0, engineRegions(memory));
            assertEquals(1, memory.processes().size());
        }
    }

    private static long engineRegions(SharedMemory memory) {
        return MemoryAccess.regionsOf(memory).allRegions().stream()
                .filter(region -> region.kind() == RegionKind.ENGINE)
                .count();
    }
}
