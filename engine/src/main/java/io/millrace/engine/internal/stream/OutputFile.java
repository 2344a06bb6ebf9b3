package io.millrace.engine.internal.stream;

import io.millrace.shm.ElementType;
import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import io.millrace.shm.internal.access.DataAccess;
import io.millrace.shm.internal.os.FileReplacement;
import java.nio.file.Path;

/// A file of numbers that is written: of numpy's by its name, else the elements alone.
///
/// @param start byte of the file where the elements begin
record OutputFile(FileReplacement file, ElementType type, long start) implements AutoCloseable {

    /// @throws io.millrace.shm.FileAccessException it cannot be written
    static OutputFile create(Path path, ElementType type, long[] shape) {
        byte[] header = InputFile.isNpy(path) ? Npy.headerBytes(type, shape) : new byte[0];
        FileReplacement file = new FileReplacement(path);
        try {
            file.writeHeader(header);
            return new OutputFile(file, type, header.length);
        } catch (RuntimeException refused) {
            file.close();
            throw refused;
        }
    }

    /// Writes elements as number `from` and on.
    ///
    /// @throws io.millrace.shm.FileAccessException they cannot be written
    void write(long from, NumericArray elements) {
        try {
            file.write(start + from * type.byteSize(), elements.segment());
        } catch (IllegalStateException unmapped) {
            throw DataAccess.regionOf(elements).gone(unmapped);
        }
    }

    /// Puts the file in its place.
    void commit() {
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
