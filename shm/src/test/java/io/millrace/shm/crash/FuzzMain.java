package io.millrace.shm.crash;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.MillraceException;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.LongArray;
import io.millrace.shm.internal.layout.DirectoryEntry;
import io.millrace.shm.internal.layout.Geometry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.SplittableRandom;

/// Damages a good file in one way after another and looks at it: each time there is a typed error,
/// or the right data.
///
/// Runs in a JVM of its own: a fault that ends the JVM is a failed test, not an ended one.
public final class FuzzMain {
    private static final MemoryOptions OPTIONS = MemoryOptions.defaults()
            .byteSize(1 << 13)
            .engineByteSize(1 << 12)
            .maxRegions(8)
            .populate(false);
    private static final int LENGTH = 500;
    private static final long SLOWEST_NANOS = 10_000_000_000L;

    private final Path file;
    private final byte[] good;
    private int checks;
    private int refused;
    private int right;

    private FuzzMain(Path file) throws IOException {
        this.file = file;
        try (SharedMemory memory = SharedMemory.create(file, OPTIONS)) {
            memory.newLongArray("numbers", LENGTH).setAll(index -> index * index);
            memory.newDoubleValue("value", 2.5);
            memory.newBytes("gone", 100);
            memory.drop("gone");
        }
        good = Files.readAllBytes(file);
    }

    /// Arguments: the file, the number of random mutations, their seed.
    public static void main(String[] arguments) throws IOException {
        FuzzMain fuzz = new FuzzMain(Path.of(arguments[0]));
        fuzz.flipEveryBit(0, 4096);
        fuzz.flipEveryBit(Geometry.entryOffset(0), DirectoryEntry.LAYOUT.byteSize());
        fuzz.truncate();
        fuzz.mutate(Integer.parseInt(arguments[1]), new SplittableRandom(Long.parseLong(arguments[2])));
        System.out.println("refused " + fuzz.refused + ", right " + fuzz.right);
    }

    private void flipEveryBit(long offset, long byteSize) throws IOException {
        for (long bit = 0; bit < byteSize * 8; bit++) {
            byte[] damaged = good.clone();
            int at = (int) (offset + bit / 8);
            damaged[at] ^= (byte) (1 << bit % 8);
            check(damaged, "bit " + bit % 8 + " of byte " + at);
        }
    }

    private void truncate() throws IOException {
        for (int length = 0; length < good.length; length += 512) {
            check(Arrays.copyOf(good, length), "truncated to " + length);
        }
    }

    private void mutate(int count, SplittableRandom random) throws IOException {
        for (int mutation = 0; mutation < count; mutation++) {
            byte[] damaged = good.clone();
            StringBuilder what = new StringBuilder("mutation " + mutation + ":");
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                int at = place(random);
                damaged[at] = (byte) random.nextInt();
                what.append(" byte ").append(at).append('=').append(damaged[at]);
            }
            check(damaged, what.toString());
        }
    }

    /// In the header, the first slots or the rows in use: elsewhere are zeros and the numbers
    /// themselves.
    private static int place(SplittableRandom random) {
        return switch (random.nextInt(4)) {
            case 0 -> random.nextInt(400);
            case 1 -> (int) Geometry.SLOT_OFFSET + random.nextInt(512);
            default -> (int) Geometry.DIRECTORY_OFFSET + random.nextInt(4 * 256);
        };
    }

    private void check(byte[] damaged, String what) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            // over the old one: new pages each time cost more than all the rest
            channel.write(ByteBuffer.wrap(damaged));
            channel.truncate(damaged.length);
        }
        long start = System.nanoTime();
        checks++;
        try (SharedMemory memory = checks % 3 == 0
                ? SharedMemory.attachReadOnly(file)
                : SharedMemory.attach(file, MemoryOptions.Recovery.MANUAL)) {
            look(memory, what);
            right++;
        } catch (MillraceException typed) {
            refused++;
        } catch (RuntimeException | Error untyped) {
            throw new AssertionError(what, untyped);
        }
        if (System.nanoTime() - start > SLOWEST_NANOS) {
            throw new AssertionError(what + " took " + (System.nanoTime() - start) / 1_000_000 + " ms");
        }
    }

    private static void look(SharedMemory memory, String what) {
        memory.regions();
        memory.processes();
        LongArray numbers = memory.longArray("numbers");
        boolean same = numbers.length() == LENGTH;
        for (long index = 0; same && index < LENGTH; index++) {
            same = numbers.get(index) == index * index;
        }
        if (!same || memory.doubleValue("value").get() != 2.5) {
            throw new AssertionError("wrong numbers: " + what);
        }
        if (!memory.isReadOnly()) {
            requireZero(memory.newLongArray("new", 100), what);
        }
    }

    private static void requireZero(LongArray array, String what) {
        for (long index = 0; index < array.length(); index++) {
            if (array.get(index) != 0) {
                throw new AssertionError("new memory is not zero: " + what);
            }
        }
    }
}
