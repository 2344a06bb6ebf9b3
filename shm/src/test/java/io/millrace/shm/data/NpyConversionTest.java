package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.NoSuchRegionException;
import io.millrace.shm.SharedMemory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyConversionTest {
    private final SharedMemory memory = SharedMemory.temporary(64 << 20);

    @TempDir private Path folder;

    @AfterEach
    void close() {
        memory.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "|b1; BYTE  ; 00 01 02         ; 0 1 1",
                "|u1; SHORT ; 00 7f ff         ; 0 127 255",
                "|u1; BYTE  ; 00 7f            ; 0 127",
                "|i1; DOUBLE; 80 ff            ; -128 -1",
                "<u2; INT   ; ff ff 01 00      ; 65535 1",
                ">u2; INT   ; ff fe 00 01      ; 65534 1",
                ">i2; SHORT ; ff fe 00 01      ; -2 1",
                "<u4; LONG  ; ff ff ff ff      ; 4294967295",
                ">i4; INT   ; 80 00 00 00      ; -2147483648",
                "<u8; LONG  ; ff ff ff ff ff ff ff 7f; 9223372036854775807",
                ">i8; FLOAT ; 00 00 00 00 01 00 00 00; 16777216",
                "<f2; FLOAT ; 00 3c 00 c0 01 00 ff 7b; 1 -2 5.960464477539063E-8 65504",
                ">f2; DOUBLE; 3c 00 7c 00 fc 00; 1 Infinity -Infinity",
                ">f4; FLOAT ; 3f c0 00 00 80 00 00 00; 1.5 -0.0",
                ">f8; DOUBLE; 3f f8 00 00 00 00 00 00; 1.5",
                "<f4; INT   ; 00 00 00 4f      ; refused",
                "<f4; LONG  ; 00 00 00 4f      ; 2147483648",
                "<f4; DOUBLE; cd cc cc 3d      ; 0.10000000149011612",
                "<f8; FLOAT ; 9a 99 99 99 99 99 b9 3f; refused",
                "<f8; LONG  ; 00 00 00 00 00 00 e0 43; refused",
                "<f8; LONG  ; 00 00 00 00 00 00 e0 c3; -9223372036854775808",
                "<f8; BYTE  ; 00 00 00 00 00 00 f8 7f; refused",
                "<u8; LONG  ; 00 00 00 00 00 00 00 80; refused",
                "<i8; DOUBLE; 01 00 00 00 00 00 20 00; refused",
                "<i8; DOUBLE; ff ff ff ff ff ff ff 7f; refused",
                "<i8; FLOAT ; 01 00 00 01 00 00 00 00; refused",
                "<i4; SHORT ; 00 80 00 00      ; refused",
                "|u1; BYTE  ; 80               ; refused",
                "<u2; SHORT ; 00 80            ; refused",
                "<i8; INT   ; 00 00 00 80 00 00 00 00; refused",
            })
    void aNumberIsHeldExactlyOrRefused(String descr, ElementType type, String bytes, String expected)
            throws IOException {
        byte[] data = bytes(bytes);
        int size = descr.charAt(2) - '0';
        Path file = file("'" + descr + "', 'fortran_order': False, 'shape': (%s,)".formatted(data.length / size), data);
        if (expected.equals("refused")) {
            var refused = assertThrows(FileFormatException.class, () -> Npy.load(memory, "a", file, type));
            assertTrue(refused.getMessage().contains(" as element 0, type "), refused.getMessage());
            assertThrows(NoSuchRegionException.class, () -> memory.doubleArray("a"));
            return;
        }
        Typed loaded = new Typed(Npy.load(memory, "a", file, type), type);
        double[] numbers = Arrays.stream(expected.split(" ")).mapToDouble(Double::parseDouble).toArray();
        assertArrayEquals(numbers, loaded.elements());
    }

    @Test
    void notANumberStaysNotANumber() throws IOException {
        Path file = file("'<f8', 'fortran_order': False, 'shape': (1,)", bytes("00 00 00 00 00 00 f8 7f"));
        assertTrue(Float.isNaN(((FloatArray) Npy.load(memory, "a", file, ElementType.FLOAT)).get(0)));
    }

    /// Shapes around the sides of a tile: 4,096 rows, 262,144 elements.
    @ParameterizedTest
    @ValueSource(strings = {
        "2,2", "3,5", "5,3,4", "2,3,4,5", "4096,3", "4097,3", "4095,65", "3,4096", "2,262145", "262145,2", "64,64,65",
        "9000,70"
    })
    void fortranOrderBecomesRowMajor(String text) throws IOException {
        long[] shape = Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
        Path file = fortran(shape);
        IntArray loaded = (IntArray) Npy.load(memory, "a", file, ElementType.INT);
        assertArrayEquals(shape, loaded.shape());
        assertRowMajor(loaded, shape);
        memory.drop("a");
        Path archive = folder.resolve("a.npz");
        NpzTest.write(archive, "a.npy", Files.readAllBytes(file));
        try (Npz npz = Npz.open(archive)) {
            assertRowMajor((IntArray) npz.load(memory, "b", "a", ElementType.INT), shape);
        }
    }

    @Test
    void theIndexOfARefusedNumberIsThatOfTheArray() throws IOException {
        Path file = file("'<i2', 'fortran_order': True, 'shape': (2, 3)", bytes("01 00 02 00 03 00 04 00 ff 0f 06 00"));
        var refused = assertThrows(FileFormatException.class, () -> Npy.load(memory, "a", file, ElementType.BYTE));
        assertTrue(refused.getMessage().contains("found=4095 as element 2, type int16"), refused.getMessage());
        assertTrue(refused.getMessage().contains("load it as a wider type"), refused.getMessage());
    }

    @Test
    void emptyArraysAndScalarsAreConverted() throws IOException {
        Path empty = file("'>u4', 'fortran_order': True, 'shape': (3, 0, 2)", new byte[0]);
        assertArrayEquals(new long[] {3, 0, 2}, Npy.load(memory, "empty", empty, ElementType.LONG).shape());
        Path scalar = file("'>u2', 'fortran_order': True, 'shape': ()", bytes("01 00"));
        assertArrayEquals(new int[] {256}, ((IntArray) Npy.load(memory, "b", scalar, ElementType.INT)).toArray());
    }

    @Test
    void filesThatEndEarlyAreRefused() throws IOException {
        Path file = file("'>u4', 'fortran_order': False, 'shape': (3,)", new byte[11]);
        var refused = assertThrows(FileFormatException.class, () -> Npy.load(memory, "a", file, ElementType.LONG));
        assertTrue(refused.getMessage().contains("truncated"), refused.getMessage());
    }

    /// A file whose element at given coordinates is their index in row-major order.
    private Path fortran(long[] shape) throws IOException {
        int length = (int) Arrays.stream(shape).reduce(1, Math::multiplyExact);
        ByteBuffer data = ByteBuffer.allocate(length * Short.BYTES * 2).order(ByteOrder.BIG_ENDIAN);
        long[] at = new long[shape.length];
        for (int i = 0; i < length; i++) {
            long index = 0;
            for (int d = 0; d < shape.length; d++) {
                index = index * shape[d] + at[d];
            }
            data.putInt((int) index);
            for (int d = 0; d < shape.length && ++at[d] == shape[d]; d++) {
                at[d] = 0;
            }
        }
        String dimensions = Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
        return file("'>u4', 'fortran_order': True, 'shape': (" + dimensions + ")", data.array());
    }

    private static void assertRowMajor(IntArray array, long[] shape) {
        for (long i = 0; i < array.length(); i++) {
            if (array.get(i) != i) {
                assertEquals(i, array.get(i), "element " + i + " of shape " + Arrays.toString(shape));
            }
        }
    }

    private Path file(String header, byte[] data) throws IOException {
        byte[] text = ("{'descr': " + header + ", }\n").getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer file = ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.putShort((short) text.length).put(text).put(data);
        return Files.write(folder.resolve("made.npy"), file.array());
    }

    private static byte[] bytes(String hex) {
        String[] parts = hex.split(" ");
        byte[] bytes = new byte[parts.length];
        for (int i = 0; i < parts.length; i++) {
            bytes[i] = (byte) Integer.parseInt(parts[i], 16);
        }
        return bytes;
    }
}
