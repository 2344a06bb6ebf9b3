/// The C kernels and how Java calls them.
module io.millrace.ckernel {
    requires static org.jspecify;

    exports io.millrace.ckernel;
}
