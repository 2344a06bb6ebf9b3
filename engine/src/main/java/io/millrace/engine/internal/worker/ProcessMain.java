package io.millrace.engine.internal.worker;

import io.millrace.engine.RemoteRunnable;
import io.millrace.engine.internal.lambda.ClassInitialization;
import io.millrace.engine.internal.lambda.ThrownBytes;
import io.millrace.shm.MillraceException;
import io.millrace.shm.NotTransportableException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.internal.file.OpenFile;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/// Main program of a child JVM that runs one task: attaches the file, reads the task from its
/// parent, runs it.
///
/// The parent sends the task through standard input, as a length and that many bytes, so that no
/// trace of the task is left if either process dies. After the task the parent sends nothing; the
/// end of the stream means that the parent has exited.
///
/// The process exits as any Java program does: when the task has returned or thrown and no other
/// non-daemon thread runs. An exception of the task is handled like any exception of a main thread:
/// the stack trace goes to standard error, and the exit code is 1.
public final class ProcessMain {
    private static final int USAGE = 2;
    private static final Duration EXIT_GRACE = Duration.ofMillis(300);

    private ProcessMain() {}

    /// @param arguments the mapped file, and where the parent has it open
    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 2) {
            System.err.println("a process is started by JvmProcess: arguments are FILE OPEN");
            System.exit(USAGE);
        }
        ChildFolder.forgetArguments();
        ParentWatch parent = ParentWatch.takeInput();
        byte[] task = receive(parent.fromParent());
        String name = ProcessIdentity.ownName();
        SharedMemory memory = attach(OpenFile.of(Path.of(arguments[0]), arguments[1]), name);
        parent.begin(() -> detach(memory));
        RemoteRunnable run = decode(task, memory, name);
        AtomicBoolean finished = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> closeIf(finished, memory), "millrace-detach"));
        NestedStart.userCodeBegins();
        try {
            run.run();
        } finally {
            finished.set(true);
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

    private static SharedMemory attach(OpenFile file, String name) {
        try {
            return MemoryAccess.attach(SharedMemory.class, file, "process", name);
        } catch (MillraceException refused) {
            throw exit("process ends: process=%s, %s".formatted(name, refused.getMessage()));
        }
    }

    private static RemoteRunnable decode(byte[] task, SharedMemory memory, String name) {
        try {
            return Codec.<RemoteRunnable>any().bind(memory).decode(MemorySegment.ofArray(task));
        } catch (RuntimeException | LinkageError cannotDecode) {
            Optional<Throwable> initializer = ClassInitialization.reason(cannotDecode);
            initializer.ifPresent(Throwable::printStackTrace); // thrown by user code
            if (initializer.isPresent()
                    || cannotDecode instanceof MillraceException
                            && !(cannotDecode instanceof NotTransportableException)) {
                throw exit("process ends: process=%s, %s".formatted(name, ThrownBytes.message(cannotDecode)));
            }
            cannotDecode.printStackTrace();
            throw exit(("process ends, its task cannot be decoded: process=%s, cause=%s; its class path must have the"
                    + " classes of the task")
                    .formatted(name, cannotDecode.getMessage()));
        }
    }

    private static AssertionError exit(String reason) {
        System.err.println(reason);
        System.exit(1);
        return new AssertionError(reason);
    }

    /// Closes the file if the task has finished: a task that is still running needs it.
    private static void closeIf(AtomicBoolean finished, SharedMemory memory) {
        if (finished.get()) {
            close(memory);
        }
    }

    /// Closes the file, which removes a temporary file after its last user, but does not wait long
    /// for that.
    private static void detach(SharedMemory memory) throws InterruptedException {
        Thread closing = Thread.ofPlatform().daemon().name("millrace-detach").start(() -> {
            memory.recoverDead();
            close(memory);
        });
        closing.join(EXIT_GRACE);
    }

    private static void close(SharedMemory memory) {
        try {
            memory.close();
        } catch (IllegalStateException inUse) {
            // a pool is open: it is abandoned when this process exits, and a living process sweeps it
        }
    }
}
