package io.millrace.engine.cli.squares;

import io.millrace.engine.cli.squares.SquaresPlan.Values;
import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.RegionKind;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NpyInfo;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.os.SteadyFile;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.internal.region.RegionRequest;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The file of `--input`, in one of three formats: numpy's `.npy`, a column of a CSV file, or the bare
/// elements.
///
/// @param type of `--type`; null: that of the file, of a CSV file `double`
/// @param column of `--column`; null: the first
record InputFile(Path path, @Nullable ElementType type, @Nullable String column) {

    /// Looks at the file: how many numbers it has.
    ///
    /// @throws FileAccessException it cannot be read
    /// @throws FileFormatException it is damaged, or of another format
    Values.File values() {
        String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot read: file=%s is not a regular file; give the path of a file".formatted(path));
        }
        if (column != null || name.endsWith(".csv")) {
            return csv(column == null ? "1" : column, type == null ? ElementType.DOUBLE : type);
        }
        if (name.endsWith(".npy")) {
            return type == null ? npy() : convertedNpy(type);
        }
        return type == null ? unnamedNpy() : raw(type);
    }

    private Values.File npy() {
        NpyInfo info = Npy.inspect(path);
        return new Values.File(info.type(), info.shape(), (memory, name) -> Npy.load(memory, name, path));
    }

    private Values.File convertedNpy(ElementType to) {
        NpyInfo info = Npy.inspect(path, to);
        return new Values.File(to, info.shape(), (memory, name) -> Npy.load(memory, name, path, to));
    }

    /// A `.npy` file may have any name.
    private Values.File unnamedNpy() {
        try {
            return npy();
        } catch (FileFormatException other) {
            throw new FileFormatException(
                    other.getMessage() + "; of bare numbers give the --type, of a CSV file the --column", other);
        }
    }

    private Values.File csv(String title, ElementType to) {
        CsvColumn values = CsvColumn.of(path, title);
        long count = values.count();
        return new Values.File(
                to,
                new long[] {count},
                (memory, name) -> create(memory, name, to, count, target -> values.read(to, count, target)));
    }

    /// Little endian, one element behind another.
    private Values.File raw(ElementType of) {
        long byteSize = read(SteadyFile::byteSize);
        if (byteSize % of.byteSize() != 0) {
            throw new FileFormatException(
                    "cannot load: file=%s, byteSize=%s is no multiple of %s bytes of an element; give another --type"
                            .formatted(path, byteSize, of.byteSize()));
        }
        long count = byteSize / of.byteSize();
        return new Values.File(of, new long[] {count}, (memory, name) -> create(memory, name, of, count, this::fill));
    }

    private void fill(MemorySegment target) {
        long done = read(file -> file.read(0, target));
        if (done < target.byteSize()) {
            throw new FileFormatException("cannot load: file=%s, found=%s bytes, expected=%s; the file became shorter"
                    .formatted(path, done, target.byteSize()));
        }
    }

    private interface Reader {
        long read(SteadyFile file) throws IOException;
    }

    private long read(Reader reader) {
        try (SteadyFile file = SteadyFile.read(path)) {
            return reader.read(file);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    /// @param cause an `IOException`, or an unchecked one
    static FileAccessException unreadable(Path path, Exception cause) {
        return new FileAccessException(
                "cannot read: file=%s, cause=%s; check the path and its permissions".formatted(path, cause), cause);
    }

    private static NumericArray create(
            MemoryHandle memory, String name, ElementType type, long count, Consumer<MemorySegment> fill) {
        long byteSize = Math.multiplyExact(count, type.byteSize());
        return DataAccess.array(MemoryAccess.regionsOf(memory)
                .createRegion(
                        new RegionRequest(name, RegionKind.ARRAY, type, new long[] {count}, byteSize, fill)));
    }
}
