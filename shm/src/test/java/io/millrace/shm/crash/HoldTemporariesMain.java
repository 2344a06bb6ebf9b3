package io.millrace.shm.crash;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.List;

/// Makes some temporary files and holds them until it is killed.
public final class HoldTemporariesMain {
    private HoldTemporariesMain() {}

    /// Argument: how many.
    public static void main(String[] arguments) throws Exception {
        List<SharedMemory> held = new ArrayList<>();
        for (int count = 0; count < Integer.parseInt(arguments[0]); count++) {
            held.add(SharedMemory.temporary(
                    MemoryOptions.defaults().byteSize(4096).engineByteSize(0).maxRegions(16)));
            held.getLast().newLongValue("pid", ProcessHandle.current().pid());
        }
        System.out.println("holding");
        System.in.read();
    }
}
