package io.millrace.shm.sync;

import org.junit.jupiter.api.Nested;

/// The contract among threads of this process.
class SyncContractTest {
    @Nested
    class AmongThreadsOfOneAttachment extends SyncContract {
        @Override
        Hand hire() {
            return Hand.OfThread.sharing(Thread.ofPlatform(), memory);
        }
    }

    @Nested
    class AmongAttachments extends SyncContract {
        @Override
        Hand hire() {
            return Hand.OfThread.attaching(file);
        }
    }

    @Nested
    class AmongVirtualThreads extends SyncContract {
        @Override
        Hand hire() {
            return Hand.OfThread.sharing(Thread.ofVirtual(), memory);
        }
    }
}
