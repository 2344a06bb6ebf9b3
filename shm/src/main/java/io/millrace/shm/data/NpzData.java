package io.millrace.shm.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;

/// The elements of a `.npy` file in an archive. `ZipFile` gives the bytes of a member once, in their order,
/// and does not compare them with the checksum: [#end] does.
final class NpzData implements NpyData, AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 18;

    private final CheckedInputStream in;
    private final ZipEntry entry;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /// @param in at the first byte of the `.npy` file
    NpzData(InputStream in, ZipEntry entry) {
        this.in = new CheckedInputStream(in, new CRC32());
        this.entry = entry;
    }

    /// The `.npy` file from the header on; [#read] goes on where its readers stop.
    InputStream stream() {
        return in;
    }

    @Override
    public void read(long offset, MemorySegment target) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            int count = in.read(buffer, 0, (int) Math.min(buffer.length, target.byteSize() - done));
            if (count < 0) {
                throw new ZipException("%s bytes of elements instead of %s"
                        .formatted(offset + done, offset + target.byteSize()));
            }
            MemorySegment.copy(MemorySegment.ofArray(buffer), 0, target, done, count);
            done += count;
        }
    }

    @Override
    public void end() throws IOException {
        in.transferTo(OutputStream.nullOutputStream());
        long checksum = in.getChecksum().getValue();
        if (checksum != entry.getCrc()) {
            throw new ZipException("bytes with checksum %08x instead of %08x".formatted(checksum, entry.getCrc()));
        }
    }

    @Override
    public boolean isSequential() {
        return true;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /// Writes an array as a `.npy` file.
    static void write(NumericArray array, OutputStream out) throws IOException {
        out.write(Npy.headerBytes(array.elementType(), array.shape()));
        byte[] buffer = new byte[BUFFER_BYTES];
        long byteSize = array.byteSize();
        for (long done = 0; done < byteSize; done += buffer.length) {
            int count = (int) Math.min(buffer.length, byteSize - done);
            try {
                MemorySegment.copy(array.segment(), done, MemorySegment.ofArray(buffer), 0, count);
            } catch (IllegalStateException e) {
                throw array.refused(e, 0);
            }
            out.write(buffer, 0, count);
        }
    }
}
