package io.millrace.engine.cli.turbojpeg;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.NoSuchElementException;

/// The functions of `turbojpeg.h` of the releases 2 and 3.
///
/// All are called through one method handle, as functions of eleven `long`s: in a fresh JVM each
/// signature that is linked takes as long as a picture. The calling conventions of Linux on x86-64 and
/// AArch64 pass `int` and pointers as the low half and the whole of a register or of a place on the
/// stack, whose other bits a function does not read; nor does it see arguments that it does not have.
/// Of a result of type `int` the low half counts.
final class TurboFunctions {
    private static final int MAX_ARGUMENTS = 11;

    /// `JMSG_LENGTH_MAX` of the library.
    private static final long MAX_TEXT_BYTES = 200;

    private final MethodHandle call = call();
    private final MemorySegment newDecompressor;
    private final MemorySegment newCompressor;
    private final MemorySegment decompressHeader;
    private final MemorySegment decompress;
    private final MemorySegment compress;
    private final MemorySegment destroy;
    private final MemorySegment errorText;

    /// @throws NoSuchElementException when the library lacks a function
    TurboFunctions(SymbolLookup symbols) {
        newDecompressor = symbol(symbols, "tjInitDecompress");
        newCompressor = symbol(symbols, "tjInitCompress");
        decompressHeader = symbol(symbols, "tjDecompressHeader3");
        decompress = symbol(symbols, "tjDecompress2");
        compress = symbol(symbols, "tjCompress2");
        destroy = symbol(symbols, "tjDestroy");
        errorText = symbol(symbols, "tjGetErrorStr2");
    }

    private static MemorySegment symbol(SymbolLookup symbols, String name) {
        return symbols.find(name).orElseThrow(() -> new NoSuchElementException(name));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle call() {
        MemoryLayout[] arguments = new MemoryLayout[MAX_ARGUMENTS];
        Arrays.fill(arguments, JAVA_LONG);
        return Linker.nativeLinker().downcallHandle(FunctionDescriptor.of(JAVA_LONG, arguments));
    }

    /// A new decompressor; 0 without memory.
    long newDecompressor() {
        return call(newDecompressor, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// A new compressor; 0 without memory.
    long newCompressor() {
        return call(newCompressor, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// Reads the header; 0, or -1 after an error.
    ///
    /// @param found receives four `int`: width, height, subsampling, colour space
    int decompressHeader(long decompressor, MemorySegment jpeg, MemorySegment found) {
        long first = found.address();
        return (int) call(
                decompressHeader,
                decompressor,
                jpeg.address(),
                jpeg.byteSize(),
                first,
                first + Integer.BYTES,
                first + 2 * Integer.BYTES,
                first + 3 * Integer.BYTES,
                0,
                0,
                0,
                0);
    }

    /// Decodes into rows without padding; 0, or -1 after an error or a warning.
    int decompress(long decompressor, MemorySegment jpeg, Surface to, int flags) {
        return (int) call(
                decompress,
                decompressor,
                jpeg.address(),
                jpeg.byteSize(),
                to.pixels().address(),
                to.width(),
                0,
                to.height(),
                to.format(),
                flags,
                0,
                0);
    }

    /// Encodes rows without padding; 0, or -1 after an error.
    ///
    /// @param buffer holds the address of the buffer
    /// @param byteSize holds the size of the buffer, receives that of the JPEG
    int compress(long compressor, Surface from, MemorySegment buffer, MemorySegment byteSize, Encoding encoding) {
        return (int) call(
                compress,
                compressor,
                from.pixels().address(),
                from.width(),
                0,
                from.height(),
                from.format(),
                buffer.address(),
                byteSize.address(),
                encoding.subsampling(),
                encoding.quality(),
                encoding.flags());
    }

    void destroy(long instance) {
        call(destroy, instance, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }

    /// The text of the last error or warning of an instance.
    @SuppressWarnings("restricted")
    String errorText(long instance) {
        MemorySegment text = MemorySegment.ofAddress(call(errorText, instance, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        return text.reinterpret(MAX_TEXT_BYTES).getString(0);
    }

    private long call(
            MemorySegment function,
            long a,
            long b,
            long c,
            long d,
            long e,
            long f,
            long g,
            long h,
            long i,
            long j,
            long k) {
        try {
            return (long) call.invokeExact(function, a, b, c, d, e, f, g, h, i, j, k);
        } catch (RuntimeException | Error thrown) {
            throw thrown;
        } catch (Throwable thrown) { // C throws nothing
            throw new IllegalStateException("a call of libjpeg-turbo failed; this cannot happen", thrown);
        }
    }

    /// Pixels in native memory.
    ///
    /// @param format one of `TJPF`
    record Surface(MemorySegment pixels, int width, int height, int format) {}

    /// @param subsampling one of `TJSAMP`
    /// @param quality from 1 to 100
    /// @param flags of `TJFLAG`
    record Encoding(int subsampling, int quality, int flags) {}
}
