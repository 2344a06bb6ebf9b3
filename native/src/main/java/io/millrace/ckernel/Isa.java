package io.millrace.ckernel;

import java.util.Locale;

/// An instruction set for which the library holds kernels. The codes are those of `enum isa` in
/// `kernels.h`.
public enum Isa {
    /// Every x86-64 processor.
    SSE2(1),
    /// x86-64 with 256-bit vectors and FMA.
    AVX2(2),
    /// x86-64 with 512-bit vectors: AVX-512 F, DQ, BW and VL, and FMA.
    AVX512(3),
    /// Every AArch64 processor.
    NEON(4);

    private final int code;

    Isa(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Isa ofCode(int code) {
        for (Isa isa : values()) {
            if (isa.code == code) {
                return isa;
            }
        }
        throw new NativeLibraryException(
                "the C library speaks of an unknown instruction set: code=%s; library and jar are of different versions"
                        .formatted(code));
    }

    /// By name, in any case.
    static Isa ofName(String name) {
        for (Isa isa : values()) {
            if (isa.name().equals(name.toUpperCase(Locale.ROOT))) {
                return isa;
            }
        }
        throw new NativeLibraryException(
                "unknown instruction set: %s=%s; write one of avx512, avx2, sse2, neon, or leave it out"
                        .formatted(CLibrary.ISA_PROPERTY, name));
    }
}
