package io.millrace.engine.worker;

import io.millrace.engine.RemoteRunnable;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

/// Main program of a child JVM that runs one task: attaches the file, reads the task from its
/// parent, runs it.
///
/// The task comes through standard input, as a length and so many bytes: whoever dies meanwhile,
/// nothing of it is left anywhere. Afterwards the stream says nothing more, and its end means that
/// the parent is gone.
///
/// The process ends as any Java program does: when the task has returned or thrown and no other
/// non-daemon thread runs. What the task throws goes the way of every exception of a main thread:
/// its trace to standard error, exit code 1.
public final class ProcessMain {
    private static final int USAGE = 2;
    private static final Duration PARTING = Duration.ofMillis(300);

    private ProcessMain() {}

    /// @param arguments the mapped file, and what this process is called
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("a process is started by JvmProcess: arguments are FILE NAME");
            System.exit(USAGE);
        }
        ParentWatch parent = ParentWatch.takeInput();
        byte[] task = receive(parent.fromParent());
        SharedMemory memory = attach(Path.of(arguments[0]), arguments[1]);
        parent.begin(() -> part(memory));
        RemoteRunnable run = takeUp(task, memory, arguments[1]);
        AtomicBoolean over = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeIf(over, memory), "millrace-detach"));
        try {
            run.run();
        } finally {
            over.set(true);
        }
    }

    private static byte[] receive(InputStream fromParent) {
        try {
            DataInputStream input = new DataInputStream(fromParent);
            byte[] task = new byte[input.readInt()];
            input.readFully(task);
            return task;
        } catch (IOException parentGone) {
            Runtime.getRuntime().halt(0);
            throw new AssertionError(parentGone);
        }
    }

    private static SharedMemory attach(Path file, String name) {
        try {
            return SharedMemory.attach(file, "process", name);
        } catch (MillraceException refused) {
            throw end("process ends: process=%s, %s".formatted(name, refused.getMessage()));
        }
    }

    private static RemoteRunnable takeUp(byte[] task, SharedMemory memory, String name) {
        try {
            return Codec.<RemoteRunnable>any().bind(memory).decode(MemorySegment.ofArray(task));
        } catch (RuntimeException | LinkageError cannotDecode) {
            cannotDecode.printStackTrace();
            throw end("process ends, its task cannot be decoded: process=%s, cause=%s; its class path must have the classes of the task"
                    .formatted(name, cannotDecode.getMessage()));
        }
    }

    private static AssertionError end(String story) {
        System.err.println(story);
        System.exit(1);
        return new AssertionError(story);
    }

    /// Code that was told to end while it runs still needs the file.
    private static void closeIf(AtomicBoolean over, SharedMemory memory) {
        if (over.get()) {
            close(memory);
        }
    }

    /// A temporary file goes with its last user, but nobody waits long for that.
    private static void part(SharedMemory memory) throws InterruptedException {
        Thread closing = Thread.ofPlatform().daemon().name("millrace-detach").start(() -> {
            memory.recoverDead();
            close(memory);
        });
        closing.join(PARTING);
    }

    private static void close(SharedMemory memory) {
        try {
            memory.close();
        } catch (IllegalStateException inUse) {
            // an open pool: it is abandoned with this process, and swept by whoever lives
        }
    }
}
