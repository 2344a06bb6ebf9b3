package io.millrace.shm.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.testing.Await;
import io.millrace.testing.Hand;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What a queue does for several users, whatever the others are.
abstract class QueueContract {
    static final Duration LONG = Hand.LONG;
    private static final int HANDS = 3;

    private MemoryFolder folder;
    private SharedMemory memory;
    private List<? extends Hand> hands;

    /// Other users of the queue, who carry out a `QueueScript` each.
    abstract List<? extends Hand> hands(int count);

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("contract.mill"), 1 << 20);
        hands = hands(HANDS);
    }

    @AfterEach
    void remove() {
        hands.forEach(hand -> assertEquals("ok", hand.ask("leave")));
        memory.delete();
        folder.closeEmpty();
    }

    private SharedQueue<String> open(QueueOptions options) {
        SharedQueue<String> queue = memory.newQueue("queue", Codec.utf8(), options);
        hands.forEach(hand -> assertEquals("ok", hand.ask("open " + memory.file() + " queue")));
        return queue;
    }

    private static QueueOptions small() {
        return QueueOptions.defaults().capacity(8).maxMessageByteSize(128);
    }

    @ParameterizedTest
    @CsvSource({"take,8,PARK", "drainTo,7,BALANCED", "process,1,BALANCED", "deliver,3,PARK", "drain,64,BALANCED",
            "take,2,SPIN"})
    void manyToManyEachMessageArrivesOnceAndEachProducersInOrder(String how, int capacity, Waiting waiting)
            throws InterruptedException {
        int count = 600;
        SharedQueue<String> queue = open(small().capacity(capacity).waiting(waiting));
        hands.get(0).tell("consume " + how);
        hands.get(1).tell("consume " + how);
        hands.get(2).tell("produce theirs " + count);
        for (int number = 0; number < count; number++) {
            queue.put("ours:" + number + ":");
        }
        assertEquals("ok", hands.get(2).answer());
        queue.awaitAllAcked();
        queue.close();
        Set<String> all = new HashSet<>();
        for (Hand consumer : hands.subList(0, 2)) {
            String taken = consumer.answer();
            List<String> messages = taken.isEmpty() ? List.of() : List.of(taken.split(","));
            assertInOrder(messages);
            messages.forEach(message -> assertTrue(all.add(message), () -> "twice: " + message));
        }
        assertEquals(2 * count, all.size());
    }

    private static void assertInOrder(List<String> messages) {
        Map<String, Integer> last = new HashMap<>();
        for (String message : messages) {
            int colon = message.indexOf(':');
            int number = Integer.parseInt(message.substring(colon + 1));
            Integer before = last.put(message.substring(0, colon), number);
            assertTrue(before == null || before < number, () -> message + " after " + before);
        }
    }

    @ParameterizedTest
    @EnumSource(Waiting.class)
    void waitingConsumersGetAMessageAndWaitingProducersGetSpace(Waiting waiting) throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(1).waiting(waiting));
        for (int round = 0; round < 20; round++) {
            hands.get(0).tell("take");
            queue.put("a" + round);
            assertEquals("a" + round, hands.get(0).answer());
        }
        queue.put("first");
        hands.get(1).tell("put second");
        hands.get(2).tell("offer third 60000");
        Set<String> rest = new HashSet<>(List.of(queue.take(), queue.take(), queue.take()));
        assertEquals("ok", hands.get(1).answer());
        assertEquals("true", hands.get(2).answer());
        assertEquals(Set.of("first", "second", "third"), rest);
    }

    @Test
    void allWaitingConsumersGetAMessageWhenManyArriveAtOnce() throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(64).waiting(Waiting.PARK));
        hands.forEach(hand -> hand.tell("take"));
        queue.putAll(List.of("a", "b", "c"));
        Set<String> taken = new HashSet<>();
        hands.forEach(hand -> taken.add(hand.answer()));
        assertEquals(Set.of("a", "b", "c"), taken);
    }

    @Test
    void timedFormsEndWithoutAMessageAndWithoutRoom() throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(1));
        for (String millis : List.of("-5", "0", "1", "120")) {
            assertEquals("null", hands.get(0).ask("poll " + millis));
            assertEquals("null", hands.get(0).ask("deliver " + millis));
        }
        queue.put("full");
        for (String millis : List.of("-5", "0", "1", "120")) {
            assertEquals("false", hands.get(0).ask("offer more " + millis));
            assertEquals("false", hands.get(0).ask("awaitAllAcked " + millis));
        }
        assertEquals("full", queue.take());
    }

    @ParameterizedTest
    @ValueSource(strings = {"take", "put", "awaitAllAcked"})
    void anInterruptEndsEachWait(String how) throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(1));
        if (!how.equals("take")) {
            queue.put("full");
        }
        assertEquals("InterruptedException false", hands.get(0).ask("interrupted " + how));
    }

    @Test
    void closingWakesWaitingThreads() {
        SharedQueue<String> queue = open(small().capacity(1));
        hands.get(0).tell("take");
        hands.get(1).tell("take");
        queue.close();
        assertEquals("QueueClosedException", hands.get(0).answer());
        assertEquals("QueueClosedException", hands.get(1).answer());
        assertEquals("QueueClosedException", hands.get(2).ask("put late"));
        assertEquals("QueueClosedException", hands.get(2).ask("offer late 1000"));
    }

    @Test
    void closingWakesWaitingProducersAndKeepsTheMessages() throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(1));
        queue.put("in");
        hands.get(0).tell("put late");
        assertEquals("ok", hands.get(1).ask("close"));
        assertEquals("QueueClosedException", hands.get(0).answer());
        assertEquals("in", hands.get(2).ask("take"));
        assertEquals("QueueClosedException", hands.get(2).ask("take"));
    }

    @Test
    void unacknowledgedMessagesOfAProcessThatLeavesAreDeliveredAgain() {
        SharedQueue<String> queue = open(small());
        assertEquals("ok", hands.get(0).ask("put a"));
        assertEquals("ok", hands.get(0).ask("put b"));
        assertEquals("a 1", hands.get(1).ask("deliver 60000"));
        assertEquals("ok", hands.get(2).ask("claim 5"));
        assertEquals("b", hands.get(0).ask("take"));
        hands.get(0).tell("deliver 60000");
        assertEquals("ok", hands.get(1).ask("leave"));
        assertEquals("a 2", hands.get(0).answer());
        assertEquals("ok", hands.get(0).ask("ack"));
        assertEquals("IllegalStateException", hands.get(0).ask("ack"));
        assertEquals("ok", hands.get(2).ask("leave"));
        assertEquals(queue.capacity(), queue.remainingCapacity());
        assertNull(queue.poll());
    }

    @Test
    void aMessageReleasedByOneIsDeliveredToAnother() {
        SharedQueue<String> queue = open(small());
        assertEquals("ok", hands.get(0).ask("put a"));
        assertEquals("a 1", hands.get(1).ask("deliver 60000"));
        hands.get(2).tell("deliver 60000");
        assertEquals("ok", hands.get(1).ask("release"));
        assertEquals("a 2", hands.get(2).answer());
        assertEquals("ok", hands.get(2).ask("ack"));
        assertTrue(queue.isEmpty());
    }

    @Test
    void theLastOfSeveralConsumersMakesItADeadLetter() throws InterruptedException {
        SharedQueue<String> dead = memory.newQueue("dead", Codec.utf8(), small());
        SharedQueue<String> queue = open(small().maxDeliveries(3).deadLetters(dead));
        queue.put("poison");
        for (int attempt = 1; attempt <= 3; attempt++) {
            Hand hand = hands.get(attempt - 1);
            assertEquals("poison " + attempt, hand.ask("deliver 60000"));
            assertEquals("ok", hand.ask("release"));
        }
        assertNull(queue.poll());
        assertEquals("poison", dead.take());
        assertTrue(queue.awaitAllAcked(Duration.ZERO));
    }

    @Test
    void awaitAllAckedWaitsForTheLastAck() {
        SharedQueue<String> queue = open(small());
        assertTrue(queue.offer("a"));
        assertTrue(queue.offer("b"));
        assertEquals("a 1", hands.get(0).ask("deliver 60000"));
        assertEquals("b 1", hands.get(1).ask("deliver 60000"));
        hands.get(2).tell("awaitAllAcked 60000");
        assertEquals("ok", hands.get(0).ask("ack"));
        assertEquals("ok", hands.get(1).ask("ack"));
        assertEquals("true", hands.get(2).answer());
    }

    @Test
    void whatIsBehindAClaimOfAnotherWaitsForItsEnd() {
        SharedQueue<String> queue = open(small());
        assertEquals("ok", hands.get(0).ask("claim 3"));
        assertTrue(queue.offer("behind"));
        assertEquals("null", hands.get(1).ask("poll 60"));
        hands.get(1).tell("take");
        assertEquals("ok", hands.get(0).ask("publish"));
        assertEquals("ccc", hands.get(1).answer());
        assertEquals("behind", hands.get(1).ask("take"));
        assertEquals("IllegalStateException", hands.get(0).ask("publish"));
        assertEquals("MessageTooLargeException", hands.get(0).ask("claim 129"));
    }

    @Test
    void virtualThreadsThatWaitGetAMessageEach() throws InterruptedException {
        SharedQueue<String> queue = open(small().capacity(4));
        hands.get(0).tell("virtual 60");
        for (int number = 0; number < 60; number++) {
            queue.put("message " + number);
        }
        assertEquals("60", hands.get(0).answer());
    }

    @Test
    void anotherCodecIsRefusedByName() {
        open(small());
        assertEquals("refused", hands.get(0).ask("wrongCodec"));
    }

    @Test
    void aWaitingThreadLearnsOfADrop() {
        open(small());
        hands.get(0).tell("take");
        hands.get(1).tell("deliver 60000");
        memory.drop("queue");
        assertEquals("RegionDroppedException", hands.get(0).answer());
        assertEquals("RegionDroppedException", hands.get(1).answer());
        Await.until("space is free", LONG, () -> memory.freeBytes() == memory.byteSize());
        assertEquals(List.of(), new ArrayList<>(memory.regions()));
    }
}
