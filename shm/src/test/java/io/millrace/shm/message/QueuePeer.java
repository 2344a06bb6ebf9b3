package io.millrace.shm.message;

import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.QueueClosedException;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;

/// Lives on. On the line `work QUIET FILE` it attaches; then it puts in and processes messages until
/// the line `stop`, or, if quiet, from the line `go` on. Then says what it put in and what it
/// processed.
public final class QueuePeer {
    private static final Duration SHORT = Duration.ofMillis(20);

    private static volatile boolean stop;

    private final List<String> put = new ArrayList<>();
    private final List<String> processed = new ArrayList<>();
    private boolean closed;

    private QueuePeer() {}

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
            QueuePeer peer = new QueuePeer();
            Thread worker = Thread.ofPlatform().daemon().start(() -> peer.work(memory));
            input.nextLine();
            stop = true;
            worker.join();
            memory.close();
            System.out.println(String.join(",", peer.put));
            System.out.println(String.join(",", peer.processed));
        }
    }

    private void work(SharedMemory memory) {
        try {
            SharedQueue<String> queue = memory.queue("work", Codec.utf8());
            while (!stop && !(closed && queue.isEmpty())) {
                for (int count = 0; count < 3; count++) {
                    put(queue);
                }
                while (process(queue) && !stop) {
                    // until there is nothing for a moment
                }
            }
        } catch (InterruptedException | RuntimeException failure) {
            failure.printStackTrace();
            processed.add("failed: " + failure);
        }
    }

    private void put(SharedQueue<String> queue) throws InterruptedException {
        String message = "peer-" + ProcessHandle.current().pid() + "-" + put.size();
        try {
            if (!closed && queue.offer(message, SHORT)) {
                put.add(message);
            }
        } catch (QueueClosedException end) {
            closed = true;
        }
    }

    private boolean process(SharedQueue<String> queue) throws InterruptedException {
        try {
            return queue.process(SHORT, processed::add);
        } catch (QueueClosedException end) {
            return false;
        }
    }
}
