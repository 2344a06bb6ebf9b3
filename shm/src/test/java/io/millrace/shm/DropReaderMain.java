package io.millrace.shm;

import io.millrace.shm.data.LongArray;
import java.nio.file.Path;
import java.util.Scanner;

/// Reads a region over and over until it is dropped.
public final class DropReaderMain {
    private DropReaderMain() {}

    /// Argument: the file. For each line `read VALUE` all numbers of the region `data` must be that
    /// value.
    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        try (SharedMemory memory = SharedMemory.attach(Path.of(arguments[0]))) {
            System.out.println("attached");
            for (String line = input.nextLine(); !line.equals("end"); line = input.nextLine()) {
                LongArray data = memory.longArray("data");
                System.out.println("reading");
                readUntilDropped(data, Long.parseLong(line.split(" ")[1]));
            }
        }
    }

    private static void readUntilDropped(LongArray data, long value) {
        try {
            while (true) {
                for (long index = 0; index < data.length(); index += 7) {
                    if (data.get(index) != value) {
                        throw new AssertionError("read " + data.get(index) + ", not " + value);
                    }
                }
            }
        } catch (RegionDroppedException dropped) {
            System.err.println(dropped.getMessage());
        }
    }
}
