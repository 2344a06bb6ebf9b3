package io.millrace.shm.internal.wait;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.internal.wait.WaitSource.Announcement;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// In which order a wait for several things announces, looks, sleeps and withdraws.
@Timeout(60)
class AnyWaitTest {
    private final Arena arena = Arena.ofShared();
    private final List<String> steps = new ArrayList<>();

    @AfterEach
    void close() {
        arena.close();
    }

    private FutexWord word() {
        return new FutexWord(arena.allocate(ValueLayout.JAVA_INT), 0);
    }

    /// Is ready at its look of that number, and tells its steps.
    private final class Thing implements WaitSource {
        private final FutexWord word = word();
        private final int ready;
        private int looks;

        private Thing(int ready) {
            this.ready = ready;
        }

        @Override
        public boolean isReady() {
            steps.add("look");
            return ++looks >= ready;
        }

        @Override
        public Announcement announce() {
            steps.add("announce");
            return new Announcement(word, word.getVolatile());
        }

        @Override
        public void lookForDead() {
            steps.add("dead?");
        }

        @Override
        public void withdraw() {
            steps.add("withdraw");
        }
    }

    @Test
    void whatIsReadyNeedsNoAnnouncement() throws InterruptedException {
        assertEquals(List.of(0, 1), new AnyWait(List.of(new Thing(1), new Thing(1))).await(Deadline.forever()));
        assertEquals(List.of("look", "look"), steps);
    }

    @Test
    void eachIsLookedAtOnceMoreAfterAllAnnouncements() throws InterruptedException {
        assertEquals(List.of(1), new AnyWait(List.of(new Thing(9), new Thing(2))).await(Deadline.forever()));
        assertEquals(List.of("look", "look", "announce", "announce", "look", "look"), steps);
    }

    @Test
    void afterASliceTheDeadAreLookedForAndTheEndIsWithdrawn() throws InterruptedException {
        assertEquals(List.of(0), new AnyWait(List.of(new Thing(3))).await(Deadline.forever()));
        assertEquals(List.of("look", "announce", "look", "dead?", "announce", "look", "withdraw"), steps);
    }

    @Test
    void aChangeOfAnyWordEndsTheSleepInEachOfItsWays() throws Exception {
        for (boolean virtual : new boolean[] {false, true}) {
            for (boolean polling : new boolean[] {false, true}) {
                List<Announcement> words =
                        List.of(new Announcement(word(), 0), new Announcement(word(), 0), new Announcement(word(), 0));
                CountDownLatch begun = new CountDownLatch(1);
                Callable<Boolean> sleep = () -> {
                    begun.countDown();
                    boolean changed = false;
                    while (!changed) {
                        changed = polling
                                ? FutexWords.poll(words, Deadline.SLICE_NANOS)
                                : FutexWords.sleep(words, Deadline.SLICE_NANOS);
                    }
                    return true;
                };
                try (var threads =
                        virtual ? Executors.newVirtualThreadPerTaskExecutor() : Executors.newCachedThreadPool()) {
                    var asleep = threads.submit(sleep);
                    begun.await();
                    words.getLast().word().setRelease(1);
                    words.getLast().word().wakeAll();
                    assertTrue(asleep.get());
                }
            }
        }
    }

    @Test
    void aSleepWithoutAChangeSaysSo() {
        List<Announcement> words = List.of(new Announcement(word(), 0), new Announcement(word(), 0));
        assertFalse(FutexWords.sleep(words, Duration.ofMillis(2).toNanos()));
        assertFalse(FutexWords.poll(words, Duration.ofMillis(2).toNanos()));
        assertTrue(FutexWords.sleep(List.of(words.getFirst(), new Announcement(word(), 1)), 1_000_000));
    }
}
