package io.millrace.engine.cli.turbojpeg;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.millrace.engine.cli.turbojpeg.TurboFunctions.Encoding;
import io.millrace.engine.cli.turbojpeg.TurboFunctions.Surface;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.ByteOrder;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// libjpeg-turbo, opened once in a JVM and never closed. Safe for all threads.
///
/// A pixel is an `int` `0xRRGGBB`; its highest byte has no meaning.
public final class TurboJpeg {
    /// The system property that switches it off: `false`.
    public static final String PROPERTY = "millrace.turbojpeg";

    /// The name that the dynamic linker finds; the same in the releases 1 to 3.
    public static final String LIBRARY = "libturbojpeg.so.0";

    /// `TJPF_BGRX`, bytes in memory: an `int` of a little-endian machine.
    private static final int PIXEL_FORMAT = 3;

    private static final int GREY = 2;
    private static final int CMYK = 3;
    private static final int YCCK = 4;

    private static final int NO_REALLOCATION = 1024;
    private static final int ACCURATE_DCT = 4096;
    private static final int STOP_ON_WARNING = 8192;
    /// At most 500 scans: a small file with very many takes minutes.
    private static final int LIMIT_SCANS = 32768;
    /// `TJSAMP_420`: one sample of colour for four pixels, as the writer of the JDK.
    private static final int QUARTER_COLOURS = 2;

    private static final int HEADER_BYTES = 4 * Integer.BYTES;
    /// Width and height of what 4:2:0 codes at once.
    private static final int CODED_SIDE = 16;
    private static final int TABLES_BYTES = 2048;

    private final TurboFunctions functions;

    private TurboJpeg(TurboFunctions functions) {
        this.functions = functions;
    }

    /// The library of this JVM; null when there is none, see [#unavailableReason()].
    public static @Nullable TurboJpeg orNull() {
        return Opened.ONCE.library;
    }

    /// Why it is not used; null when it is. Opens it at the first call.
    public static @Nullable String unavailableReason() {
        return Opened.ONCE.reason;
    }

    /// Reads what stands before the first scan.
    ///
    /// @param jpeg the whole file, in native memory
    /// @throws TurboJpegException it is damaged, or of a kind that the library does not decode
    public JpegHeader header(MemorySegment jpeg) throws TurboJpegException {
        long decompressor = instance(functions.newDecompressor());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(HEADER_BYTES, Integer.BYTES);
            require(functions.decompressHeader(decompressor, jpeg, found), decompressor);
            int width = found.getAtIndex(JAVA_INT, 0);
            int height = found.getAtIndex(JAVA_INT, 1);
            if (width < 1 || height < 1) { // tables without a picture are no error
                throw new TurboJpegException("there is no picture in it");
            }
            return new JpegHeader(width, height, colours(found.getAtIndex(JAVA_INT, 3)));
        } finally {
            functions.destroy(decompressor);
        }
    }

    private static JpegHeader.Colours colours(int space) {
        return switch (space) {
            case GREY -> JpegHeader.Colours.GREY;
            case CMYK, YCCK -> JpegHeader.Colours.INK;
            default -> JpegHeader.Colours.LIGHT;
        };
    }

    /// Decodes a picture of light or grey, at its full size or at 1/2, 1/4 or 1/8 of it, rounded up.
    ///
    /// @param jpeg the whole file, in native memory
    /// @param pixels receives `width * height` pixels, row by row
    /// @param width of the result
    /// @throws TurboJpegException it is damaged: the library has warned of anything
    public void decode(MemorySegment jpeg, int[] pixels, int width) throws TurboJpegException {
        Objects.checkIndex(width - 1, pixels.length);
        int height = pixels.length / width;
        long decompressor = instance(functions.newDecompressor());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment decoded = arena.allocate(JAVA_INT, (long) width * height);
            Surface surface = new Surface(decoded, width, height, PIXEL_FORMAT);
            require(functions.decompress(decompressor, jpeg, surface, STOP_ON_WARNING | LIMIT_SCANS), decompressor);
            MemorySegment.copy(decoded, JAVA_INT, 0, pixels, 0, width * height);
        } finally {
            functions.destroy(decompressor);
        }
    }

    /// Encodes a picture.
    ///
    /// @param pixels row by row, at most 65,500 rows of at most as many
    /// @param quality from 1 to 100
    /// @return the file
    /// @throws TurboJpegException the library refuses it
    public byte[] encode(int[] pixels, int width, int quality) throws TurboJpegException {
        int height = pixels.length / width;
        long compressor = instance(functions.newCompressor());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packed = arena.allocateFrom(JAVA_INT, pixels);
            MemorySegment buffer = arena.allocate(largestByteSize(width, height));
            MemorySegment address = arena.allocateFrom(ADDRESS, buffer);
            MemorySegment byteSize = arena.allocateFrom(JAVA_LONG, buffer.byteSize());
            Encoding encoding = new Encoding(QUARTER_COLOURS, quality, NO_REALLOCATION | ACCURATE_DCT);
            Surface surface = new Surface(packed, width, height, PIXEL_FORMAT);
            require(functions.compress(compressor, surface, address, byteSize, encoding), compressor);
            return buffer.asSlice(0, byteSize.get(JAVA_LONG, 0)).toArray(JAVA_BYTE);
        } finally {
            functions.destroy(compressor);
        }
    }

    /// What `tjBufSize` says for 4:2:0: no JPEG of that size is longer.
    private static long largestByteSize(int width, int height) {
        return padded(width) * padded(height) * 3 + TABLES_BYTES;
    }

    private static long padded(int side) {
        return (long) Math.ceilDiv(side, CODED_SIDE) * CODED_SIDE;
    }

    private static long instance(long created) {
        if (created == 0) {
            throw new OutOfMemoryError("no memory for libjpeg-turbo");
        }
        return created;
    }

    private void require(int result, long instance) throws TurboJpegException {
        if (result != 0) {
            throw new TurboJpegException(functions.errorText(instance));
        }
    }

    /// The outcome of opening a library of that name.
    static final class Opened {
        static final Opened ONCE = as(System.getProperty(PROPERTY));

        final @Nullable TurboJpeg library;
        final @Nullable String reason;

        private Opened(@Nullable TurboJpeg library, @Nullable String reason) {
            this.library = library;
            this.reason = reason;
        }

        /// @param setting value of [#PROPERTY]; null: none
        static Opened as(@Nullable String setting) {
            return "false".equals(setting)
                    ? new Opened(null, "switched off: -D%s=false".formatted(PROPERTY))
                    : open(LIBRARY);
        }

        @SuppressWarnings("restricted")
        static Opened open(String name) {
            if (ByteOrder.nativeOrder() != ByteOrder.LITTLE_ENDIAN) {
                return new Opened(null, "this machine is big-endian");
            }
            try {
                SymbolLookup symbols = SymbolLookup.libraryLookup(name, Arena.global());
                return new Opened(new TurboJpeg(new TurboFunctions(symbols)), null);
            } catch (NoSuchElementException old) {
                return new Opened(null, "%s is too old: it lacks %s".formatted(name, old.getMessage()));
            } catch (IllegalArgumentException absent) {
                return new Opened(null, "this system has no " + name);
            } catch (IllegalCallerException denied) {
                return new Opened(null, "this JVM was told to refuse native code");
            }
        }
    }
}
