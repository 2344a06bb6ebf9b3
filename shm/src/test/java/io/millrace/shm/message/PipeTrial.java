package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.EndTakenException;
import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.PeerDiedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.testing.ChildJvm;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/// One death at one point of a pipe or a broadcast. This JVM has the other end; the peers, which work
/// on the same file, look after the dead as it does.
record PipeTrial(String point, Path folder, List<ChildJvm> peers) {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CAPACITY = 1024;

    /// Runs it; how long after the death this side knew.
    Duration run() throws Exception {
        PipeScenario scenario = PipeScenario.of(point);
        Recovery recovery = scenario == PipeScenario.RECOVER ? Recovery.MANUAL : Recovery.THREAD;
        Path file = folder.resolve("pipe.mill");
        SharedMemory.create(file, PipeVictim.OPTIONS).close();
        try (SharedMemory memory = SharedMemory.attach(file, recovery)) {
            memory.newPipe("pipe", Codec.longs(), CAPACITY);
            memory.newBroadcast("broadcast", Codec.longs(), CAPACITY);
            for (ChildJvm peer : peers) {
                peer.send("work " + recovery + " " + file);
                peer.expect("attached", LONG);
            }
            Duration known = dieAndLook(scenario, memory);
            for (ChildJvm peer : peers) {
                peer.send("stop");
                assertTrue(Integer.parseInt(peer.receive(LONG)) > 0, () -> point + ": " + peer.story());
            }
            return known;
        }
    }

    private Duration dieAndLook(PipeScenario scenario, SharedMemory memory) throws Exception {
        return switch (scenario) {
            case SEND, CLOSE -> aSenderDied(scenario, memory);
            case FILL -> aSenderDiedWhileItWaited(memory);
            case RECEIVE -> aReceiverDied(memory);
            case RESET -> aResetDied(memory);
            case RECOVER -> aRecovererDied(memory);
            case BROADCAST, BROADCAST_AGAIN -> aBroadcasterDied(scenario, memory);
        };
    }

    /// A process on its way to its death.
    private final class Dying implements AutoCloseable {
        private final ChildJvm deadWorker;
        private final CompletableFuture<Long> deadAt;
        private final Path log;
        private final String name;

        Dying(PipeScenario scenario, String where) {
            name = PipeScenario.nameOf(where);
            log = folder.resolve(name + ".log");
            deadWorker = ChildJvm.of(PipeVictim.class, scenario, folder.resolve("pipe.mill"))
                    .property("millrace.crashPoint", where)
                    .property("millrace.crashLog", log)
                    .start();
            deadAt = CompletableFuture.supplyAsync(() -> {
                int code = deadWorker.await(LONG);
                long now = System.nanoTime();
                assertEquals(ChildJvm.KILLED, code, () -> where + ": " + deadWorker.story());
                return now;
            });
        }

        /// Waits for the death, proves it; how long before `known` it was.
        Duration provenBefore(long known) throws IOException {
            long dead = deadAt.join();
            assertEquals(name, Files.readAllLines(log).getLast());
            return Duration.ofNanos(Math.max(0, known - dead));
        }

        @Override
        public void close() {
            deadWorker.close();
        }
    }

    private Duration aSenderDied(PipeScenario scenario, SharedMemory memory) throws Exception {
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        try (Dying dying = new Dying(scenario, point)) {
            assertArrives(pipe, PipeScenario.arriving(point));
            Duration known = dying.provenBefore(System.nanoTime());
            assertGone(pipe);
            assertUsable(pipe, pipe.second());
            return known;
        }
    }

    private static void assertArrives(Pipe<long[], long[]> pipe, long count) throws InterruptedException {
        for (long number = 0; number < count; number++) {
            assertArrayEquals(new long[] {number}, pipe.second().receive());
        }
        assertThrows(EndOfStreamException.class, () -> pipe.second().receive());
    }

    private void assertGone(Pipe<long[], long[]> pipe) {
        assertThrows(EndOfStreamException.class, () -> pipe.second().poll());
        assertThrows(PeerDiedException.class, () -> pipe.second().send(new long[1]));
        if (!point.equals("pipe.afterClose")) {
            assertThrows(EndTakenException.class, () -> pipe.first().poll());
        }
        assertThrows(EndTakenException.class, pipe::reset);
    }

    /// When this side closed its end, the pipe is as good as new.
    private static void assertUsable(Pipe<long[], long[]> pipe, Connection<long[], long[]> own)
            throws InterruptedException {
        own.close();
        pipe.reset();
        for (long number = 0; number < 100; number++) {
            pipe.first().send(new long[] {number});
            pipe.second().send(new long[] {-number});
            assertEquals(number, pipe.second().receive()[0]);
            assertEquals(-number, pipe.first().receive()[0]);
        }
    }

    private Duration aSenderDiedWhileItWaited(SharedMemory memory) throws Exception {
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        try (Dying dying = new Dying(PipeScenario.FILL, point)) {
            dying.provenBefore(0);
            List<long[]> messages = new ArrayList<>();
            assertThrows(EndOfStreamException.class, () -> {
                while (messages.size() < CAPACITY) {
                    messages.add(pipe.second().receive());
                }
            });
            assertTrue(messages.size() > CAPACITY / 32, () -> "a ring of " + messages.size());
            for (int number = 0; number < messages.size(); number++) {
                assertArrayEquals(new long[] {number}, messages.get(number));
            }
            assertGone(pipe);
            assertUsable(pipe, pipe.second());
            return Duration.ZERO;
        }
    }

    private Duration aReceiverDied(SharedMemory memory) throws Exception {
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        try (Dying dying = new Dying(PipeScenario.RECEIVE, point)) {
            if (point.equals("pipe.receiverWaits")) {
                dying.provenBefore(0);
            }
            assertThrows(PeerDiedException.class, () -> {
                for (long number = 0; number < Long.MAX_VALUE; number++) {
                    pipe.first().send(new long[number % 6 == 5 ? 1000 : 1]);
                }
            });
            Duration known = dying.provenBefore(System.nanoTime());
            assertThrows(EndOfStreamException.class, () -> pipe.first().receive());
            assertThrows(EndTakenException.class, () -> pipe.second().poll());
            assertUsable(pipe, pipe.first());
            return known;
        }
    }

    private Duration aResetDied(SharedMemory memory) throws Exception {
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        pipe.first().send(new long[] {1});
        pipe.first().close();
        pipe.second().poll();
        try (Dying dying = dyingAfter(pipe.second())) {
            dying.deadAt.join();
            pipe.reset();
            Duration known = dying.provenBefore(System.nanoTime());
            assertUsable(pipe, pipe.first());
            return known;
        }
    }

    private Dying dyingAfter(Connection<long[], long[]> own) {
        own.close();
        return new Dying(PipeScenario.RESET, point);
    }

    private Duration aRecovererDied(SharedMemory memory) throws Exception {
        Pipe<long[], long[]> pipe = memory.pipe("pipe", Codec.longs());
        try (Dying corpse = new Dying(PipeScenario.SEND, "pipe.endTaken")) {
            corpse.provenBefore(0);
        }
        try (Dying dying = new Dying(PipeScenario.RECOVER, point)) {
            dying.deadAt.join();
            assertArrives(pipe, 0);
            Duration known = dying.provenBefore(System.nanoTime());
            assertGone(pipe);
            assertUsable(pipe, pipe.second());
            return known;
        }
    }

    private Duration aBroadcasterDied(PipeScenario scenario, SharedMemory memory) throws Exception {
        Broadcast<long[]> broadcast = memory.broadcast("broadcast", Codec.longs());
        List<Subscriber<long[]>> subscribers = new ArrayList<>();
        for (int count = 0; count < peers.size(); count++) {
            subscribers.add(memory.broadcast("broadcast", Codec.longs()).subscribe());
        }
        boolean again = scenario == PipeScenario.BROADCAST_AGAIN;
        if (again) {
            announceAndStop(broadcast);
        }
        int arriving = again ? 0 : PipeScenario.arriving(point);
        try (Dying dying = new Dying(scenario, point)) {
            for (Subscriber<long[]> subscriber : subscribers) {
                for (long number = 0; number < arriving; number++) {
                    assertEquals(number, subscriber.receive()[0]);
                }
                assertThrows(EndOfStreamException.class, subscriber::receive);
            }
            Duration known = dying.provenBefore(System.nanoTime());
            broadcast.send(new long[] {77});
            for (Subscriber<long[]> subscriber : subscribers) {
                assertEquals(77, subscriber.receive()[0]);
                assertEquals(point.equals("broadcast.numbered@3") ? 1 : 0, subscriber.missed());
            }
            return known;
        }
    }

    /// As a sender leaves it that died between the announcement of a message and the message.
    private static void announceAndStop(Broadcast<long[]> broadcast) {
        long intent = BroadcastHeader.RING + broadcast.capacityBytes();
        MemorySegment segment = broadcast.region().segment();
        segment.set(ValueLayout.JAVA_LONG, intent, segment.get(ValueLayout.JAVA_LONG, intent) + 64);
    }
}
