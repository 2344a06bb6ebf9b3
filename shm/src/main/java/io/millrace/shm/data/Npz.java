package io.millrace.shm.data;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.MemoryHandle;
import io.millrace.shm.internal.os.FileReplacement;
import io.millrace.shm.internal.os.UserFiles;
import java.io.EOFException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// An archive of named arrays as numpy's `savez` and `savez_compressed` write it (`.npz`): a ZIP file
/// with a `.npy` file for each array.
///
/// ```java
/// try (Npz archive = Npz.open(path)) {
///     for (String array : archive.names()) {
///         archive.load(memory, array, array);
///     }
/// }
/// ```
///
/// Arrays may be compressed, and larger than 4 GiB (ZIP64). An array is copied from the archive piece
/// by piece, so that no array needs space on the heap, and compared with its checksum. An open archive
/// is safe for all threads.
public final class Npz implements AutoCloseable {
    private static final String SUFFIX = ".npy";

    private final Path path;
    private final ZipFile zip;

    private Npz(Path path, ZipFile zip) {
        this.path = path;
        this.zip = zip;
    }

    /// Opens an archive for reading.
    ///
    /// @throws FileFormatException it is no ZIP file
    /// @throws FileAccessException it cannot be read
    public static Npz open(Path path) {
        if (Files.exists(path) && !Files.isRegularFile(path)) {
            throw new FileAccessException(
                    "cannot read: file=%s is not a regular file; give the path of a .npz file".formatted(path));
        }
        try {
            return new Npz(path, new ZipFile(path.toFile()));
        } catch (ZipException e) {
            throw new FileFormatException(
                    "cannot load: file=%s, found=%s, expected=a .npz file".formatted(path, e.getMessage()), e);
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }

    /// The names of the arrays, as numpy names them, in the order of the archive. Members of the archive
    /// that are no `.npy` files are left out.
    public List<String> names() {
        return zip.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.endsWith(SUFFIX))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .toList();
    }

    /// What an array holds, from its header and its length.
    ///
    /// @throws IllegalArgumentException the archive has no array of that name
    /// @throws FileFormatException it cannot be loaded as it is
    /// @throws FileAccessException the archive cannot be read
    public NpyInfo inspect(String array) {
        ZipEntry entry = entry(array);
        try (InputStream in = zip.getInputStream(entry)) {
            return NpyHeader.read(in, entry.getSize(), file(array)).info();
        } catch (IOException e) {
            throw damaged(array, e);
        }
    }

    /// Makes an array of the memory of an array of the archive, as [Npy#load(MemoryHandle, String, Path)]
    /// does.
    ///
    /// @param name of the array in the memory
    /// @throws IllegalArgumentException the archive has no array of that name
    /// @throws FileFormatException it cannot be loaded as it is, or is damaged
    /// @throws FileAccessException the archive cannot be read
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space of the memory is large enough
    public NumericArray load(MemoryHandle memory, String name, String array) {
        return load(memory, name, array, storage -> storage.held(file(array)).info().type());
    }

    /// As [#load(MemoryHandle, String, String)], with the elements converted as
    /// [Npy#load(MemoryHandle, String, Path, ElementType)] does.
    ///
    /// @param name of the array in the memory
    /// @throws IllegalArgumentException the archive has no array of that name
    /// @throws FileFormatException its elements are no numbers, `type` does not hold one of them, or it is
    ///         damaged
    /// @throws FileAccessException the archive cannot be read
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space of the memory is large enough
    public NumericArray load(MemoryHandle memory, String name, String array, ElementType type) {
        return load(memory, name, array, _ -> type);
    }

    private NumericArray load(
            MemoryHandle memory, String name, String array, Function<NpyStorage, ElementType> type) {
        ZipEntry entry = entry(array);
        try (NpzData data = new NpzData(zip.getInputStream(entry), entry)) {
            NpyStorage storage = NpyStorage.read(data.stream(), file(array));
            NpyLoading loading = new NpyLoading(storage, type.apply(storage), file(array));
            storage.requireElements(entry.getSize(), file(array));
            return loading.into(memory, name, data);
        } catch (IOException e) {
            throw damaged(array, e);
        }
    }

    /// Writes arrays or slices to an archive, not compressed, replacing a file of that name in one step.
    /// numpy's `load` gives them by the names of the map. Plain reads: what others write meanwhile may or
    /// may not be in it.
    ///
    /// @param arrays by their names in the archive
    /// @throws FileAccessException it cannot be written, or something else than a regular file has
    ///         that name
    public static void save(Map<String, ? extends NumericArray> arrays, Path path) {
        save(arrays, path, Deflater.NO_COMPRESSION);
    }

    /// As [#save], compressed.
    ///
    /// @param arrays by their names in the archive
    /// @throws FileAccessException it cannot be written, or something else than a regular file has
    ///         that name
    public static void saveCompressed(Map<String, ? extends NumericArray> arrays, Path path) {
        save(arrays, path, Deflater.DEFAULT_COMPRESSION);
    }

    /// Also what is not compressed is written as blocks of Deflate, level 0: a stored member would need its
    /// checksum before its bytes, and so two passes over elements that others may change between them.
    private static void save(Map<String, ? extends NumericArray> arrays, Path path, int level) {
        arrays.values().forEach(array -> array.region().check());
        try (FileReplacement file = new FileReplacement(path)) {
            write(arrays, file.temporary(), level);
            file.commit();
        } catch (IOException e) {
            throw UserFiles.failed("write", path, e);
        }
    }

    private static void write(Map<String, ? extends NumericArray> arrays, Path path, int level)
            throws IOException {
        try (OutputStream file = new FileOutputStream(path.toFile());
                ZipOutputStream out = new ZipOutputStream(file)) {
            out.setLevel(level);
            for (Map.Entry<String, ? extends NumericArray> array : arrays.entrySet()) {
                out.putNextEntry(new ZipEntry(array.getKey() + SUFFIX));
                NpzData.write(array.getValue(), out);
                out.closeEntry();
            }
        }
    }

    private ZipEntry entry(String array) {
        ZipEntry entry = zip.getEntry(array + SUFFIX);
        if (entry == null) {
            throw new IllegalArgumentException(
                    "no such array: file=%s, array=%s; it has %s".formatted(path, array, names()));
        }
        return entry;
    }

    /// The name of an array of the archive in messages.
    private String file(String array) {
        return "%s(%s)".formatted(path, array + SUFFIX);
    }

    private RuntimeException damaged(String array, IOException cause) {
        return cause instanceof ZipException || cause instanceof EOFException
                ? new FileFormatException(
                        "cannot load: file=%s, found=%s, expected=an undamaged archive"
                                .formatted(file(array), cause.getMessage()),
                        cause)
                : UserFiles.failed("read", path, cause);
    }

    /// Closes the file. Arrays that were loaded stay.
    ///
    /// @throws FileAccessException the file system reports an error
    @Override
    public void close() {
        try {
            zip.close();
        } catch (IOException e) {
            throw UserFiles.failed("read", path, e);
        }
    }
}
