package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.RegionKind;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.DoubleArray;
import io.millrace.shm.internal.layout.ProcessSlot;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.CrashTrials;
import io.millrace.testing.CrashTrials.Death;
import io.millrace.testing.MemoryFolder;
import io.millrace.testing.Processes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The process that owns a pool and submits its jobs dies at each named point; so does who recovers
/// it. Others live on.
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class SubmitterCrashIT {
    private static final int BLOCK = 4096;

    /// Not a small job, which would leave no trace in the tables; 16 chunks.
    private static final int LENGTH = 250 * BLOCK + 5;

    private static final CrashTrials<ChildJvm> TRIALS = CrashTrials.with(IdlePeer.class);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @AfterAll
    static void end() {
        TRIALS.close();
    }

    @Test
    void whatADeadSubmitterLeavesIsCleanedUpWhereverItDies() throws Exception {
        TRIALS.run(deaths(CrashPoints.OF_SUBMITTERS, SubmitterCrashIT::aSubmitterDies));
    }

    private static void aSubmitterDies(String point, Scene scene, List<ChildJvm> peers) throws IOException {
        scene.join(peers);
        ChildJvm submitter = scene.startSubmitter(point, scene.log, WorkerKind.PROCESS);
        assertEquals(ChildJvm.KILLED, submitter.await(LIMIT), submitter::story);
        assertEquals(List.of(point), Files.readAllLines(scene.log));
        scene.check(peers.size());
        scene.leave(peers);
    }

    /// The peers are of this trial alone: one of them dies.
    @Test
    void afterADeathInTheRecoveryOfASubmitterAnotherProcessRecoversIt() throws Exception {
        TRIALS.run(
                deaths(CrashPoints.OF_RECOVERERS, (point, scene, peers) -> aRecovererDies(point, scene, peers.size())));
    }

    private static void aRecovererDies(String point, Scene scene, int peers) throws IOException {
        scene.startPeers(point, peers);
        // The submitter dies with a job in work. Its workers die with it: processes would sweep it first.
        ChildJvm submitter =
                scene.startSubmitter("job.afterRunning", scene.folder.resolve("submitter.log"), WorkerKind.THREAD);
        assertEquals(ChildJvm.KILLED, submitter.await(LIMIT), submitter::story);
        Await.until("a peer dies in the recovery", LIMIT, scene::crashed);
        assertEquals(List.of(point), Files.readAllLines(scene.log));
        scene.recoverUntilAlone(peers - 1);
        scene.check(peers - 1);
    }

    /// What dies, and what must be so then.
    private interface Dying {
        void run(String point, Scene scene, List<ChildJvm> peers) throws IOException;
    }

    private static List<Death<ChildJvm>> deaths(List<String> points, Dying dying) {
        return points.stream()
                .map(point -> new Death<ChildJvm>(point, (folder, peers) -> {
                    long start = System.nanoTime();
                    boolean byHand = CrashPoints.OF_RECOVERERS.contains(point);
                    try (Scene scene = new Scene(folder, byHand ? Recovery.MANUAL : Recovery.THREAD)) {
                        dying.run(point, scene, peers);
                    }
                    return Duration.ofNanos(System.nanoTime() - start);
                }))
                .toList();
    }

    @Test
    void theWorkersOfADeadSubmitterEndWithIt() {
        try (MemoryFolder folder = MemoryFolder.create();
                Scene scene = new Scene(folder.path(), Recovery.THREAD)) {
            scene.startPeers("none", 1);
            ChildJvm submitter = scene.startSubmitter("none", scene.log, WorkerKind.PROCESS);
            submitter.kill();
            Duration gone = Await.until("its workers end", LIMIT, scene::workersAreGone);
            System.out.printf("workers gone %d ms after their submitter was killed%n", gone.toMillis());
            scene.check(1);
        }
    }

    /// One file, those who look after it, one submitter.
    private static final class Scene implements AutoCloseable {
        private final Path folder;
        private final Path file;
        private final Path log;
        private final SharedMemory memory;
        private final DoubleArray data;
        private final double[] values = Truth.tameDoubles(LENGTH, 7);
        private final List<ChildJvm> own = new ArrayList<>();
        private final List<Long> workers = new ArrayList<>();

        Scene(Path folder, Recovery recovery) {
            this.folder = folder;
            file = folder.resolve("scene.mill");
            log = folder.resolve("crash.log");
            memory = SharedMemory.create(
                    file, MemoryOptions.defaults().byteSize(LENGTH * 8L).recovery(recovery));
            data = memory.newDoubleArray("data", LENGTH);
            data.copyFrom(values);
        }

        void join(List<ChildJvm> peers) {
            peers.forEach(peer -> peer.send(file.toString()));
            peers.forEach(peer -> peer.expect("attached", LIMIT));
        }

        void leave(List<ChildJvm> peers) {
            peers.forEach(peer -> peer.send("leave"));
            peers.forEach(peer -> peer.expect("left", LIMIT));
        }

        /// The first of them that comes to the crash point dies and the others live on.
        void startPeers(String crashPoint, int count) {
            for (int i = 0; i < count; i++) {
                own.add(ChildJvm.of(IdlePeer.class)
                        .property("millrace.crashPoint", crashPoint)
                        .property("millrace.crashLog", log)
                        .property("millrace.crashOnce", true)
                        .start());
            }
            own.forEach(peer -> peer.expect("ready", LIMIT));
            join(own);
        }

        ChildJvm startSubmitter(String crashPoint, Path crashLog, WorkerKind workerKind) {
            List<Object> arguments = new ArrayList<>(List.of(file, "-XX:TieredStopAtLevel=1"));
            boolean endless = crashPoint.equals("recover.afterChunkCancel");
            if (crashPoint.startsWith("recover.") && !endless) {
                arguments.add("-Dmillrace.crashPoint=redo.midCopy@3");
                arguments.add("-Dmillrace.crashLog=" + folder.resolve("worker.log"));
            }
            ChildJvm submitter = ChildJvm.of(CrashingSubmitter.class, arguments.toArray())
                    .property("millrace.crashPoint", crashPoint)
                    .property("millrace.crashLog", crashLog)
                    .property("crashing.endless", endless)
                    .property("crashing.workerKind", workerKind)
                    .start();
            own.add(submitter);
            for (String line = submitter.receive(LIMIT); !line.equals("working"); line = submitter.receive(LIMIT)) {
                workers.add(Long.parseLong(line));
            }
            return submitter;
        }

        boolean workersAreGone() {
            return workers.stream().allMatch(Processes::hasEnded);
        }

        /// Slots of the living, and of the dead that no process has swept. `memory.processes()` leaves these out.
        long slotsInUse() {
            ProcessSlotHolder slots = MemoryAccess.regionsOf(memory).slotHolder();
            return IntStream.rangeClosed(1, ProcessSlot.COUNT)
                    .filter(slot -> !slots.isFree(slot))
                    .count();
        }

        /// Whether somebody died at the crash point and has written so.
        boolean crashed() {
            return log.toFile().length() > 0;
        }

        void recoverUntilAlone(int livingPeers) {
            Await.until("the dead are swept by hand", LIMIT, () -> {
                memory.recoverDead();
                return slotsInUse() == 1 + livingPeers;
            });
        }

        /// Nobody is left but the living, no tables, every block old or new, and the next pool
        /// works.
        void check(int livingPeers) {
            Await.until("workers end", LIMIT, this::workersAreGone);
            Await.until("their slots are free", LIMIT, () -> slotsInUse() == 1 + livingPeers);
            Await.until("the pool's tables are gone", LIMIT, () -> {
                memory.recoverDead();
                return MemoryAccess.regionsOf(memory).openAll(RegionKind.ENGINE).isEmpty();
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
            own.forEach(ChildJvm::close);
            memory.close();
        }
    }
}
