package io.millrace.engine.kernel;

/// One implementation of all the arithmetic. Whatever its speed, it gives the bits of
/// [ScalarKernels]; of a NaN only that it is one.
public interface Kernels {

    /// `native`, `vector` or `scalar`.
    String name();

    /// The instructions it uses, such as `avx512`, or `java` when the JVM decides.
    String isa();

    /// The loop for `work`. It may be used by several threads at once.
    BlockKernel compile(Work work);
}
