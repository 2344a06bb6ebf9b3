package io.millrace.shm.data;

import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.RegionKind;
import io.millrace.shm.region.Region;
import io.millrace.shm.region.RegionRequest;
import io.millrace.shm.region.Regions;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// Arrays from and to numpy's `.npy` files.
///
/// Formats 1 to 3, C order, little endian, the six element types; everything else is refused with a
/// [FileFormatException] that says what was found. The elements go from the file to the mapped
/// memory and back in pieces, without a copy on the heap and without a limit of size.
public final class Npy {
    private static final long PIECE_BYTES = 64L << 20;

    private Npy() {}

    /// What a file holds, from its header and its length. What stands behind the elements is
    /// ignored, as numpy does.
    ///
    /// @throws FileFormatException not a `.npy` file, or not one that can be loaded
    /// @throws FileAccessException it cannot be read
    public static NpyInfo inspect(Path path) {
        try (FileChannel channel = open(path)) {
            return NpyHeader.read(channel, path).info();
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /// Makes an array of a file. Others can open it when all elements are there; if loading fails
    /// or the process dies before, there is no such region.
    ///
    /// @throws FileFormatException not a `.npy` file, or not one that can be loaded
    /// @throws FileAccessException it cannot be read
    public static NumericArray load(Regions memory, String name, Path path) {
        try (FileChannel channel = open(path)) {
            NpyHeader header = NpyHeader.read(channel, path);
            NpyInfo info = header.info();
            Region region =
                    memory.createRegion(
                            new RegionRequest(
                                    name,
                                    RegionKind.ARRAY,
                                    info.type(),
                                    info.shape(),
                                    info.byteSize(),
                                    target -> read(channel, header.dataOffset(), target, path)));
            return NumericArray.over(region);
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    /// Writes an array or a slice to a file, format 1, replacing a file of that name in one step:
    /// the file is there as a whole or not at all. Plain reads: what others write meanwhile may or
    /// may not be in it.
    ///
    /// @throws FileAccessException it cannot be written, or something else than a regular file has
    ///         that name: a device or a pipe is not replaced
    public static void save(NumericArray array, Path path) {
        array.region().check();
        Path target = target(path);
        Path temporary = target.resolveSibling(".%s.npy.tmp".formatted(UUID.randomUUID()));
        try {
            try (FileChannel channel =
                    FileChannel.open(
                            temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeFully(channel, NpyHeader.write(array.elementType(), array.shape()));
                write(channel, array);
            }
            Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw failed("write", path, e);
        } finally {
            discard(temporary);
        }
    }

    /// What is written: behind symbolic links the file they lead to.
    private static Path target(Path path) {
        if (!Files.exists(path)) {
            return path.toAbsolutePath();
        }
        if (!Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot write: file=%s is there and is not a regular file; give another path".formatted(path));
        }
        try {
            return path.toRealPath();
        } catch (IOException e) {
            throw failed("write", path, e);
        }
    }

    private static FileChannel open(Path path) throws IOException {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot read: file=%s is not a regular file; give the path of a .npy file"
                            .formatted(path));
        }
        return FileChannel.open(path, StandardOpenOption.READ);
    }

    private static void read(FileChannel channel, long start, MemorySegment target, Path path) {
        try {
            for (long done = 0; done < target.byteSize(); ) {
                ByteBuffer piece = piece(target, done);
                int count = channel.read(piece, start + done);
                if (count < 0) {
                    throw NpyHeader.refused(
                            path,
                            "%d bytes of elements".formatted(done),
                            "%d; the file became shorter".formatted(target.byteSize()));
                }
                done += count;
            }
        } catch (IOException e) {
            throw failed("read", path, e);
        }
    }

    private static void write(FileChannel channel, NumericArray array) throws IOException {
        try {
            MemorySegment source = array.segment();
            for (long done = 0; done < source.byteSize(); done += PIECE_BYTES) {
                writeFully(channel, piece(source, done));
            }
        } catch (IllegalStateException e) {
            throw array.refused(e, 0);
        }
    }

    private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private static ByteBuffer piece(MemorySegment segment, long offset) {
        long byteSize = Math.min(PIECE_BYTES, segment.byteSize() - offset);
        return segment.asSlice(offset, byteSize).asByteBuffer();
    }

    /// Removes what a failed save left; after a good one there is nothing.
    private static void discard(Path temporary) {
        try {
            Files.deleteIfExists(temporary);
        } catch (IOException e) {
            throw failed("remove", temporary, e);
        }
    }

    private static FileAccessException failed(String verb, Path path, IOException cause) {
        return new FileAccessException("cannot %s: file=%s, %s".formatted(verb, path, reason(cause)), cause);
    }

    /// What happened, and what to do.
    private static String reason(IOException cause) {
        return switch (cause) {
            case NoSuchFileException _ -> "it or its folder is not there; check the path";
            case AccessDeniedException _ -> "permission denied; change its permissions or run as its owner";
            case FileSystemException refused when refused.getReason() != null ->
                    "cause=%s; check the path and the space there".formatted(refused.getReason());
            default -> "cause=%s; check the path and the space there".formatted(cause.getMessage());
        };
    }
}
