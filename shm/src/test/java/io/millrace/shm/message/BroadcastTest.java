package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.EndOfStreamException;
import io.millrace.shm.EndTakenException;
import io.millrace.shm.MessageTooLargeException;
import io.millrace.shm.RegionDroppedException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Views;
import io.millrace.shm.Waiting;
import io.millrace.shm.WrongRegionTypeException;
import io.millrace.shm.internal.layout.BroadcastHeader;
import io.millrace.shm.view.BroadcastView;
import io.millrace.shm.view.EndView;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A broadcast within one process; two attachments are two processes to it.
class BroadcastTest {
    private static final Duration LONG = Duration.ofSeconds(60);

    private MemoryFolder folder;
    private SharedMemory memory;
    private SharedMemory other;
    private Broadcast<byte[]> broadcast;
    private Broadcast<byte[]> same;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("broadcast.mill"), 1 << 20);
        other = SharedMemory.attach(memory.file());
        broadcast = memory.newBroadcast("news", Codec.bytes(), 1 << 13);
        same = other.broadcast("news", Codec.bytes());
    }

    @AfterEach
    void remove() {
        other.close();
        memory.delete();
        folder.closeEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8, 100, 1016})
    void everySubscriberReceivesWhatIsSentAfterItCame(int byteSize) throws InterruptedException {
        broadcast.send(new byte[3]);
        List<Subscriber<byte[]>> subscribers = List.of(broadcast.subscribe(), same.subscribe());
        subscribers.forEach(subscriber -> assertNull(subscriber.poll()));
        for (int number = 0; number < 5; number++) {
            broadcast.send(PipeScript.message(byteSize, number));
        }
        for (Subscriber<byte[]> subscriber : subscribers) {
            for (int number = 0; number < 5; number++) {
                assertArrayEquals(PipeScript.message(byteSize, number), subscriber.receive());
            }
            assertNull(subscriber.poll());
            assertEquals(0, subscriber.missed());
        }
        assertNull(broadcast.subscribe().poll());
    }

    @Test
    void aSlowSubscriberLearnsHowManyMessagesItMissed() {
        Subscriber<byte[]> slow = same.subscribe();
        long received = 0;
        int sent = 0;
        for (int round = 0; round < 50; round++) {
            for (int count = 0; count < 37; count++) {
                broadcast.send(PipeScript.message(100, sent++));
            }
            for (byte[] message = slow.poll(); message != null; message = slow.poll()) {
                assertArrayEquals(PipeScript.message(100, received + slow.missed()), message);
                received++;
            }
            assertEquals(sent, received + slow.missed());
        }
        assertTrue(slow.missed() == 0, "37 fit");
        for (int count = 0; count < 1000; count++) {
            broadcast.send(PipeScript.message(100, sent++));
        }
        while (slow.poll() != null) {
            received++;
        }
        assertEquals(sent, received + slow.missed());
        assertTrue(slow.missed() > 900, () -> "missed " + slow.missed());
    }

    @Test
    void aMessageOfMoreThanAnEighthIsRefusedAndNothingElseChanges() throws InterruptedException {
        Subscriber<byte[]> subscriber = same.subscribe();
        assertThrows(MessageTooLargeException.class, () -> broadcast.send(new byte[1017]));
        broadcast.send(new byte[1016]);
        assertEquals(1016, subscriber.receive().length);
        assertEquals(0, subscriber.missed());
        assertThrows(WrongRegionTypeException.class, () -> memory.broadcast("news", Codec.utf8()));
        assertThrows(WrongRegionTypeException.class, () -> memory.openOrNewBroadcast("news", Codec.bytes(), 1 << 14));
    }

    @Test
    void oneProcessSendsUntilItClosesOrLeaves() throws InterruptedException {
        Subscriber<byte[]> subscriber = broadcast.subscribe();
        assertNull(subscriber.poll(Duration.ZERO));
        broadcast.send(new byte[1]);
        assertThrows(EndTakenException.class, () -> same.send(new byte[2]));
        broadcast.close();
        assertEquals(1, subscriber.receive().length);
        assertThrows(EndOfStreamException.class, subscriber::receive);
        assertThrows(EndOfStreamException.class, subscriber::poll);
        same.send(new byte[2]);
        assertEquals(2, subscriber.receive().length);
        other.close();
        assertThrows(EndOfStreamException.class, () -> subscriber.poll(LONG));
        broadcast.send(new byte[3]);
        assertEquals(3, subscriber.receive().length);
        assertEquals(0, subscriber.missed());
    }

    @ParameterizedTest
    @EnumSource
    void subscribersThatWaitAreWokenHoweverTheyWait(Waiting waiting) throws Exception {
        int count = 300;
        try (ExecutorService threads = Executors.newFixedThreadPool(3)) {
            List<Future<Long>> sums = new ArrayList<>();
            for (int number = 0; number < 3; number++) {
                Subscriber<byte[]> subscriber = same.waiting(waiting).subscribe();
                sums.add(threads.submit(() -> {
                    long seen = 0;
                    for (byte[] message = subscriber.receive(); message.length > 0; message = subscriber.receive()) {
                        seen++;
                    }
                    return seen + subscriber.missed();
                }));
            }
            for (int number = 0; number < count; number++) {
                broadcast.send(new byte[1]);
                if (number % 50 == 0) {
                    Thread.yield();
                }
            }
            broadcast.send(new byte[0]);
            for (Future<Long> sum : sums) {
                assertEquals(count, sum.get());
            }
        }
    }

    @Test
    void aSubscriberThatWaitsEndsWithTheRegionAndWhenInterrupted() throws Exception {
        Subscriber<byte[]> subscriber = same.subscribe();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, subscriber::receive);
        try (ExecutorService threads = Executors.newSingleThreadExecutor()) {
            Future<Object> waiting =
                    threads.submit(() -> assertThrows(RegionDroppedException.class, subscriber::receive));
            memory.drop("news");
            waiting.get();
        }
        assertThrows(RegionDroppedException.class, () -> broadcast.send(new byte[1]));
        assertThrows(RegionDroppedException.class, broadcast::subscribe);
        broadcast.close();
    }

    /// As a sender leaves it that died between the announcement and the message.
    @Test
    void whatADeadSenderAnnouncedIsMissedAndNeverRead() throws InterruptedException {
        Subscriber<byte[]> subscriber = same.subscribe();
        broadcast.send(new byte[100]);
        long intent = BroadcastHeader.RING + broadcast.capacityBytes();
        var segment = broadcast.region().segment();
        ValueLayout.OfLong word = ValueLayout.JAVA_LONG;
        segment.set(word, intent, segment.get(word, intent) + 800);
        segment.set(word, BroadcastHeader.offset("next"), 2);
        broadcast.send(new byte[200]);
        assertEquals(100, subscriber.receive().length);
        assertEquals(200, subscriber.receive().length);
        assertEquals(1, subscriber.missed());
    }

    @Test
    void aReadOnlyMemoryShowsABroadcast() {
        broadcast.send(new byte[1]);
        broadcast.send(new byte[1]);
        try (SharedMemory readOnly = SharedMemory.attachReadOnly(memory.file())) {
            BroadcastView view = Views.broadcast(readOnly, "news");
            assertEquals(2, view.sent());
            assertEquals("bytes", view.codec());
            assertEquals(EndView.State.TAKEN, view.sender().state());
            assertThrows(UnsupportedOperationException.class, () -> readOnly.broadcast("news", Codec.bytes()));
        }
    }
}
