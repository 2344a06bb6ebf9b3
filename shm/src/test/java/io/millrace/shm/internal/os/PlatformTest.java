package io.millrace.shm.internal.os;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;

class PlatformTest {
    @Test
    void linuxOnTheTwoProcessorsIsSupportedByEitherOfTheirNames() {
        for (String machine : List.of("amd64", "x86_64", "aarch64", "arm64")) {
            assertNull(Platform.refusal("Linux", machine));
        }
        Platform.require();
    }

    @Test
    void everythingElseIsNamedWithARemedy() {
        assertEquals(
                "Millrace works on Linux on x86-64 and AArch64 only: system=Mac OS X, machine=aarch64; run it there,"
                        + " in a virtual machine or a container for example",
                Platform.refusal("Mac OS X", "aarch64"));
        for (String machine : List.of("x86", "i386", "arm", "riscv64", "ppc64le", "s390x")) {
            assertEquals(
                    "Millrace works on Linux on x86-64 and AArch64 only: system=Linux, machine=" + machine
                            + "; run it there, in a virtual machine or a container for example",
                    Platform.refusal("Linux", machine));
        }
    }
}
