package io.millrace.engine.internal.kernel;

/// An implementation of all arithmetic. It gives the same bits as [ScalarKernels], except that a
/// NaN may have other bits than theirs.
public interface Kernels {

    /// `native`, `vector` or `scalar`.
    String name();

    /// The instruction set that it uses, such as `avx512`, or `java` if the JVM decides.
    String isa();

    /// The kernel for `work`. Several threads may use it at once.
    BlockKernel compile(Work work);
}
