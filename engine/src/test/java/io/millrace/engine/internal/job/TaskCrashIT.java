package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.RemoteFunction;
import io.millrace.engine.RemoteRunnable;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.data.LongValue;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.testing.Await;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Workers, submitters and recoverers of object tasks die at each named point, one after the other,
/// in one pool that lives on. Their peers are threads of the test, each with a slot of its own.
@Timeout(300)
class TaskCrashIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int ITEMS = 60;
    private static final int MOST_ROUNDS = 2_000;

    @ParameterizedTest
    @MethodSource("io.millrace.testing.CrashTrials#numbersOfPeers")
    void nothingIsLostOrReturnedTwiceWhereverAWorkerDies(int peers) throws IOException {
        try (Scene scene = new Scene(MemoryOptions.Recovery.THREAD)) {
            scene.startThreads(peers);
            for (String point : TaskCrashPoints.OF_WORKERS) {
                try (ChildJvm worker = scene.start("worker", point)) {
                    for (int round = 0; worker.isAlive() && round < MOST_ROUNDS; round++) {
                        scene.addEachWorkerTask(point);
                        scene.failOnce(point);
                        scene.round();
                    }
                    scene.assertKilled(worker, point);
                    scene.round();
                }
            }
            scene.assertItemsRanOnce(TaskCrashPoints.OF_WORKERS.size());
            scene.assertFailuresAreRecorded();
            scene.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.testing.CrashTrials#numbersOfPeers")
    void othersGoOnWhereverASubmitterDiesAndWhatItLeftIsFreed(int peers) throws IOException {
        try (Scene scene = new Scene(MemoryOptions.Recovery.THREAD)) {
            scene.startThreads(peers);
            for (String point : TaskCrashPoints.OF_SUBMITTERS) {
                try (ChildJvm submitter = scene.start("submitter", point)) {
                    scene.round();
                    scene.assertKilled(submitter, point);
                    scene.go.set(1);
                    scene.round();
                }
            }
            scene.assertItemsRanOnce(0);
            scene.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @MethodSource("io.millrace.testing.CrashTrials#numbersOfPeers")
    void afterADeathInARecoveryAnotherProcessRecovers(int peers) throws IOException {
        try (Scene scene = new Scene(MemoryOptions.Recovery.MANUAL)) {
            for (String point : TaskCrashPoints.OF_RECOVERERS) {
                String victimsPoint = point.endsWith("Orphan") ? "task.afterReady" : "task.afterRun";
                String role = point.endsWith("Orphan") ? "submitter" : "worker";
                TaskBatch batch = role.equals("worker") ? scene.bed.submit(TaskPeer.counting(scene.mine), 1, 2) : null;
                try (ChildJvm recoverer = scene.start("recoverer", point)) {
                    recoverer.expect("attached", LIMIT);
                    try (ChildJvm deadWorker = scene.start(role, victimsPoint)) {
                        scene.assertKilled(deadWorker, victimsPoint);
                    }
                    scene.assertKilled(recoverer, point);
                }
                scene.bed.memory.recoverDead();
                if (batch != null) {
                    assertEquals(1, batch.attempt());
                    assertTrue(scene.bed.runner().runAny());
                    assertEquals(List.of("VALUE 1", "VALUE 4"), scene.bed.results(batch));
                    batch.release();
                }
                assertEquals(List.of(), scene.bed.busyRows());
            }
            scene.startThreads(peers);
            scene.round();
            scene.assertNothingIsLeft();
        }
    }

    @Test
    void nothingIsTakenFromAWorkerThatIsStoppedInATask() throws IOException {
        try (Scene scene = new Scene(MemoryOptions.Recovery.MANUAL);
                ChildJvm worker = scene.start("worker", "none")) {
            LongValue begun = scene.bed.memory.newLongValue("begun", 0);
            LongValue go = scene.go;
            TaskBatch batch = scene.bed.submit((RemoteRunnable) () -> {
                begun.incrementAndGet();
                while (go.get() == 0) {
                    Thread.onSpinWait();
                }
            });
            Await.until("it runs", LIMIT, () -> begun.get() == 1);
            worker.suspend();
            go.set(1);
            scene.startThreads(1);
            scene.bed.memory.recoverDead();
            scene.round(); // others work, and look at all slots
            scene.bed.memory.recoverDead();
            assertEquals(TaskBatch.State.RUNNING, batch.state());
            worker.resume();
            scene.bed.await(batch);
            assertEquals(List.of("NULL"), scene.bed.results(batch));
            assertEquals(1, begun.get());
            batch.release();
            scene.assertNothingIsLeft();
        }
    }

    /// One file, one pool of the test.
    private static final class Scene implements AutoCloseable {
        final MemoryFolder folder = MemoryFolder.create();
        final TaskBed bed;
        final LongArray mine;
        final LongValue go;
        private int children;
        private long itemsDone;

        Scene(MemoryOptions.Recovery recovery) {
            bed = new TaskBed(SharedMemory.create(
                    folder.file("scene.mill"), MemoryOptions.defaults().byteSize(8 << 20).recovery(recovery)));
            mine = bed.memory.newLongArray("mine", ITEMS);
            bed.memory.newLongArray("theirs", ITEMS);
            go = bed.memory.newLongValue("go", 0);
        }

        void startThreads(int count) {
            for (int thread = 0; thread < count; thread++) {
                bed.startWorker();
            }
        }

        ChildJvm start(String role, String point) {
            return ChildJvm.of(TaskPeer.class, bed.memory.file(), bed.pool.name(), role)
                    .property("millrace.crashPoint", point)
                    .property("millrace.crashLog", log(children++))
                    .start();
        }

        private Path log(int child) {
            return folder.file("crash-" + child + ".log");
        }

        /// Its proof is the log of one of those who were started.
        void assertKilled(ChildJvm child, String point) throws IOException {
            assertEquals(ChildJvm.KILLED, child.await(LIMIT), child::story);
            boolean told = false;
            for (int log = 0; log < children; log++) {
                told |= Files.exists(log(log)) && Files.readAllLines(log(log)).equals(List.of(point));
            }
            assertTrue(told, point);
        }

        void addEachWorkerTask(String point) {
            RemoteRunnable task = () -> {};
            RemoteRunnable failing = () -> {
                throw new IllegalStateException("for every worker");
            };
            if (point.equals("perWorker.beforeRan")) {
                new PerWorkerTasks(bed.pool).add(bed.encoded(task));
            } else if (point.equals("perWorker.afterFailure") && bed.pool.workerSlots().holder(0) != 0) {
                new PerWorkerTasks(bed.pool).add(bed.encoded(failing));
            }
        }

        /// Lets a worker run a task that throws, if it is to die there.
        void failOnce(String point) {
            if (point.startsWith("failure.")) {
                fail("planned");
            }
        }

        private void fail(String message) {
            TaskBatch batch = bed.submit((RemoteRunnable) () -> {
                throw new IllegalStateException(message);
            });
            bed.await(batch);
            batch.release();
        }

        /// Nobody is left in the middle of writing one.
        void assertFailuresAreRecorded() {
            fail("the last one");
            assertEquals("the last one", LastFailure.read(bed.pool).orElseThrow().message());
        }

        void round() {
            RemoteFunction<Integer, Object> function = TaskPeer.counting(mine);
            Map<Integer, String> results = bed.mapAll(function, 0, ITEMS, 5);
            assertEquals(ITEMS, results.size());
            results.forEach((item, result) -> {
                String square = Long.toString((long) item * item);
                assertTrue(result.endsWith(item % 7 == 3 ? "x" + square : " " + square), "item " + item);
            });
            itemsDone += ITEMS;
        }

        /// But for those at which somebody died.
        void assertItemsRanOnce(int deaths) {
            long runs = mine.stream().sum();
            assertTrue(runs >= itemsDone && runs <= itemsDone + deaths, "runs=%d, items=%d".formatted(runs, itemsDone));
        }

        void assertNothingIsLeft() {
            Await.until("all rows are free", LIMIT, () -> {
                bed.memory.recoverDead();
                return bed.busyRows().isEmpty();
            });
            assertFalse(
                    MemoryAccess.regionsOf(bed.memory).allRegions().stream()
                            .anyMatch(region -> region.name().startsWith("task-")),
                    () -> MemoryAccess.regionsOf(bed.memory).allRegions().toString());
        }

        @Override
        public void close() {
            bed.close();
            folder.close();
        }
    }
}
