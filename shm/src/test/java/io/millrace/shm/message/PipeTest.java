package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.RegionExistsException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.view.EndView;
import io.millrace.shm.view.PipeView;
import io.millrace.testing.Await;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What concerns one process alone: names, misuse, interrupts, and what goes away under a call.
class PipeTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private MemoryFolder folder;
    private SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("pipe.mill"), 1 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    private Pipe<byte[], byte[]> pipe() {
        return memory.newPipe("pipe", Codec.bytes(), 1 << 14);
    }

    /// Something that waits, in a thread of its own; the thread is asleep when this returns.
    private static final class Waiter {
        private final CompletableFuture<Object> outcome = new CompletableFuture<>();
        private final Thread thread;

        Waiter(Callable<?> call) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    outcome.complete(call.call());
                } catch (Throwable thrown) {
                    outcome.completeExceptionally(thrown);
                }
            });
            Await.until("waiting", LONG, () -> !thread.isAlive() || Thread.State.RUNNABLE != thread.getState()
                    || isInKernel(thread));
        }

        private static boolean isInKernel(Thread thread) {
            StackTraceElement[] stack = thread.getStackTrace();
            return List.of(stack).stream().anyMatch(frame -> frame.getMethodName().equals("awaitChange"));
        }

        Throwable thrown() throws Exception {
            ExecutionException failed =
                    assertThrows(ExecutionException.class, () -> outcome.get(LONG.toSeconds(), TimeUnit.SECONDS));
            return failed.getCause();
        }
    }

    /// Its record would hold up the receiver, and its right to send everybody else.
    @Test
    void aClaimWhoseThreadEndedIsAborted() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        endWithAClaim(pipe.first());
        assertTrue(pipe.first().offer(new byte[] {1}, LONG));
        assertArrayEquals(new byte[] {1}, pipe.second().poll(LONG));
        endWithAClaim(pipe.first());
        endWithAClaim(pipe.second());
        pipe.first().close(); // the second end is closed with the memory
    }

    private static void endWithAClaim(Connection<byte[], byte[]> connection) throws Exception {
        Waiter claimer = new Waiter(() -> connection.claim(10));
        claimer.outcome.get(LONG.toSeconds(), TimeUnit.SECONDS);
        claimer.thread.join();
    }

    @Test
    void twoCodecsGoTheirOwnWays() throws InterruptedException {
        Pipe<String, long[]> pipe = memory.newPipe("mixed", Codec.utf8(), Codec.longs(), 5000);
        pipe.first().send("sum of");
        pipe.second().send(new long[] {1, 2});
        assertEquals("sum of", pipe.second().receive());
        assertArrayEquals(new long[] {1, 2}, pipe.first().receive());
        assertEquals(8192, pipe.capacityBytes());
        assertEquals("mixed", pipe.name());
    }

    @Test
    void aPipeIsFoundByNameKindAndCodecs() {
        pipe();
        assertThrows(RegionExistsException.class, () -> memory.newPipe("pipe", Codec.bytes(), 1));
        assertThrows(NoSuchRegionException.class, () -> memory.pipe("other", Codec.bytes()));
        assertThrows(WrongRegionTypeException.class, () -> memory.pipe("pipe", Codec.utf8()));
        assertThrows(WrongRegionTypeException.class, () -> memory.pipe("pipe", Codec.bytes(), Codec.utf8()));
        assertThrows(WrongRegionTypeException.class, () -> memory.queue("pipe", Codec.bytes()));
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewPipe("pipe", Codec.bytes(), 1 << 15));
        assertEquals(1 << 14, memory.openOrNewPipe("pipe", Codec.bytes(), 1 << 14).capacityBytes());
        assertEquals(1024, memory.openOrNewPipe("new", Codec.bytes(), 1).capacityBytes());
        assertFalse(memory.newPipe(Codec.bytes(), 1).name().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, (1L << 30) + 1, Long.MAX_VALUE})
    void anImpossibleCapacityIsRefused(long capacity) {
        assertThrows(IllegalArgumentException.class, () -> memory.newPipe("pipe", Codec.bytes(), capacity));
    }

    @Test
    void allHandlesOfOneProcessShareTheEnds() throws InterruptedException {
        Pipe<byte[], byte[]> one = pipe();
        Pipe<byte[], byte[]> two = memory.pipe("pipe", Codec.bytes());
        assertSame(one.first(), one.first());
        one.first().send(new byte[1]);
        two.first().send(new byte[2]);
        assertEquals(1, one.second().receive().length);
        assertEquals(2, two.second().receive().length);
    }

    @Test
    void aClosedConnectionIsRefusedAndThePipeGivesAnother() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = pipe();
        Connection<byte[], byte[]> first = pipe.first();
        first.send(new byte[1]);
        first.close();
        first.close();
        assertThrows(IllegalStateException.class, () -> first.send(new byte[1]));
        assertThrows(IllegalStateException.class, first::poll);
        pipe.first().send(new byte[2]);
        assertEquals(1, pipe.second().receive().length);
        assertEquals(2, pipe.second().receive().length);
    }

    @Test
    void aClaimEndsOnceAndInItsThread() throws Exception {
        Connection<byte[], byte[]> first = pipe().first();
        assertThrows(IllegalArgumentException.class, () -> first.claim(-1));
        assertThrows(MessageTooLargeException.class, () -> first.claim(2049));
        assertThrows(MessageTooLargeException.class, () -> first.tryClaim(2049));
        Claim claim = first.claim(2048);
        assertEquals(2048, claim.segment().byteSize());
        assertThrows(IllegalStateException.class, () -> first.send(new byte[1]));
        assertThrows(IllegalStateException.class, () -> first.claim(1));
        Waiter stranger = new Waiter(() -> {
            claim.publish();
            return "published";
        });
        assertInstanceOf(IllegalStateException.class, stranger.thrown());
        claim.publish();
        assertThrows(IllegalStateException.class, claim::publish);
        assertThrows(IllegalStateException.class, claim::abort);
        assertThrows(IllegalStateException.class, claim::segment);
        claim.close();
        first.claim(10);
        first.close();
    }

    @Test
    void aMessageWhoseHandlerThrewIsConsumed() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = pipe();
        pipe.first().send(new byte[1]);
        pipe.first().send(new byte[2]);
        assertThrows(ArithmeticException.class, () -> pipe.second().drain((source, offset, byteSize) -> {
            throw new ArithmeticException("own");
        }, 10));
        assertEquals(2, pipe.second().receive().length);
        assertEquals(0, pipe.second().drain((source, offset, byteSize) -> {}, 10));
        assertThrows(IllegalArgumentException.class, () -> pipe.second().drain((source, offset, byteSize) -> {}, -1));
    }

    @Test
    void insideAHandlerTheConnectionCanSendButNotReceiveOrClose() throws InterruptedException {
        Pipe<byte[], byte[]> pipe = pipe();
        pipe.first().send(new byte[1]);
        assertEquals(1, pipe.second().drain((source, offset, byteSize) -> {
            assertThrows(IllegalStateException.class, () -> pipe.second().poll());
            assertThrows(IllegalStateException.class, () -> pipe.second().close());
            assertTrue(pipe.second().offer(new byte[7]));
        }, 10));
        assertEquals(7, pipe.first().receive().length);
        assertNull(pipe.second().poll());
    }

    @Test
    void callsThatWaitEndWhenInterrupted() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        for (Callable<?> call : List.<Callable<?>>of(
                () -> pipe.first().receive(),
                () -> pipe.first().poll(LONG),
                () -> pipe.first().drain((source, offset, byteSize) -> {}, 1, LONG))) {
            Waiter waiter = new Waiter(call);
            waiter.thread.interrupt();
            assertInstanceOf(InterruptedException.class, waiter.thrown());
        }
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> pipe.first().send(new byte[1]));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> pipe.first().receive());
        Thread.currentThread().interrupt();
        assertNull(pipe.first().poll());
        assertTrue(pipe.first().offer(new byte[1]));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aMessageThatWasSentInPartIsDropped() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        Waiter sender = new Waiter(() -> {
            pipe.first().send(new byte[100_000]);
            return "sent";
        });
        assertNull(pipe.second().poll());
        Await.until("waits again", LONG, () -> Waiter.isInKernel(sender.thread));
        sender.thread.interrupt();
        assertInstanceOf(InterruptedException.class, sender.thrown());
        assertNull(pipe.second().poll());
        assertFalse(pipe.first().offer(new byte[100_000], Duration.ofMillis(10)));
        while (pipe.second().poll() == null && !pipe.first().offer(new byte[3])) {
            // the pieces that nobody wants make room
        }
        assertEquals(3, pipe.second().receive().length);
    }

    @Test
    void aWaitingThreadLearnsThatAnotherThreadClosedTheConnection() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        Waiter receiver = new Waiter(() -> pipe.first().receive());
        Waiter sender = new Waiter(() -> {
            pipe.first().send(new byte[100_000]);
            return "sent";
        });
        pipe.first().close();
        assertInstanceOf(IllegalStateException.class, receiver.thrown());
        assertInstanceOf(IllegalStateException.class, sender.thrown());
    }

    @Test
    void aWaitingThreadLearnsThatTheRegionWasDropped() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        Waiter receiver = new Waiter(() -> pipe.first().receive());
        Waiter sender = new Waiter(() -> {
            pipe.first().send(new byte[100_000]);
            return "sent";
        });
        memory.drop("pipe");
        assertInstanceOf(RegionDroppedException.class, receiver.thrown());
        assertInstanceOf(RegionDroppedException.class, sender.thrown());
        assertThrows(RegionDroppedException.class, () -> pipe.first().send(new byte[1]));
        assertThrows(RegionDroppedException.class, () -> pipe.second().poll());
        assertThrows(RegionDroppedException.class, () -> pipe.second().claim(1));
        assertThrows(RegionDroppedException.class, pipe::reset);
        Await.until("all bytes are free", LONG, () -> memory.freeBytes() == 1 << 20);
        pipe.first().close();
    }

    @Test
    void aWaitingThreadLearnsThatTheMemoryWasClosed() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        SharedMemory another = SharedMemory.attach(memory.file());
        Pipe<byte[], byte[]> same = another.pipe("pipe", Codec.bytes());
        Waiter receiver = new Waiter(() -> same.first().receive());
        Waiter sender = new Waiter(() -> {
            same.first().send(new byte[100_000]);
            return "sent";
        });
        another.close();
        assertInstanceOf(IllegalStateException.class, receiver.thrown());
        assertInstanceOf(IllegalStateException.class, sender.thrown());
        assertThrows(IllegalStateException.class, () -> same.second().poll());
        pipe.first().send(new byte[1]);
    }

    @Test
    void theBytesOfADroppedPipeStayItsOwnWhileAClaimIsOpen() throws Exception {
        Pipe<byte[], byte[]> pipe = pipe();
        Claim claim = pipe.first().claim(8);
        memory.drop("pipe");
        assertTrue(memory.freeBytes() < 1 << 20);
        claim.segment();
        claim.publish();
        Await.until("all bytes are free", LONG, () -> memory.freeBytes() == 1 << 20);
    }

    @Test
    void aMemoryThatIsReadOnlyShowsAPipeAndDoesNotOpenIt() throws InterruptedException {
        pipe().first().send(new byte[24]);
        try (SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            assertThrows(UnsupportedOperationException.class, () -> readOnly.pipe("pipe", Codec.bytes()));
            PipeView view = Views.pipe(readOnly, "pipe");
            assertEquals(EndView.State.TAKEN, view.first().state());
            assertEquals(ProcessHandle.current().pid(), view.first().process().orElseThrow().pid());
            assertEquals(EndView.State.FREE, view.second().state());
            assertEquals("bytes", view.toFirstCodec());
            assertEquals(32, view.toSecondBytes());
            assertEquals(0, view.toFirstBytes());
        }
        memory.pipe("pipe", Codec.bytes()).first().poll();
        assertNotNull(memory.pipe("pipe", Codec.bytes()).second().poll());
    }
}
