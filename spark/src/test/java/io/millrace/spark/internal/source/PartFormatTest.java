package io.millrace.spark.internal.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.ElementType;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.NumericArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.NullWritable;
import org.apache.hadoop.mapred.FileAlreadyExistsException;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.OutputCommitter;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Calls the format as Spark does.
class PartFormatTest {
    private static final JobID JOB = new JobID("test", 0);
    private static final long[] BOUNDS = {0, 4096, 4096, 600_001};

    private static final String READ =
            """
            import sys, numpy
            for file in sys.argv[1:]:
                a = numpy.load(file)
                print(a.dtype.name, a.shape, a.tobytes().hex()[:64])
            """;

    private final SharedMemory memory = SharedMemory.temporary(64L << 20);

    @TempDir private Path folder;

    private Path saved;

    @BeforeEach
    void nameTheOutput() {
        saved = folder.resolve("saved");
    }

    @AfterEach
    void close() {
        memory.close();
    }

    private TaskAttemptContext attempt(int task) {
        Configuration configuration = new Configuration();
        configuration.set(FileOutputFormat.OUTDIR, saved.toUri().toString());
        return new TaskAttemptContextImpl(
                configuration, new TaskAttemptID(new TaskID(JOB, TaskType.REDUCE, task), 0));
    }

    private void save(PartFormat format, NumericArray... parts) throws Exception {
        format.checkOutputSpecs(attempt(0));
        OutputCommitter committer = format.getOutputCommitter(attempt(0));
        committer.setupJob(attempt(0));
        for (int task = 0; task < parts.length; task++) {
            TaskAttemptContext context = attempt(task);
            OutputCommitter taskCommitter = format.getClass().getDeclaredConstructor().newInstance()
                    .getOutputCommitter(context);
            taskCommitter.setupTask(context);
            RecordWriter<NullWritable, SavedPart> writer =
                    format.getClass().getDeclaredConstructor().newInstance().getRecordWriter(context);
            writer.write(NullWritable.get(), new SavedPart(parts[task]));
            writer.close(context);
            taskCommitter.commitTask(context);
        }
        committer.commitJob(attempt(0));
    }

    private NumericArray[] parts(ElementType type) {
        NumericArray whole = TestArrays.random(memory, type, BOUNDS[3]);
        return new NumericArray[] {
            whole.slice(BOUNDS[0], BOUNDS[1]), whole.slice(BOUNDS[1], BOUNDS[2]), whole.slice(BOUNDS[2], BOUNDS[3])
        };
    }

    @ParameterizedTest
    @EnumSource
    void aSavedFolderIsLoadedAsTheArrayItWas(ElementType type) throws Exception {
        NumericArray[] parts = parts(type);
        save(new PartFormat.OfNpy(), parts);
        assertEquals(
                List.of("_SUCCESS", "part-r-00000.npy", "part-r-00001.npy", "part-r-00002.npy"), names(saved));
        assertLoaded(parts, new FileLayout.Npy(), type);
        saved = folder.resolve("raw");
        save(new PartFormat.OfRaw(), parts);
        assertEquals(0, Files.size(saved.resolve("part-r-00001.raw")));
        assertArrayEquals(TestArrays.bytes(parts[2]), Files.readAllBytes(saved.resolve("part-r-00002.raw")));
        assertLoaded(parts, new FileLayout.Raw(), type);
    }

    private void assertLoaded(NumericArray[] parts, FileLayout layout, ElementType type) throws IOException {
        FileLoader loader = FileLoader.of(Configuration::new, saved.toUri().toString(), layout, type);
        assertEquals(BOUNDS[3], loader.length());
        try (Pool pool = Pool.start(memory, PoolOptions.defaults().workers(1).workerKind(WorkerKind.THREAD))) {
            for (int p = 0; p < parts.length; p++) {
                NumericArray target = TestArrays.make(memory, type, parts[p].length());
                loader.load(pool, target, BOUNDS[p]);
                assertEquals(-1, target.segment().mismatch(parts[p].segment()));
            }
        }
    }

    @Test
    void numpyLoadsEachPart() throws Exception {
        String python =
                Stream.of("python3", "/usr/bin/python3").filter(PartFormatTest::hasNumpy).findFirst().orElse("");
        assumeFalse(python.isEmpty(), "no python3 with numpy");
        for (ElementType type : ElementType.values()) {
            saved = folder.resolve(type.name());
            NumericArray[] parts = parts(type);
            save(new PartFormat.OfNpy(), parts);
            StringBuilder expected = new StringBuilder();
            for (NumericArray part : parts) {
                byte[] first = TestArrays.bytes(part.slice(0, Math.min(32 / type.byteSize(), part.length())));
                expected.append("%s (%s,) %s\n".formatted(
                        switch (type) {
                            case BYTE -> "int8";
                            case SHORT -> "int16";
                            case INT -> "int32";
                            case LONG -> "int64";
                            case FLOAT -> "float32";
                            case DOUBLE -> "float64";
                        },
                        part.length(),
                        HexFormat.of().formatHex(first)));
            }
            Process process = new ProcessBuilder(
                            python, "-c", READ, saved.resolve("part-r-00000.npy").toString(),
                            saved.resolve("part-r-00001.npy").toString(), saved.resolve("part-r-00002.npy").toString())
                    .redirectErrorStream(true)
                    .start();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(expected.toString(), printed);
        }
    }

    @Test
    void aFolderThatIsThereIsRefused() throws Exception {
        Files.createDirectory(saved);
        NumericArray array = memory.newIntArray("array", 1);
        assertThrows(FileAlreadyExistsException.class, () -> save(new PartFormat.OfNpy(), array));
    }

    @Test
    void aTaskThatDoesNotWriteExactlyOnePartFails() throws Exception {
        SavedPart part = new SavedPart(memory.newIntArray("array", 1));
        PartFormat format = new PartFormat.OfNpy();
        RecordWriter<NullWritable, SavedPart> twice = format.getRecordWriter(attempt(0));
        twice.write(NullWritable.get(), part);
        assertThrows(IllegalStateException.class, () -> twice.write(NullWritable.get(), part));
        twice.close(attempt(0));
        RecordWriter<NullWritable, SavedPart> never = format.getRecordWriter(attempt(1));
        assertThrows(IllegalStateException.class, () -> never.close(attempt(1)));
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".")).sorted()
                    .toList();
        }
    }

    private static boolean hasNumpy(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }
}
