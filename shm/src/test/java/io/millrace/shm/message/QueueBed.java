package io.millrace.shm.message;

import io.millrace.shm.SharedMemory;
import io.millrace.testing.MemoryFolder;
import java.lang.foreign.ValueLayout;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/// A memory for the queues of one test.
abstract class QueueBed {
    static final Duration AT_ONCE = Duration.ZERO;
    static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    MemoryFolder folder;
    SharedMemory memory;

    @BeforeEach
    void create() {
        folder = MemoryFolder.create();
        memory = SharedMemory.create(folder.file("queue.mill"), 4 << 20);
    }

    @AfterEach
    void remove() {
        memory.delete();
        folder.closeEmpty();
    }

    SharedQueue<String> queue(QueueOptions options) {
        return memory.newQueue("texts", Codec.utf8(), options);
    }

    SharedQueue<String> queueOf(long capacity) {
        return queue(QueueOptions.defaults().capacity(capacity).maxMessageByteSize(100));
    }
}
