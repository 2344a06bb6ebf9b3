package io.millrace.ckernel;

import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// What a library file says of itself: the JVM does not pass on the system's own errors, and of a
/// file that was cut short it dies.
///
/// | head, field         | offset | bytes | holds                                       |
/// |---------------------|-------:|------:|---------------------------------------------|
/// | magic               |      0 |     4 | `7f 45 4c 46`                               |
/// | class               |      4 |     1 | 1: 32 bits, 2: 64 bits                      |
/// | byteOrder           |      5 |     1 | 1: little endian, 2: big endian             |
/// | type                |     16 |     2 | 3: shared library                           |
/// | machine             |     18 |     2 | 62: x86-64, 183: AArch64                    |
/// | segments            |     32 |     8 | where their table is in the file            |
/// | segmentByteSize     |     54 |     2 | of one row of that table                    |
/// | segmentCount        |     56 |     2 | of its rows                                 |
///
/// | segment, field      | offset | bytes | holds                                       |
/// |---------------------|-------:|------:|---------------------------------------------|
/// | type                |      0 |     4 | 1: to be mapped                             |
/// | start               |      8 |     8 | where it is in the file                     |
/// | byteSize            |     32 |     8 | how much of it is there                     |
final class ElfFile {
    private static final int HEAD = 64;
    private static final int SEGMENT = 56;
    private static final int MAGIC = 0x464c457f;
    private static final int SHARED = 3;
    private static final int MAPPED = 1;

    private final Path file;
    private final RandomAccessFile content; // an interrupt does not close it, as it does a channel
    private final ByteBuffer head;

    private ElfFile(Path file, RandomAccessFile content) throws IOException {
        this.file = file;
        this.content = content;
        this.head = read(0, HEAD);
    }

    /// That the file is a whole library for this machine; on Linux, elsewhere it is not looked at.
    static void requireLibrary(Path file) throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            return;
        }
        try (RandomAccessFile content = new RandomAccessFile(file.toFile(), "r")) {
            ElfFile elf = new ElfFile(file, content);
            elf.requireMachine();
            elf.requireSegments();
        } catch (EOFException tooShort) {
            throw noLibrary(file);
        }
    }

    private static NativeLibraryException noLibrary(Path file) {
        return new NativeLibraryException(
                "not a shared library: file=%s; build it with cc -shared -fPIC".formatted(file));
    }

    private ByteBuffer read(long start, int byteSize) throws IOException {
        byte[] bytes = new byte[byteSize];
        if (start < 0) {
            throw new EOFException();
        }
        content.seek(start);
        content.readFully(bytes);
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void requireMachine() {
        if (head.getInt(0) != MAGIC) {
            throw noLibrary(file);
        }
        ByteOrder order = head.get(5) == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int bits = head.get(4) == 1 ? 32 : 64;
        String machine = machine(head.duplicate().order(order).getShort(18) & 0xffff);
        String wanted = machineHere();
        if (bits != 64 || order != ByteOrder.nativeOrder() || !machine.equals(wanted)) {
            throw new NativeLibraryException(
                    "the library is for another machine: file=%s, machine=%s, bits=%s, wanted=%s; build it for this one"
                            .formatted(file, machine, bits, wanted));
        }
        if (head.getShort(16) != SHARED) {
            throw new NativeLibraryException(
                    "an object file or a program, not a shared library: file=%s; link it with cc -shared"
                            .formatted(file));
        }
    }

    private void requireSegments() throws IOException {
        long table = head.getLong(32);
        int step = head.getShort(54) & 0xffff;
        int count = head.getShort(56) & 0xffff;
        long size = content.length();
        for (int index = 0; index < count; index++) {
            ByteBuffer segment = read(table + (long) index * step, SEGMENT);
            long end = segment.getLong(8) + segment.getLong(32);
            if (segment.getInt(0) == MAPPED && (end < 0 || end > size)) {
                throw new NativeLibraryException(
                        "the library was cut short: file=%s, byteSize=%,d, wanted=%,d; copy or build it again"
                                .formatted(file, size, end));
            }
        }
    }

    private static String machine(int code) {
        return switch (code) {
            case 3 -> "x86";
            case 40 -> "arm";
            case 62 -> "amd64";
            case 183 -> "aarch64";
            case 243 -> "riscv64";
            default -> "number " + code;
        };
    }

    private static String machineHere() {
        String name = System.getProperty("os.arch");
        return name.equals("x86_64") ? "amd64" : name;
    }
}
