package io.millrace.shm.crash;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.CounterPeer;
import io.millrace.shm.map.MapPeer;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueuePeer;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The JVMs that live on through crash tests end with the JVM of the test, in the middle of their work too: all that
/// they see of its death is the end of their standard input.
@Timeout(120)
class PeerEndIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    static Stream<Arguments> peers() {
        Consumer<SharedMemory> nothing = memory -> {};
        Consumer<SharedMemory> queue = memory -> memory.newQueue("work", Codec.utf8());
        Consumer<SharedMemory> map = memory -> memory.newMap("work", Codec.utf8(), Codec.longs());
        Consumer<SharedMemory> counter = memory -> memory.newCounter("work");
        return Stream.of(
                Arguments.of(Peer.class, "work THREAD ", nothing),
                Arguments.of(QueuePeer.class, "work busy ", queue),
                Arguments.of(MapPeer.class, "work busy ", map),
                Arguments.of(CounterPeer.class, "work ", counter));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aPeerAtWorkEndsWithItsInput(Class<?> main, String order, Consumer<SharedMemory> regions) {
        try (MemoryFolder folder = MemoryFolder.create();
                ChildJvm peer = ChildJvm.of(main).start();
                SharedMemory memory = SharedMemory.create(folder.file("peers.mill"), 16 << 20)) {
            regions.accept(memory);
            peer.expect("ready", LIMIT);
            peer.send(order + folder.file("peers.mill"));
            peer.expect("attached", LIMIT);
            peer.endInput();
            peer.await(LIMIT);
        }
    }
}
