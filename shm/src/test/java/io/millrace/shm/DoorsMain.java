package io.millrace.shm;

import io.millrace.shm.data.Npy;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/// Goes through every door of Millrace in turn and says in one line each what came of it.
public final class DoorsMain {
    private static final MemoryOptions SMALL =
            MemoryOptions.defaults().byteSize(1 << 20).engineByteSize(0).maxRegions(16);

    private DoorsMain() {}

    /// Arguments: a file that does not exist yet.
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        Map<String, Runnable> doors = new LinkedHashMap<>();
        doors.put("create", () -> {
            try (SharedMemory memory = SharedMemory.create(file, SMALL)) {
                memory.newDoubleArray("array", 1000).fill(1);
                memory.newLock("lock").lock();
            }
        });
        doors.put("openOrCreate", () -> SharedMemory.openOrCreate(file, SMALL).close());
        doors.put("attachReadOnly", () -> SharedMemory.attachReadOnly(file).close());
        doors.put("temporary", () -> SharedMemory.temporary(SMALL).close());
        doors.put("sweep", SharedMemory::sweep);
        doors.put("inspect", () -> Npy.inspect(file));
        doors.put("attach", () -> SharedMemory.attach(file).delete());
        doors.forEach(DoorsMain::pass);
    }

    private static void pass(String door, Runnable use) {
        try {
            use.run();
            System.out.println(door + ": fine");
        } catch (Throwable refusal) { // also an Error, which would be the fault that is looked for
            System.out.println(door + ": " + refusal.getClass().getSimpleName() + ": " + refusal.getMessage());
        }
    }
}
