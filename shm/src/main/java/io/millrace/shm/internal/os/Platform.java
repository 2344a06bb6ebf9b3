package io.millrace.shm.internal.os;

import io.millrace.shm.MillraceException;
import io.millrace.shm.MissingJvmFlagException;
import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/// Checks that Millrace can work here: on 64-bit Linux, on one of the two processors whose system
/// calls [SystemCall] numbers, in a JVM that permits native calls. Every public entry point checks
/// this before its first system call.
public final class Platform {
    /// Whether this machine has the open flags and system call numbers of x86-64; if not, it has
    /// those of AArch64.
    static final boolean X86 = isX86(System.getProperty("os.arch"));

    private Platform() {}

    /// Returns if Millrace can work here.
    ///
    /// @throws MillraceException when the system or the processor is another one
    /// @throws MissingJvmFlagException when this JVM refuses native code; the message names the
    ///         flag
    public static void require() {
        String refusal = refusal(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (refusal != null) {
            throw new MillraceException(refusal);
        }
        requireNativeAccess();
    }

    /// The message for that system and processor; null if Millrace works there.
    static @Nullable String refusal(String system, String machine) {
        boolean supported = system.equals("Linux") && (isX86(machine) || isArm(machine));
        return supported
                ? null
                : "Millrace works on Linux on x86-64 and AArch64 only: system=" + system + ", machine=" + machine
                        + "; run it there, in a virtual machine or a container for example";
    }

    static boolean isX86(String machine) {
        return machine.equals("amd64") || machine.equals("x86_64");
    }

    private static boolean isArm(String machine) {
        return machine.equals("aarch64") || machine.equals("arm64");
    }

    /// Calls a restricted method that does nothing. The JVM refuses it exactly if it refuses those
    /// that this package uses.
    @SuppressWarnings("restricted")
    private static void requireNativeAccess() {
        try {
            MemorySegment.NULL.reinterpret(0);
        } catch (IllegalCallerException refused) {
            Module own = Platform.class.getModule();
            throw new MissingJvmFlagException(
                    "this JVM refuses native code, through which shared files are opened and locked: module="
                            + (own.isNamed() ? own.getName() : "the unnamed one") + "; add --enable-native-access="
                            + (own.isNamed() ? own.getName() : "ALL-UNNAMED"),
                    refused);
        }
    }
}
