package io.millrace.engine.cli.inspect;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.shm.ElementType;
import io.millrace.shm.RegionInfo;
import io.millrace.shm.RegionKind;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumpyLinesTest {
    private static RegionInfo array(String name, ElementType type, long... shape) {
        return new RegionInfo(name, RegionKind.ARRAY, type, shape, 4096, 8);
    }

    @Test
    void arraysKeepTypeShapeAndOffset() {
        assertEquals(
                List.of(
                        "import numpy as np",
                        "grid = np.memmap(\"/dev/shm/x\", dtype=\"<i2\", mode=\"r\", offset=4096, shape=(3, 4,))"),
                NumpyLines.of(Path.of("/dev/shm/x"), List.of(array("grid", ElementType.SHORT, 3, 4))));
    }

    @Test
    void namesBecomeDistinctPythonNames() {
        List<String> lines = NumpyLines.of(
                Path.of("x"),
                List.of(
                        array("a-b", ElementType.BYTE, 1),
                        array("a.b", ElementType.BYTE, 1),
                        array("7", ElementType.BYTE, 1),
                        array("lambda", ElementType.BYTE, 1),
                        array("input", ElementType.BYTE, 1),
                        array("input_", ElementType.BYTE, 1),
                        array("__name__", ElementType.BYTE, 1)));
        assertEquals(
                List.of("import", "a_b", "a_b_2", "_7", "lambda_", "input_", "input__2", "__name___"),
                lines.stream().map(line -> line.substring(0, line.indexOf(' '))).toList());
    }

    @Test
    void emptyArraysAndOtherKindsCanBeOpened() {
        List<String> lines = NumpyLines.of(
                Path.of("/a\"b"),
                List.of(
                        array("none", ElementType.DOUBLE, 0),
                        new RegionInfo("one", RegionKind.VALUE, ElementType.LONG, new long[0], 64, 8),
                        new RegionInfo("raw", RegionKind.BYTES, null, new long[0], 64, 100)));
        assertEquals("none = np.empty((0,), dtype=\"<f8\")", lines.get(1));
        assertEquals("one = np.memmap(\"/a\\\"b\", dtype=\"<i8\", mode=\"r\", offset=64, shape=(1,))", lines.get(2));
        assertEquals("raw = np.memmap(\"/a\\\"b\", dtype=\"i1\", mode=\"r\", offset=64, shape=(100,))", lines.get(3));
    }
}
