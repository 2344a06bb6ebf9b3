package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The process that owns a pool and submits its jobs dies at each named point; so does who recovers
/// it. Others live on.
@Timeout(300)
class SubmitterCrashIT {
    private static final int BLOCK = 4096;
    private static final int LENGTH = 60 * BLOCK + 5;
    private static final int MOST_TRIES = 50;
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static int[] numbersOfPeers() {
        return IntStream.range(0, CrashTrials.rounds()).flatMap(_ -> IntStream.of(1, 3)).toArray();
    }

    @ParameterizedTest
    @FieldSource("io.millrace.engine.CrashPoints#OF_SUBMITTERS")
    void whatADeadSubmitterLeavesIsCleanedUp(String point) throws IOException {
        for (int peers : numbersOfPeers()) {
            try (Scene scene = new Scene(peers, MemoryOptions.Recovery.THREAD)) {
                scene.startPeers(null);
                ChildJvm submitter = scene.startSubmitter(point, scene.log);
                assertEquals(ChildJvm.KILLED, submitter.await(LIMIT), submitter::story);
                assertEquals(List.of(point), Files.readAllLines(scene.log));
                scene.check(peers);
            }
        }
    }

    @ParameterizedTest
    @FieldSource("io.millrace.engine.CrashPoints#OF_RECOVERERS")
    void whoeverDiesRecoveringASubmitterIsFollowedByAnother(String point) throws IOException {
        for (int peers : numbersOfPeers()) {
            try (Scene scene = new Scene(peers, MemoryOptions.Recovery.MANUAL)) {
                scene.startPeers(point);
                for (int tries = 0; tries < MOST_TRIES && !scene.crashed(); tries++) {
                    // it dies with a job in work; its own workers may sweep it before they end
                    ChildJvm submitter = scene.startSubmitter("job.afterRunning", scene.folder.file("submitter.log"));
                    assertEquals(ChildJvm.KILLED, submitter.await(LIMIT), submitter::story);
                    Await.until("its slot is swept", LIMIT, () -> {
                        return scene.crashed() || scene.memory.processes().size() == 1 + peers;
                    });
                    scene.memory.recoverDead(); // lets go of the dropped tables, by hand as everything here
                }
                assertEquals(List.of(point), Files.readAllLines(scene.log));
                scene.recoverUntilAlone(peers - 1);
                scene.check(peers - 1);
            }
        }
    }

    @Test
    void theWorkersOfADeadSubmitterEndWithIt() throws IOException {
        try (Scene scene = new Scene(1, MemoryOptions.Recovery.THREAD)) {
            scene.startPeers(null);
            ChildJvm submitter = scene.startSubmitter("none", scene.log);
            submitter.kill();
            Duration gone = Await.until("its workers end", LIMIT, scene::workersAreGone);
            System.out.printf("workers gone %d ms after their submitter was killed%n", gone.toMillis());
            scene.check(1);
        }
    }

    /// One file, some peers that look after it, one submitter.
    private static final class Scene implements AutoCloseable {
        final MemoryFolder folder = MemoryFolder.create();
        final Path log = folder.file("crash.log");
        private final Path file = folder.file("scene.mill");
        private final SharedMemory memory;
        private final DoubleArray data;
        private final double[] values = Truth.tameDoubles(LENGTH, 7);
        private final List<ChildJvm> peers = new ArrayList<>();
        private final List<Long> workers = new ArrayList<>();
        private final int peerCount;

        Scene(int peerCount, MemoryOptions.Recovery recovery) {
            this.peerCount = peerCount;
            memory = SharedMemory.create(
                    file, MemoryOptions.defaults().byteSize(LENGTH * 8L).recovery(recovery));
            data = memory.newDoubleArray("data", LENGTH);
            data.copyFrom(values);
        }

        /// With a crash point, the first of them that comes to it dies and the others live on.
        void startPeers(String crashPoint) {
            for (int i = 0; i < peerCount; i++) {
                ChildJvm.Builder builder = ChildJvm.of(IdlePeer.class, file);
                if (crashPoint != null) {
                    builder.property("millrace.crashPoint", crashPoint)
                            .property("millrace.crashLog", log)
                            .property("millrace.crashOnce", true);
                }
                ChildJvm peer = builder.start();
                peers.add(peer);
                peer.expect("attached", LIMIT);
            }
        }

        ChildJvm startSubmitter(String crashPoint, Path crashLog) {
            List<Object> arguments = new ArrayList<>(List.of(file, "-XX:TieredStopAtLevel=1"));
            if (crashPoint.startsWith("recover.")) {
                arguments.add("-Dmillrace.crashPoint=redo.midCopy@3");
                arguments.add("-Dmillrace.crashLog=" + folder.file("worker.log"));
            }
            ChildJvm submitter = ChildJvm.of(CrashingSubmitter.class, arguments.toArray())
                    .property("millrace.crashPoint", crashPoint)
                    .property("millrace.crashLog", crashLog)
                    .start();
            peers.add(submitter);
            for (String line = submitter.receive(LIMIT); !line.equals("working"); line = submitter.receive(LIMIT)) {
                workers.add(Long.parseLong(line));
            }
            return submitter;
        }

        boolean workersAreGone() {
            return workers.stream().allMatch(Processes::hasEnded);
        }

        /// Whether somebody died at the crash point and has written so.
        boolean crashed() {
            return log.toFile().length() > 0;
        }

        void recoverUntilAlone(int livingPeers) {
            Await.until("the dead are swept by hand", LIMIT, () -> {
                memory.recoverDead();
                return memory.processes().size() == 1 + livingPeers;
            });
        }

        /// Nobody is left but the living, no tables, every block old or new, and the next pool
        /// works.
        void check(int livingPeers) {
            Await.until("workers end", LIMIT, this::workersAreGone);
            Await.until("their slots are free", LIMIT, () -> memory.processes().size() == 1 + livingPeers);
            Await.until("the pool's tables are gone", LIMIT, () -> {
                memory.recoverDead();
                return memory.openAll(RegionKind.ENGINE).isEmpty();
            });
            for (int begin = 0; begin < LENGTH; begin += BLOCK) {
                boolean negated = data.get(begin) != values[begin];
                for (int i = begin; i < Math.min(LENGTH, begin + BLOCK); i++) {
                    assertEquals(negated ? -values[i] : values[i], data.get(i), "element " + i);
                }
            }
            data.copyFrom(values);
            try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(2).workerKind(WorkerKind.THREAD))) {
                double sum = pool.reduce(data, Reduction.SUM);
                assertEquals(Truth.sumBits(values), Double.doubleToLongBits(sum));
            }
            memory.drop("data");
            Await.until("space is free again", LIMIT, () -> memory.freeBytes() >= LENGTH * 8L);
            assertTrue(memory.regions().isEmpty());
        }

        @Override
        public void close() {
            peers.forEach(ChildJvm::close);
            memory.close();
            folder.close();
        }
    }
}
