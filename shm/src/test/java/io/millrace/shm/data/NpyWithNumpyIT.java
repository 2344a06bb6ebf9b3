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
import java.util.List;
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
            np.save(f + '/big.npy', np.zeros(3, '>f8'))
            np.save(f + '/fortran.npy', np.asfortranarray(np.zeros((3, 4))))
            np.save(f + '/unsigned.npy', np.zeros(3, 'u4'))
            np.save(f + '/bool.npy', np.zeros(3, '?'))
            np.save(f + '/half.npy', np.zeros(3, 'f2'))
            np.save(f + '/complex.npy', np.zeros(3, 'c16'))
            np.save(f + '/text.npy', np.array(['a', 'b']))
            np.save(f + '/date.npy', np.zeros(3, 'M8[s]'))
            np.save(f + '/object.npy', np.array([None, 'x'], dtype=object))
            np.save(f + '/struct.npy', np.zeros(3, [('x', 'f8'), ('y', 'i4')]))
            np.savez(f + '/zip.npz', a=np.zeros(3))
            """;

    private final SharedMemory memory = SharedMemory.temporary(1 << 20);

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
    void whatWeSaveIsLoadedByNumpy() throws Exception {
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
    void whatWeCannotHoldIsRefused() throws Exception {
        run(WRITE_REFUSED, folder.toString());
        try (var files = Files.list(folder)) {
            List<Path> paths = files.toList();
            assertEquals(11, paths.size());
            for (Path path : paths) {
                assertThrows(
                        FileFormatException.class,
                        () -> Npy.load(memory, "no", path),
                        path::toString);
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
