package io.millrace.engine.cli.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.cli.doctor.Finding.Verdict;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import io.millrace.shm.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineChecksTest {
    @ParameterizedTest
    @CsvSource(
            {"25769803776, 25769803776, OK", "0, 0, OK", "67108864, 67108864, NOTE", "25769803776, 1048576, PROBLEM"})
    void sharedMemoryIsJudgedByItsFreeSpace(long total, long free, Verdict verdict) {
        assertEquals(verdict, MachineChecks.sharedMemory(total, free).verdict());
    }

    @ParameterizedTest
    @CsvSource({
        "always within_size [advise] never deny force, OK",
        "always within_size advise [never] deny force, NOTE",
        "nonsense, NOTE"
    })
    void hugePagesAreReadAsTheKernelListsThem(String setting, Verdict verdict) {
        assertEquals(verdict, MachineChecks.hugePages(setting).verdict());
    }

    @Test
    void theDefaultFolderMustBelongToThisUserAlone(@TempDir Path folder) throws IOException {
        Path own = folder.resolve("own");
        assertEquals(Verdict.OK, MachineChecks.defaultFolder(own).verdict());
        Files.createDirectory(own);
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwx------"));
        assertEquals(Verdict.OK, MachineChecks.defaultFolder(own).verdict());
        Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxr-x---"));
        assertEquals(Verdict.PROBLEM, MachineChecks.defaultFolder(own).verdict());
        assertEquals(
                Verdict.PROBLEM,
                MachineChecks.defaultFolder(Files.createFile(folder.resolve("file"))).verdict());
        assertEquals(
                Verdict.PROBLEM,
                MachineChecks.defaultFolder(folder.resolve("missing/folder")).verdict());
    }

    @Test
    void aCheckThatFailsIsAProblem() {
        Finding finding = DoctorCommand.examine(List.of(() -> {
                    throw new MillraceException("no such call");
                }))
                .getFirst();
        assertEquals(Verdict.PROBLEM, finding.verdict());
        assertEquals("no such call", finding.fact());
    }

    @Test
    void theDecoderOfJpegsIsNamed() {
        Finding found = JvmChecks.jpegDecoder();
        String reason = TurboJpeg.unavailableReason();
        assertEquals(reason == null ? Verdict.OK : Verdict.NOTE, found.verdict());
        assertEquals(reason == null ? "libjpeg-turbo, libturbojpeg.so.0" : "the JDK's: " + reason, found.fact());
    }
}
