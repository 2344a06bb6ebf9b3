package io.millrace.engine;

import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.sync.SharedEvent;
import java.nio.file.Path;

/// Main program of a process whose children and grandchildren are looked at by a test: arguments are
/// the file, whether the child is a daemon, and what this process does when its child has begun.
final class ProcessFamily {
    private ProcessFamily() {}

    public static void main(String[] arguments) throws Exception {
        SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]));
        boolean daemon = Boolean.parseBoolean(arguments[1]);
        LongArray pids = memory.longArray("pids");
        SharedEvent begun = memory.event("begun");
        SharedEvent goOn = memory.event("goOn");
        JvmProcess.builder(memory, () -> beChild(memory, pids, begun, goOn))
                .jvmArgs("-XX:TieredStopAtLevel=1")
                .daemon(daemon)
                .start();
        begun.await();
        System.out.println("begun");
        switch (arguments[2]) {
            case "wait" -> goOn.await();
            case "exit" -> System.exit(3);
            default -> {} // its main returns
        }
    }

    private static void beChild(SharedMemory memory, LongArray pids, SharedEvent begun, SharedEvent goOn)
            throws Exception {
        pids.set(0, JvmProcess.current().pid());
        JvmProcess.builder(memory, () -> beGrandchild(pids, begun, goOn))
                .jvmArgs("-XX:TieredStopAtLevel=1")
                .start();
        while (!goOn.isSet()) {
            Thread.onSpinWait(); // user code that listens to nobody
        }
        pids.set(0, 0);
    }

    private static void beGrandchild(LongArray pids, SharedEvent begun, SharedEvent goOn) throws Exception {
        pids.set(1, JvmProcess.current().pid());
        begun.set();
        goOn.await();
        pids.set(1, 0);
    }
}
