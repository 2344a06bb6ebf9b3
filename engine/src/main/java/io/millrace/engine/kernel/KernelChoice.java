package io.millrace.engine.kernel;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.shm.MillraceException;
import io.millrace.shm.MissingJvmFlagException;

/// Which implementation computes here.
public final class KernelChoice {

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private KernelChoice() {}

    /// The kernels of that kind; `AUTO` takes C, else Java's vectors if their module is there, else
    /// plain Java.
    ///
    /// @throws MissingJvmFlagException for `VECTOR` if its module is not there; the message has the flag
    /// @throws MillraceException for `NATIVE` if the library cannot be used; the message says why
    public static Kernels resolve(KernelKind kind) {
        return switch (kind) {
            case AUTO -> automatic();
            case NATIVE -> ofNative();
            case VECTOR -> ofVector();
            case SCALAR -> new ScalarKernels();
        };
    }

    /// Whether JVMs that compute with `kind` must be started with `--add-modules
    /// jdk.incubator.vector`, which slows their start.
    public static boolean needsIncubatorModule(KernelKind kind) {
        return kind == KernelKind.VECTOR;
    }

    private static Kernels automatic() {
        if (CLibrary.unavailableReason() == null) {
            return ofNative();
        }
        return hasVectorModule() ? ofVector() : new ScalarKernels();
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
        if (!hasVectorModule()) {
            throw new MissingJvmFlagException(
                    "vector kernels need a module of the JVM: add --add-modules " + VECTOR_MODULE);
        }
        return new VectorKernels();
    }

    private static boolean hasVectorModule() {
        return ModuleLayer.boot().findModule(VECTOR_MODULE).isPresent();
    }
}
