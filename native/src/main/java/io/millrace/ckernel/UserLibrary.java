package io.millrace.ckernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;

/// Libraries of the user's. Once opened they stay for as long as the JVM does.
public final class UserLibrary {
    private UserLibrary() {}

    /// A function of the signature `void f(const T *in, T *out, int64_t n)`.
    ///
    /// @param file absolute
    /// @param elementByteSize that of `T`
    /// @throws NativeLibraryException the file or the function is not there, or not for this machine; the
    ///         message says what helps
    public static UserFunction function(Path file, String symbol, int elementByteSize) {
        return Downcalls.user(address(file, symbol), elementByteSize);
    }

    @SuppressWarnings("restricted")
    private static MemorySegment address(Path file, String symbol) {
        if (!Files.isRegularFile(file)) {
            throw new NativeLibraryException(
                    "no such library: file=%s; give the path of a shared library, such as libmine.so".formatted(file));
        }
        try {
            ElfFile.requireLibrary(file);
            SymbolLookup symbols = SymbolLookup.libraryLookup(file, Arena.global());
            return symbols.find(symbol)
                    .orElseThrow(() -> new NativeLibraryException(
                            "the library has no such function: file=%s, symbol=%s; `nm -D FILE` lists those it has, C++ needs extern \"C\""
                                    .formatted(file, symbol)));
        } catch (IOException unreadable) {
            throw new NativeLibraryException("cannot read the library: file=%s, reason=%s; it needs permission to read"
                    .formatted(file, unreadable), unreadable);
        } catch (IllegalArgumentException refused) {
            throw new NativeLibraryException(
                    "the system cannot open the library: file=%s; `ldd FILE` says whether one that it needs is missing, and its folder must allow execution"
                            .formatted(file),
                    refused);
        } catch (IllegalCallerException denied) {
            throw new NativeLibraryException(
                    "this JVM was told to refuse native code: file=%s; add --enable-native-access=ALL-UNNAMED"
                            .formatted(file),
                    denied);
        }
    }
}
