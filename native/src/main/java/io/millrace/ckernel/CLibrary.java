package io.millrace.ckernel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The C library, opened once in a JVM and never closed.
///
/// The system property `millrace.isa` (or the environment variable `MILLRACE_ISA`) makes it use a
/// smaller instruction set than the best: `avx512`, `avx2`, `sse2` or `neon`.
public final class CLibrary {
    static final String ISA_PROPERTY = "millrace.isa";
    private static final String ISA_VARIABLE = "MILLRACE_ISA";
    private static final long MAX_NAME_BYTES = 256;

    private final Path file;
    private final SymbolLookup symbols;
    private final Isa isa;
    private final CKernels kernels;

    private CLibrary(Path file, SymbolLookup symbols, @Nullable String forcedIsa) {
        this.file = file;
        this.symbols = symbols;
        if (forcedIsa != null) {
            use(Isa.ofName(forcedIsa));
        }
        this.isa = Isa.ofCode(chosenIsa());
        this.kernels = new CKernels(symbols, this::names);
    }

    /// The library of this JVM.
    ///
    /// @throws NativeLibraryException there is none; the message is [#unavailableReason()]
    public static CLibrary load() {
        CLibrary library = Opened.ONCE.library;
        if (library == null) {
            throw new NativeLibraryException("no C kernels: " + Opened.ONCE.reason, Opened.ONCE.cause);
        }
        return library;
    }

    /// Why the library cannot be used, and what helps; `null` if it can. Opens it at the first
    /// call.
    public static @Nullable String unavailableReason() {
        return Opened.ONCE.reason;
    }

    /// The instruction set in use.
    public Isa isa() {
        return isa;
    }

    public CKernels kernels() {
        return kernels;
    }

    /// The file it was opened from.
    public Path file() {
        return file;
    }

    /// Opens a file of its own, for the tests and for [#load()].
    @SuppressWarnings("restricted")
    static CLibrary open(Path file, @Nullable String forcedIsa) {
        SymbolLookup symbols;
        try {
            symbols = SymbolLookup.libraryLookup(file, Arena.global());
        } catch (IllegalArgumentException e) {
            throw new NativeLibraryException(
                    ("cannot open the C library: file=%s; it must be built for this system, and its folder must"
                            + " allow execution")
                            .formatted(file),
                    e);
        } catch (IllegalCallerException e) {
            throw new NativeLibraryException(
                    "this JVM was told to refuse native code: file=%s; add --enable-native-access=ALL-UNNAMED"
                            .formatted(file),
                    e);
        }
        JniCall.load(file);
        return new CLibrary(file, symbols, forcedIsa);
    }

    private static @Nullable String forcedIsa() {
        String property = System.getProperty(ISA_PROPERTY);
        return property != null ? property : System.getenv(ISA_VARIABLE);
    }

    private void use(Isa wanted) {
        MethodHandle handle = Downcalls.handle(FunctionDescriptor.of(JAVA_INT, JAVA_INT));
        int result;
        try {
            result = (int) handle.invokeExact(symbol("millrace_use_isa"), wanted.code());
        } catch (Throwable e) {
            throw Downcalls.rethrown(e);
        }
        if (result != 0) {
            throw new NativeLibraryException(
                    ("this machine lacks the instruction set asked for: %s=%s, best here=%s; leave it out or"
                            + " choose another")
                            .formatted(ISA_PROPERTY, wanted, Isa.ofCode(chosenIsa())));
        }
    }

    @SuppressWarnings("restricted")
    private int chosenIsa() {
        return symbol("millrace_isa").reinterpret(Integer.BYTES).get(JAVA_INT, 0);
    }

    private Set<String> names() {
        MethodHandle handle = Downcalls.handle(FunctionDescriptor.of(ADDRESS, JAVA_LONG));
        Set<String> names = new TreeSet<>();
        for (long index = 0; ; index++) {
            String name = name(handle, index);
            if (name == null) {
                return names;
            }
            names.add(name);
        }
    }

    @SuppressWarnings("restricted")
    private @Nullable String name(MethodHandle handle, long index) {
        try {
            MemorySegment name = (MemorySegment) handle.invokeExact(symbol("millrace_kernel_name"), index);
            return name.address() == 0 ? null : name.reinterpret(MAX_NAME_BYTES).getString(0);
        } catch (Throwable e) {
            throw Downcalls.rethrown(e);
        }
    }

    private MemorySegment symbol(String name) {
        return symbols.find(name)
                .orElseThrow(() -> new NativeLibraryException(
                        "the C library lacks a symbol: file=%s, symbol=%s; library and jar are of different versions"
                                .formatted(file, name)));
    }

    /// The outcome of the one attempt of this JVM.
    private static final class Opened {
        private static final Opened ONCE = attempt();

        private final @Nullable CLibrary library;
        private final @Nullable String reason;
        private final @Nullable Throwable cause;

        private Opened(@Nullable CLibrary library, @Nullable String reason, @Nullable Throwable cause) {
            this.library = library;
            this.reason = reason;
            this.cause = cause;
        }

        private static Opened attempt() {
            try {
                return new Opened(LibraryFile.open(file -> open(file, forcedIsa())), null, null);
            } catch (NativeLibraryException e) {
                return new Opened(null, e.getMessage(), e);
            } catch (IOException e) {
                return new Opened(
                        null,
                        "cannot read the C library out of its jar: %s; is the jar whole?".formatted(e),
                        e);
            }
        }
    }
}
