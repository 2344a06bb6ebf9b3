package io.millrace.engine;

import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.util.Scanner;

/// Main program of a process that does nothing but recover the dead. Lines in: a file, which it has
/// attached until the next line. Lines out: `ready` at first, then `attached` and `left`.
final class IdlePeer {
    private IdlePeer() {}

    public static void main(String[] arguments) {
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            try (SharedMemory _ = SharedMemory.attach(Path.of(input.nextLine()))) {
                System.out.println("attached");
                if (input.hasNextLine()) {
                    input.nextLine();
                }
            }
            System.out.println("left");
        }
    }
}
