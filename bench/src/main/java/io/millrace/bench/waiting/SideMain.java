package io.millrace.bench.waiting;

import com.sun.management.ThreadMXBean;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.sync.SharedBarrier;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/// Main program of one side of a scenario. Reads the count of each round from standard input and
/// prints the measured value and the allocated bytes of heap, until its input ends.
public final class SideMain {
    private SideMain() {}

    /// Arguments: the file, the scenario, `first` or `second`.
    public static void main(String[] arguments) throws IOException, InterruptedException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            Side side = Scenario.valueOf(arguments[1]).open(memory, arguments[2].equals("first"));
            SharedBarrier start = memory.barrier("start");
            System.out.println("ready");
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                start.await();
                long before = threads.getCurrentThreadAllocatedBytes();
                double measured = side.round(Long.parseLong(line));
                long allocated = threads.getCurrentThreadAllocatedBytes() - before;
                System.out.println(measured + " " + allocated);
            }
        }
    }
}
