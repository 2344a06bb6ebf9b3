package io.millrace.shm.crash;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.map.MapPeer;
import io.millrace.shm.message.Codec;
import io.millrace.shm.message.QueuePeer;
import io.millrace.testing.ChildJvm;
import io.millrace.testing.MemoryFolder;
import java.nio.file.Path;
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
        return Stream.of(
                Arguments.of(Peer.class, "THREAD", nothing),
                Arguments.of(QueuePeer.class, "busy", queue),
                Arguments.of(MapPeer.class, "busy", map));
    }

    @ParameterizedTest
    @MethodSource("peers")
    void aPeerAtWorkEndsWithItsInput(Class<?> main, String how, Consumer<SharedMemory> regions) {
        MemoryFolder folder = MemoryFolder.create();
        try (ChildJvm peer = ChildJvm.of(main).start()) {
            Path file = folder.file("peers.mill");
            try (SharedMemory memory = SharedMemory.create(file, 16 << 20)) {
                regions.accept(memory);
                peer.expect("ready", LIMIT);
                peer.send("work " + how + " " + file);
                peer.expect("attached", LIMIT);
                peer.endInput();
                peer.await(LIMIT);
                memory.delete();
            }
        } finally {
            folder.closeEmpty();
        }
    }
}
