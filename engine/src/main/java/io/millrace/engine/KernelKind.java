package io.millrace.engine;

/// Which loops compute the built-in operations. All give the same bits; they differ in speed and in
/// what they need.
public enum KernelKind {
    /// The fastest of the others that this machine can run: [#NATIVE], then [#VECTOR] if its module
    /// is there, then [#SCALAR]. A process that submits computes in plain Java until a thread has loaded
    /// them; the result has the same bits.
    AUTO,
    /// C loops, chosen for the processor when the library is loaded.
    NATIVE,
    /// Java's Vector API; needs `--add-modules jdk.incubator.vector`.
    VECTOR,
    /// Plain Java; runs everywhere.
    SCALAR
}
