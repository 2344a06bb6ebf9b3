package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files go from numpy to us and back. Runs wherever `python3` has numpy.
class NpyWithNumpyIT {
    private static final String WRITE =
            """
            import sys, numpy as np
            for type in ['i1', 'i2', 'i4', 'i8', 'f4', 'f8']:
                a = (np.arange(60).reshape(3, 4, 5) - 30).astype(type)
                for version in (1, 2, 3):
                    with open('%s/%s-%d.npy' % (sys.argv[1], type, version), 'wb') as f:
                        np.lib.format.write_array(f, a, version=(version, 0))
            """;

    private static final String READ =
            """
            import sys, numpy as np
            for path in sys.argv[1:]:
                a = np.load(path, mmap_mode='r')
                print(a.dtype.str, a.shape, a.flags['C_CONTIGUOUS'], a.offset % 64,
                      (a.ravel() == np.arange(60) - 30).all())
            """;

    private static final String WRITE_REFUSED =
            """
            import sys, numpy as np
            f = sys.argv[1]
            def save(name, a):
                np.save(f + '/' + name + '.npy', a)
            numbers = np.arange(12).reshape(3, 4)
            for type in ['>f8', '>f4', '>i8', '>i4', '>i2', 'u1', '<u2', '>u4', '<u8', '?', 'f2', '>f2', 'g',
                         'c8', '>c16', 'G', 'S3', 'U4', '>U4', 'M8[s]', '>m8[ms]']:
                save('type' + type.replace('>', 'big').replace('<', '').replace('?', 'b'), numbers.astype(type))
            save('fortran', np.asfortranarray(numbers.astype('<f8')))
            save('fortran-big', np.asfortranarray(numbers.astype('>f8')))
            save('scalar', np.array(5, 'c16'))
            save('object', numbers.astype(object))
            save('raw', np.frombuffer(bytes(24), 'V8'))
            save('struct', np.zeros(3, [('x', '<f8'), ('y', '<i4')]))
            np.savez(f + '/zip.npz', a=np.zeros(3))
            """;

    /// Writes arrays of every type that is converted, alone and in archives, and what they are as doubles.
    private static final String WRITE_CONVERTED =
            """
            import sys, itertools, numpy as np
            f = sys.argv[1]
            types = ['i1', 'i2', 'i4', 'i8', 'u1', 'u2', 'u4', 'u8', '?', 'f2', 'f4', 'f8']
            shapes = [(), (0, 3), (7,), (3, 5), (2, 3, 4), (5, 1, 2, 3), (4099, 2)]
            random = np.random.default_rng(1)
            for shape in shapes:
                arrays = {}
                for type, big, order in itertools.product(types, '<>', 'CF'):
                    bits = random.integers(0, 256, int(np.prod(shape)) * np.dtype(type).itemsize, dtype='u1')
                    a = bits.view(big + type if type != '?' else '?').reshape(shape)
                    if type == '?':
                        a = bits.reshape(shape) > 127
                    elif type in ['i8', 'u8']:
                        a = a >> 11
                    elif type[0] == 'f':
                        a = np.nan_to_num(a)
                    name = '%s%s%s-%s' % (type.replace('?', 'bool'), 'big' if big == '>' else '', order, len(shape))
                    arrays[name] = np.array(a.astype(big + type if type != '?' else '?'), order=order)
                for name, a in arrays.items():
                    np.save('%s/%s-%d.npy' % (f, name, a.size), a)
                    np.save('%s/%s-%d.expected.npy' % (f, name, a.size), np.array(a, '<f8', order='C'))
                np.savez('%s/plain-%d.npz' % (f, shapes.index(shape)), **arrays)
                np.savez_compressed('%s/compressed-%d.npz' % (f, shapes.index(shape)), **arrays)
            """;

    private static final String READ_ARCHIVES =
            """
            import sys, numpy as np
            for path in sys.argv[1:]:
                with np.load(path) as archive:
                    for name in archive:
                        a = archive[name]
                        print(name, a.dtype.str, a.shape, int(a.sum()))
            """;

    /// Runs the Python that a message names; the file it makes stands beside.
    private static final String CONVERT =
            """
            import sys, numpy
            file, other = sys.argv[1], sys.argv[1] + '.converted.npy'
            exec(sys.argv[2])
            """;

    /// Headers as other programs write them, with what numpy makes of each; `-` when it refuses it.
    private static final String WRITE_FOREIGN =
            """
            import sys, itertools, warnings, numpy as np
            warnings.simplefilter('ignore') # of how Python 2 wrote numbers
            types = ['<i1', '>i1', '=i1', '|i1', 'i1', 'int8', 'b', '=i2', '|i2', 'i2', 'h', '<h', '=i4', 'i4', 'int32',
                     '=i8', '<q', 'int64', '=f4', '|f4', 'f', '=f8', '|f8', 'd', 'float64']
            shapes = ['(6,)', '(1, 6)', '(6, 1)', '(1,6,1)', '(6L,)', '( 2 , 3L )', '()', '(0, 3)']
            tails = ['', '\\n', '   \\n', ' ' * 50]
            for number, (type, shape, tail, order) in enumerate(itertools.product(types, shapes, tails, [False, True])):
                header = "{'descr': '%s', 'fortran_order': %s, 'shape': %s, }%s" % (type, order, shape, tail)
                path = '%s/%d.npy' % (sys.argv[1], number)
                with open(path, 'wb') as f:
                    f.write(b'\\x93NUMPY\\x01\\x00' + len(header).to_bytes(2, 'little') + header.encode())
                    f.write(np.arange(6).astype(type).tobytes())
                try:
                    a = np.load(path)
                    print(number, a.dtype.str, int(a.sum()), a.flags['C_CONTIGUOUS'])
                except ValueError:
                    print(number, '-', 0, False)
            """;

    private final SharedMemory memory = SharedMemory.temporary(16 << 20);

    @TempDir private Path folder;

    private static String python = "";

    @BeforeAll
    static void numpyIsThere() {
        python =
                Stream.of("python3", "/usr/bin/python3")
                        .filter(NpyWithNumpyIT::hasNumpy)
                        .findFirst()
                        .orElse("");
        assumeFalse(python.isEmpty(), "no python3 with numpy");
    }

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void whatNumpyWritesIsLoaded() throws Exception {
        run(WRITE, folder.toString());
        for (ElementType type : ElementType.values()) {
            for (int version = 1; version <= 3; version++) {
                String name = numpyName(type).substring(1) + "-" + version;
                Typed array =
                        new Typed(Npy.load(memory, name, folder.resolve(name + ".npy")), type);
                assertArrayEquals(new long[] {3, 4, 5}, array.array().shape());
                for (int i = 0; i < 60; i++) {
                    assertEquals(i - 30, array.elements()[i], name);
                }
            }
        }
    }

    @Test
    void numpyLoadsSavedFiles() throws Exception {
        List<String> paths = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (ElementType type : ElementType.values()) {
            Typed array = Typed.array(memory, type, 3, 4, 5);
            for (int i = 0; i < 60; i++) {
                array.call("set", (long) i, array.of(i - 30));
            }
            Path whole = folder.resolve(type + ".npy");
            Npy.save(array.array(), whole);
            paths.add(whole.toString());
            expected.add(numpyName(type) + " (3, 4, 5) True 0 True");
            Path slice = folder.resolve(type + "-slice.npy");
            Npy.save(array.array().slice(0, 60), slice);
            paths.add(slice.toString());
            expected.add(numpyName(type) + " (60,) True 0 True");
        }
        assertEquals(expected, run(READ, paths.toArray(String[]::new)).lines().toList());
    }

    @Test
    void everyTypeAndOrderThatIsConvertedIsWhatNumpyMakesOfIt() throws Exception {
        run(WRITE_CONVERTED, folder.toString());
        List<Path> paths;
        try (var files = Files.list(folder)) {
            paths = files.filter(path -> path.toString().endsWith(".expected.npy")).toList();
        }
        assertEquals(12 * 2 * 2 * 7, paths.size());
        for (Path path : paths) {
            NumericArray expected = Npy.load(memory, "expected", path);
            Path file = Path.of(path.toString().replace(".expected", ""));
            assertSame(expected, Npy.load(memory, "file", file, ElementType.DOUBLE), path);
            String name = file.getFileName().toString().replaceAll("-\\d+.npy$", "");
            for (Path archive : List.of(archive("plain", expected), archive("compressed", expected))) {
                try (Npz npz = Npz.open(archive)) {
                    assertSame(expected, npz.load(memory, "member", name, ElementType.DOUBLE), archive);
                }
                memory.drop("member");
            }
            memory.drop("expected");
            memory.drop("file");
        }
    }

    private Path archive(String kind, NumericArray expected) {
        List<String> shapes = List.of("[1]", "[0, 3]", "[7]", "[3, 5]", "[2, 3, 4]", "[5, 1, 2, 3]", "[4099, 2]");
        return folder.resolve("%s-%s.npz".formatted(kind, shapes.indexOf(Arrays.toString(expected.shape()))));
    }

    private static void assertSame(NumericArray expected, NumericArray found, Path file) {
        assertArrayEquals(expected.shape(), found.shape(), file::toString);
        assertEquals(-1, expected.segment().mismatch(found.segment()), file::toString);
    }

    @Test
    void numpyLoadsSavedArchives() throws Exception {
        Map<String, NumericArray> arrays = new LinkedHashMap<>();
        List<String> expected = new ArrayList<>();
        for (ElementType type : ElementType.values()) {
            Typed array = Typed.array(memory, type, 3, 4);
            array.call("set", 5L, array.of(type.ordinal() + 1));
            arrays.put("a " + type, array.array());
            expected.add("a %s %s (3, 4) %s".formatted(type, numpyName(type), type.ordinal() + 1));
        }
        Path plain = folder.resolve("plain.npz");
        Path compressed = folder.resolve("compressed.npz");
        Npz.save(arrays, plain);
        Npz.saveCompressed(arrays, compressed);
        String printed = run(READ_ARCHIVES, plain.toString(), compressed.toString());
        assertEquals(Stream.concat(expected.stream(), expected.stream()).toList(), printed.lines().toList());
    }

    @Test
    void whatNumpyReadsOfOthersIsLoadedToo() throws Exception {
        for (String line : run(WRITE_FOREIGN, folder.toString()).lines().toList()) {
            String[] seen = line.split(" ");
            Path path = folder.resolve(seen[0] + ".npy");
            String header = Files.readString(path, StandardCharsets.ISO_8859_1);
            if (seen[3].equals("True")) {
                NumericArray array = Npy.load(memory, "a", path);
                assertEquals(seen[1], numpyName(array.elementType()), header);
                long sum = 0;
                for (double element : new Typed(array, array.elementType()).elements()) {
                    sum += (long) element;
                }
                assertEquals(Long.parseLong(seen[2]), sum, header);
                memory.drop("a");
            } else {
                assertThrows(FileFormatException.class, () -> Npy.inspect(path), header);
            }
        }
    }

    @Test
    void aTypeThatCannotBeHeldIsRefusedWithThePythonThatConvertsIt() throws Exception {
        run(WRITE_REFUSED, folder.toString());
        List<Path> paths;
        try (var files = Files.list(folder)) {
            paths = files.sorted().toList();
        }
        assertEquals(28, paths.size());
        for (Path path : paths) {
            var refused = assertThrows(
                    FileFormatException.class, () -> Npy.load(memory, "no", path), path::toString);
            int start = refused.getMessage().indexOf("in Python: ");
            if (path.toString().endsWith(".npz")) {
                assertEquals(-1, start, refused.getMessage());
                continue;
            }
            String code = refused.getMessage().substring(start + 11).replaceAll(", (if|which) .*", "");
            run(CONVERT, path.toString(), code);
            List<Path> made;
            try (var files = Files.list(folder)) {
                made = files.filter(file -> file.toString().startsWith(path + ".converted")).toList();
            }
            assertEquals(path.endsWith("struct.npy") ? 2 : 1, made.size(), code);
            for (Path converted : made) {
                Npy.load(memory, converted.getFileName().toString().replaceAll("[^a-z0-9]", "-"), converted);
            }
        }
    }

    private static boolean hasNumpy(String python) {
        try {
            return new ProcessBuilder(python, "-c", "import numpy").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            return false;
        }
    }

    private static String numpyName(ElementType type) {
        return switch (type) {
            case BYTE -> "|i1";
            case SHORT -> "<i2";
            case INT -> "<i4";
            case LONG -> "<i8";
            case FLOAT -> "<f4";
            case DOUBLE -> "<f8";
        };
    }

    private static String run(String script, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(python, "-c", script));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), output);
        return output.strip();
    }
}
