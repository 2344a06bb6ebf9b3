package io.millrace.ckernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CLibraryTest {
    @TempDir
    private Path temporary;

    @BeforeEach
    void whereThereIsALibrary() {
        assumeTrue(CLibrary.unavailableReason() == null, CLibrary::unavailableReason);
    }

    @Test
    void libraryIsOpenedOnceAndSaysWhatItChose() {
        CLibrary library = CLibrary.load();
        assertEquals(library, CLibrary.load());
        assertTrue(Files.isRegularFile(library.file()));
        boolean arm = System.getProperty("os.arch").equals("aarch64");
        assertEquals(arm, library.isa() == Isa.NEON);
    }

    /// A copy of the file is another library to the system: its choice does not touch that of this
    /// JVM.
    @Test
    void smallerInstructionSetCanBeAskedFor() throws IOException {
        CLibrary library = CLibrary.load();
        Isa smallest = library.isa() == Isa.NEON ? Isa.NEON : Isa.SSE2;
        Path copy = Files.copy(library.file(), temporary.resolve("copy.so"));
        CLibrary forced = CLibrary.open(copy, smallest.name().toLowerCase());
        assertEquals(smallest, forced.isa());
        assertNotNull(forced.kernels().map("map_square_f64"));
    }

    @Test
    void instructionSetThatThisMachineLacksIsRefused() throws IOException {
        CLibrary library = CLibrary.load();
        String lacking = library.isa() == Isa.NEON ? "avx2" : "neon";
        Path copy = Files.copy(library.file(), temporary.resolve("copy.so"));
        var thrown = assertThrows(NativeLibraryException.class, () -> CLibrary.open(copy, lacking));
        assertTrue(
                thrown.getMessage().contains("lacks the instruction set asked for: millrace.isa"), thrown.getMessage());
    }

    @Test
    void unknownInstructionSetIsRefusedWithTheKnownOnes() throws IOException {
        Path copy = Files.copy(CLibrary.load().file(), temporary.resolve("copy.so"));
        var thrown = assertThrows(NativeLibraryException.class, () -> CLibrary.open(copy, "mmx"));
        assertEquals(
                "unknown instruction set: millrace.isa=mmx; write one of avx512, avx2, sse2, neon, or leave it out",
                thrown.getMessage());
    }

    @Test
    void fileThatIsNoLibraryIsNamed() throws IOException {
        Path file = Files.writeString(temporary.resolve("text.so"), "not a library");
        var thrown = assertThrows(NativeLibraryException.class, () -> CLibrary.open(file, null));
        assertTrue(thrown.getMessage().contains(file.toString()), thrown.getMessage());
    }

    @Test
    void codesAreThoseOfTheHeader() throws IOException {
        String header = Files.readString(Path.of("src/main/c/kernels.h"));
        for (Isa isa : Isa.values()) {
            assertTrue(header.contains("ISA_%s = %d".formatted(isa, isa.code())), isa.name());
            assertEquals(isa, Isa.ofCode(isa.code()));
        }
        assertThrows(NativeLibraryException.class, () -> Isa.ofCode(0));
    }
}
