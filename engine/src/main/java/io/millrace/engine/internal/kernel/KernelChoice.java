package io.millrace.engine.internal.kernel;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.shm.MillraceException;
import io.millrace.shm.MissingJvmFlagException;
import java.util.Optional;

/// Chooses the implementation that computes in this JVM.
public final class KernelChoice {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /// The kernels of that kind. `AUTO` chooses C if its library can be used, else Java's vectors
    /// if their module is present, else plain Java.
    ///
    /// @throws MissingJvmFlagException for `VECTOR` when its module is missing; the message names
    ///         the flag
    /// @throws MillraceException for `NATIVE` when the library cannot be used; the message says why
    public static Kernels resolve(KernelKind kind) {
        return switch (kind) {
            case AUTO -> automatic();
            case NATIVE -> ofNative();
            case VECTOR -> ofVector();
            case SCALAR -> new ScalarKernels();
        };
    }

    /// Whether JVMs that compute with `kind` need `--add-modules jdk.incubator.vector`, which slows
    /// their start.
    public static boolean needsIncubatorModule(KernelKind kind) {
        return kind == KernelKind.VECTOR;
    }

    private static Kernels automatic() {
        if (CLibrary.unavailableReason() == null) {
            return ofNative();
        }
        return vectorModule().isPresent() ? ofVector() : new ScalarKernels();
    }

    private static Kernels ofNative() {
        String reason = CLibrary.unavailableReason();
        if (reason != null) {
            throw new MillraceException(
                    "no native kernels: %s; or choose another kind: kernel=AUTO".formatted(reason));
        }
        return new NativeKernels(CLibrary.load());
    }

    private static Kernels ofVector() {
        Module vectors = vectorModule()
                .orElseThrow(() -> new MissingJvmFlagException(
                        "vector kernels need a module of the JVM: add --add-modules " + VECTOR_MODULE));
        KernelChoice.class.getModule().addReads(vectors);
        return new VectorKernels();
    }

    private static Optional<Module> vectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE);
    }
}
