package io.millrace.ckernel;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;

/// Finds functions in shared libraries of the user. An opened library stays loaded until the JVM
/// ends.
public final class UserLibrary {
    private UserLibrary() {}

    /// A function of the signature `void f(const T *in, T *out, int64_t n)`.
    ///
    /// @param file absolute path of the library
    /// @param elementByteSize size of `T`
    /// @throws NativeLibraryException when the library or the function does not exist, or is not
    ///         for this machine; the message names the remedy
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
                            "the library has no such function: file=%s, symbol=%s; `nm -D FILE` lists its functions,"
                                            .formatted(file, symbol)
                                    + " a function in C++ needs extern \"C\""));
        } catch (IOException unreadable) {
            throw new NativeLibraryException(
                    "cannot read the library: file=%s, reason=%s; give this user the permission to read it"
                            .formatted(file, unreadable),
                    unreadable);
        } catch (IllegalArgumentException refused) {
            throw new NativeLibraryException(
                    "the system cannot open the library: file=%s; `ldd FILE` lists the libraries that it needs,"
                                    .formatted(file)
                            + " and the file system of its folder must allow execution",
                    refused);
        } catch (IllegalCallerException denied) {
            throw new NativeLibraryException(
                    "this JVM was told to refuse native code: file=%s; add --enable-native-access=ALL-UNNAMED"
                            .formatted(file),
                    denied);
        }
    }
}
