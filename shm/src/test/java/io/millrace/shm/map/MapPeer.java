package io.millrace.shm.map;

import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import java.nio.file.Path;
import java.util.Scanner;

/// Lives on. On the line `work QUIET FILE` it attaches; then it adds to its own key and to the common one
/// and inserts and removes keys until the line `stop`, or, if quiet, from the line `go` on. Then says how
/// often it added.
public final class MapPeer {
    private static volatile boolean stop;

    private final SharedMap<String, long[]> map;
    private final String own = "peer-" + ProcessHandle.current().pid();
    private long added;
    private String failure = "";

    private MapPeer(SharedMemory memory) {
        map = memory.map("work", Codec.utf8(), Codec.longs());
    }

    /// Talks over standard input and output until the input ends, in the middle of work too, and the JVM with it.
    public static void main(String[] arguments) throws InterruptedException {
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            String[] words = input.nextLine().split(" ", 3);
            boolean quiet = words[1].equals("quiet");
            SharedMemory memory = SharedMemory.attach(Path.of(words[2]), quiet ? Recovery.MANUAL : Recovery.THREAD);
            System.out.println("attached");
            if (quiet) {
                input.nextLine();
                memory.recoverDead();
            }
            stop = false;
            MapPeer peer = new MapPeer(memory);
            Thread worker = Thread.ofPlatform().daemon().start(peer::work);
            input.nextLine();
            stop = true;
            worker.join();
            memory.close();
            System.out.println(peer.added + peer.failure);
        }
    }

    private void work() {
        try {
            do {
                map.merge(own, MapTrial.pair(1), MapTrial::sum);
                map.merge("common", MapTrial.pair(1), MapTrial::sum);
                added++;
                map.tryPut("come-" + own, MapTrial.pair(added));
                for (String key : map.keys()) {
                    long[] seen = map.get(key);
                    if (seen != null && seen[0] != seen[1]) {
                        failure = " torn: " + key;
                    }
                }
                map.remove("come-" + own);
            } while (!stop);
        } catch (RuntimeException thrown) {
            thrown.printStackTrace();
            failure = " failed: " + thrown;
        }
    }
}
