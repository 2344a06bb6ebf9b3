package io.millrace.shm.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.shm.ElementType;
import io.millrace.shm.FileAccessException;
import io.millrace.shm.FileFormatException;
import io.millrace.shm.SharedMemory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NpyTest {
    private static final String GOOD = "{'descr': '<i2', 'fortran_order': False, 'shape': (2,), }";

    private final SharedMemory memory = SharedMemory.temporary(1 << 20);

    @TempDir private Path folder;

    @AfterEach
    void close() {
        memory.close();
    }

    @Test
    void elevationGridHasItsKnownSums() {
        Path path = Path.of("src/test/resources/npy/jacksboro-elevation-i16.npy");
        assertEquals(
                new NpyInfo(ElementType.SHORT, new long[] {344, 403}, 344 * 403 * 2),
                Npy.inspect(path));
        ShortArray grid = (ShortArray) Npy.load(memory, "grid", path);
        assertArrayEquals(new long[] {344, 403}, grid.shape());
        assertEquals(73_617_913L, grid.stream().asLongStream().sum());
        assertEquals(42_752_204_797L, grid.stream().mapToLong(v -> (long) v * v).sum());
        assertEquals("grid", grid.name());
    }

    @Test
    void topographyIsFloat() {
        Path path = Path.of("src/test/resources/npy/topobathy.npy");
        FloatArray grid = (FloatArray) Npy.load(memory, "topobathy", path);
        assertArrayEquals(new long[] {91, 120}, grid.shape());
        assertEquals(91 * 120, grid.length());
    }

    @ParameterizedTest
    @EnumSource
    void arraysComeBackAsTheyWereSaved(ElementType type) {
        Typed array = Typed.array(memory, type, 3, 4);
        for (long i = 0; i < 12; i++) {
            array.call("set", i, array.of(i - 5));
        }
        Path path = folder.resolve("saved.npy");
        Npy.save(array.array(), path);
        NumericArray loaded = Npy.load(memory, "loaded", path);
        assertEquals(type, loaded.elementType());
        assertArrayEquals(new long[] {3, 4}, loaded.shape());
        assertEquals(-1, array.array().segment().mismatch(loaded.segment()));
        Npy.save(array.array().slice(1, 6), path);
        assertArrayEquals(new long[] {5}, Npy.inspect(path).shape());
    }

    @Test
    void savingGoesThroughLinksAndReplacesNothingButFiles() throws IOException {
        NumericArray array = Typed.array(memory, ElementType.BYTE, 3).array();
        Path file = Files.createFile(folder.resolve("file.npy"));
        Path link = Files.createSymbolicLink(folder.resolve("link.npy"), file);
        Npy.save(array, link);
        assertTrue(Files.isSymbolicLink(link));
        assertEquals(128 + 3, Files.size(file));
        Path inner = Files.createDirectory(folder.resolve("folder.npy"));
        assertThrows(FileAccessException.class, () -> Npy.save(array, inner));
        assertTrue(Files.isDirectory(inner));
    }

    @Test
    void savingReplacesInOneStepAndLeavesNothingElse() throws IOException {
        Path path = folder.resolve("a.npy");
        Npy.save(Typed.array(memory, ElementType.INT, 100).array(), path);
        Npy.save(Typed.array(memory, ElementType.BYTE, 3).array(), path);
        assertEquals(128 + 3, Files.size(path));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void savingWhereNobodyCanWriteIsRefused() throws IOException {
        NumericArray array = Typed.array(memory, ElementType.INT, 1).array();
        Path missing = folder.resolve("missing").resolve("a.npy");
        assertThrows(FileAccessException.class, () -> Npy.save(array, missing));
        Path taken = Files.createDirectories(folder.resolve("taken").resolve("inside")).getParent();
        assertThrows(FileAccessException.class, () -> Npy.save(array, taken));
        try (var files = Files.list(folder)) {
            assertEquals(List.of(taken), files.toList());
        }
    }

    @Test
    void unreadablePathsAreRefused() {
        assertThrows(FileAccessException.class, () -> Npy.inspect(folder));
        assertThrows(FileAccessException.class, () -> Npy.inspect(folder.resolve("none.npy")));
    }

    @Test
    void headersAsOthersWriteThemAreUnderstood() throws IOException {
        for (String header :
                List.of(
                        GOOD,
                        "{\"shape\":(2,),\"descr\":\"<i2\",\"fortran_order\":False}",
                        "{'descr': '<i2', 'fortran_order': False, 'shape': (1, 2L), } \t",
                        "{ 'shape' : ( 2 , 1 , ) ,'fortran_order':False,'descr':'<i2', }")) {
            for (int format = 1; format <= 3; format++) {
                NpyInfo info = Npy.inspect(file(format, header + "\n", 4));
                assertEquals(ElementType.SHORT, info.type());
                assertEquals(4, info.byteSize());
            }
        }
        for (String descr : List.of("=i2", "|i2", "i2", "h", "int16")) {
            assertEquals(ElementType.SHORT, Npy.inspect(file(1, GOOD.replace("<i2", descr), 4)).type(), descr);
        }
        for (String descr : List.of("<i1", ">i1", "=i1", "i1", "|i1")) {
            assertEquals(ElementType.BYTE, Npy.inspect(file(1, GOOD.replace("<i2", descr), 2)).type(), descr);
        }
        String scalar = GOOD.replace("(2,)", "()");
        assertArrayEquals(new long[] {1}, Npy.inspect(file(1, scalar + "\n", 2)).shape());
        String empty = GOOD.replace("(2,)", "(0, 7)");
        assertEquals(0, Npy.load(memory, "empty", file(1, empty + "\n", 0)).length());
        assertEquals(4, Npy.inspect(file(1, GOOD + "\n", 999)).byteSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"(2,)", "(1, 2)", "(2, 1)", "(1, 1, 2, 1)", "()", "(0, 5)", "(3, 0, 2)"})
    void theOrderOfDimensionsIsNoQuestionWhenOnlyOneHasSeveralPlaces(String shape) throws IOException {
        String header = GOOD.replace("False", "True").replace("(2,)", shape);
        assertEquals(Npy.inspect(file(1, header.replace("True", "False"), 4)), Npy.inspect(file(1, header, 4)));
        Path grid = file(1, GOOD.replace("False", "True").replace("(2,)", "(2, 2)"), 8);
        var e = assertThrows(FileFormatException.class, () -> Npy.inspect(grid));
        assertTrue(e.getMessage().contains("Fortran order, expected=C order; give an element type"), e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'<i2'  ; '>i2'               ; little endian",
                "'<i2'  ; '<u2'               ; '<u2'",
                "'<i2'  ; '|u1'               ; a.astype('<i2'",
                "'<i2'  ; '>f8'               ; a.astype('<f8'",
                "'<i2'  ; '|b1'               ; '|b1'",
                "'<i2'  ; '|O'                ; '|O'",
                "'<i2'  ; '<f2'               ; '<f2'",
                "'<i2'  ; '<c16'              ; '<c16'",
                "'<i2'  ; ''                  ; elements",
                "'<i2'  ; '<i2\\x'            ; without escapes",
                "'<i2'  ; [('x', '<f8')]      ; structured",
                "'<i2'  ; <i2                 ; in quotes",
                "False  ; 0                   ; True or False",
                "(2,)   ; (2)                 ; tuple",
                "(2,)   ; (-2,)               ; whole number",
                "(2,)   ; (2.0,)              ; ')'",
                "(2,)   ; (2                  ; whole number",
                "(2,)   ; 2                   ; '('",
                "(2,)   ; (9223372036854775808,)           ; below 2^63",
                "(2,)   ; (99999999999999999999,)          ; below 2^63",
                "(2,)   ; (4294967296, 4294967296)         ; 2^63",
                "(2,)   ; (9223372036854775807,)           ; 2^63",
                "(2,)   ; (4611686018427387903,)           ; truncated",
                "(2,)   ; (1, 1, 1, 1, 1, 1, 1, 1, 2)      ; dimensions=9",
                "(2,)   ; (3,)                ; truncated",
                "'shape'; 'shapes'            ; keys",
                "'shape'; 'descr'             ; each key once",
                "{      ; [                   ; '{'",
                "}      ; } + 1               ; end of the header",
                "}      ; , }                 ; quotes",
                ", }    ; ''                  ; '}'",
            },
            quoteCharacter = '`')
    void headersThatCannotBeLoadedAreRefused(String part, String instead, String expected)
            throws IOException {
        String header = GOOD.replace(part, instead);
        Path path = file(1, header + "\n", 4);
        var e = assertThrows(FileFormatException.class, () -> Npy.load(memory, "no", path), header);
        assertTrue(e.getMessage().contains(path.toString()), e.getMessage());
        assertTrue(e.getMessage().contains(expected), e.getMessage());
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        byte[] good = Files.readAllBytes(file(1, GOOD + "\n", 4));
        for (int at = 0; at < 8; at++) {
            byte[] damaged = good.clone();
            damaged[at] ^= 4; // formats 1 and 0 become 5 and 4
            refused(damaged);
        }
        for (int length = 0; length < good.length; length++) {
            refused(Arrays.copyOf(good, length));
        }
        Path noHeader = file(1, "", 4);
        assertThrows(FileFormatException.class, () -> Npy.inspect(noHeader));
    }

    @Test
    void hugeHeaderIsRefusedBeforeItIsRead() throws IOException {
        byte[] good = Files.readAllBytes(file(2, GOOD + "\n", 4));
        good[8 + 3] = (byte) 0xff;
        var e = refused(good);
        assertTrue(e.getMessage().contains("at most"), e.getMessage());
    }

    @Test
    void failedLoadLeavesNoRegion() throws IOException {
        Path bad = file(1, GOOD.replace("(2,)", "(3,)") + "\n", 4);
        assertThrows(FileFormatException.class, () -> Npy.load(memory, "again", bad));
        assertEquals(2, Npy.load(memory, "again", file(1, GOOD + "\n", 4)).length());
    }

    @ParameterizedTest
    @EnumSource
    void headersOfStreamsAreThoseOfFiles(ElementType type) throws IOException {
        Path path = folder.resolve("saved.npy");
        Npy.save(Typed.array(memory, type, 3, 4).array(), path);
        byte[] file = Files.readAllBytes(path);
        byte[] first = Npy.headerBytes(type, 3, 4);
        assertArrayEquals(first, Arrays.copyOf(file, first.length));
        InputStream stream = new ByteArrayInputStream(file);
        NpyHeader header = Npy.header(stream, file.length, "remote");
        assertEquals(Npy.inspect(path), header.info());
        assertEquals(first.length, header.dataOffset());
        assertEquals(header.info().byteSize(), stream.available());
    }

    @Test
    void headersOfImpossibleShapesAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Npy.headerBytes(ElementType.INT));
        assertThrows(IllegalArgumentException.class, () -> Npy.headerBytes(ElementType.INT, -1));
        assertThrows(IllegalArgumentException.class, () -> Npy.headerBytes(ElementType.INT, 1L << 62));
    }

    /// As a file, and in the same words as a stream.
    private FileFormatException refused(byte[] content) throws IOException {
        Path path = Files.write(folder.resolve("damaged.npy"), content);
        var e = assertThrows(FileFormatException.class, () -> Npy.inspect(path));
        var ofStream = assertThrows(
                FileFormatException.class,
                () -> Npy.header(new ByteArrayInputStream(content), content.length, path.toString()));
        assertEquals(e.getMessage(), ofStream.getMessage());
        return e;
    }

    private Path file(int format, String header, int dataBytes) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) format, 0});
        bytes.write(header.length() & 0xff);
        bytes.write(header.length() >> 8);
        bytes.write(new byte[format == 1 ? 0 : 2]);
        bytes.write(header.getBytes(StandardCharsets.ISO_8859_1));
        bytes.write(new byte[dataBytes]);
        return Files.write(folder.resolve("made.npy"), bytes.toByteArray());
    }
}
