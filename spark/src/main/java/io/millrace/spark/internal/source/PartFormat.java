package io.millrace.spark.internal.source;

import io.millrace.shm.data.Npy;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/// Writes each partition as a file `part-r-NNNNN` of a folder, for `saveAsNewAPIHadoopFile`. A task has
/// exactly one [SavedPart]. A file appears in the folder when its task is committed, by the committer that
/// is configured; a folder that is there already is refused.
public abstract sealed class PartFormat extends FileOutputFormat<NullWritable, SavedPart> {

    /// Bytes that go to the stream at a time.
    private static final int PIECE_BYTES = 4 << 20;

    private final String extension;

    private PartFormat(String extension) {
        this.extension = extension;
    }

    /// `.npy` files with one dimension: numpy loads each.
    public static final class OfNpy extends PartFormat {
        /// For Spark, which makes an object from the class.
        public OfNpy() {
            super(".npy");
        }

        @Override
        byte[] header(NumericArray elements) {
            return Npy.headerBytes(elements.elementType(), elements.length());
        }
    }

    /// Nothing but the elements, in the byte order of this machine.
    public static final class OfRaw extends PartFormat {
        /// For Spark, which makes an object from the class.
        public OfRaw() {
            super(".raw");
        }

        @Override
        byte[] header(NumericArray elements) {
            return new byte[0];
        }
    }

    /// What stands before the elements.
    abstract byte[] header(NumericArray elements);

    @Override
    public final RecordWriter<NullWritable, SavedPart> getRecordWriter(TaskAttemptContext context)
            throws IOException {
        Path file = getDefaultWorkFile(context, extension);
        return new PartWriter(file.getFileSystem(context.getConfiguration()).create(file, false));
    }

    private final class PartWriter extends RecordWriter<NullWritable, SavedPart> {
        private final FSDataOutputStream out;
        private boolean written;

        PartWriter(FSDataOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(NullWritable key, SavedPart part) throws IOException {
            if (written) {
                throw new IllegalStateException("a task writes one part: it is written already");
            }
            written = true;
            out.write(header(part.elements()));
            MemorySegment elements = part.elements().segment();
            byte[] buffer = new byte[(int) Math.min(PIECE_BYTES, elements.byteSize())];
            for (long done = 0; done < elements.byteSize(); done += buffer.length) {
                int count = (int) Math.min(buffer.length, elements.byteSize() - done);
                MemorySegment.copy(elements, ValueLayout.JAVA_BYTE, done, buffer, 0, count);
                out.write(buffer, 0, count);
            }
        }

        /// @throws IllegalStateException the task wrote nothing: the file would be none of its format
        @Override
        public void close(TaskAttemptContext context) throws IOException {
            out.close();
            if (!written) {
                throw new IllegalStateException("a task writes one part, of no elements if it has none");
            }
        }
    }
}
