package io.millrace.engine.cli.turbojpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.turbojpeg.JpegHeader.Colours;
import java.io.ByteArrayInputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TurboJpegTest {
    private static final int QUALITY = 90;

    /// Red rises to the right, green downwards.
    private static int[] slope(int width, int height) {
        int[] pixels = new int[width * height];
        for (int at = 0; at < pixels.length; at++) {
            pixels[at] = 255 * (at % width) / width << 16 | 255 * (at / width) / height << 8 | 100;
        }
        return pixels;
    }

    private static void assertSlope(int[] pixels, int width) {
        int height = pixels.length / width;
        for (int at = 0; at < pixels.length; at++) {
            assertEquals(255.0 * (at % width) / width, pixels[at] >> 16 & 255, 20, "red");
            assertEquals(255.0 * (at / width) / height, pixels[at] >> 8 & 255, 20, "green");
            assertEquals(100, pixels[at] & 255, 20, "blue");
        }
    }

    private static MemorySegment inMemory(Arena arena, byte[] jpeg) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, jpeg);
    }

    @ParameterizedTest
    @CsvSource({"160, 120, 1", "160, 120, 2", "160, 120, 4", "160, 120, 8", "161, 119, 2", "161, 119, 8", "17, 1, 1",
        "1, 17, 2", "1, 1, 8"})
    void whatItEncodesItDecodesAtFractionsOfTheSize(int width, int height, int reduction) throws Exception {
        TurboJpeg turbo = TurboJpegs.required();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment jpeg = inMemory(arena, turbo.encode(slope(width, height), width, QUALITY));
            assertEquals(new JpegHeader(width, height, Colours.LIGHT), turbo.header(jpeg));
            int reduced = Math.ceilDiv(width, reduction);
            int[] pixels = new int[reduced * Math.ceilDiv(height, reduction)];
            turbo.decode(jpeg, pixels, reduced);
            if (Math.min(width, height) > 1) {
                assertSlope(pixels, reduced);
            }
        }
    }

    @Test
    void otherDecodersReadWhatItEncodes() throws Exception {
        byte[] jpeg = TurboJpegs.required().encode(slope(200, 150), 200, QUALITY);
        assertSlope(ImageIO.read(new ByteArrayInputStream(jpeg)).getRGB(0, 0, 200, 150, null, 0, 200), 200);
    }

    @Test
    void theWorstNoiseAtTheBestQualityFitsIntoTheBuffer() throws Exception {
        int[] noise = new int[123 * 77];
        for (int at = 0; at < noise.length; at++) {
            noise[at] = at * 0x9e3779b1;
        }
        assertTrue(TurboJpegs.required().encode(noise, 123, 100).length > 123 * 77);
    }

    @Test
    void damageIsToldInTheWordsOfTheLibrary() throws Exception {
        TurboJpeg turbo = TurboJpegs.required();
        byte[] whole = turbo.encode(slope(160, 120), 160, QUALITY);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment cut = inMemory(arena, Arrays.copyOf(whole, whole.length / 2));
            int[] pixels = new int[160 * 120];
            String warning = assertThrows(TurboJpegException.class, () -> turbo.decode(cut, pixels, 160))
                    .getMessage();
            assertEquals("Premature end of JPEG file", warning);
            MemorySegment none = inMemory(arena, new byte[] {1, 2, 3, 4, 5, 6, 7, 8});
            String error = assertThrows(TurboJpegException.class, () -> turbo.header(none)).getMessage();
            assertTrue(error.startsWith("Not a JPEG file"), error);
            MemorySegment empty = inMemory(arena, new byte[0]);
            assertThrows(TurboJpegException.class, () -> turbo.header(empty));
        }
        assertArrayEquals(whole, turbo.encode(slope(160, 120), 160, QUALITY), "an error leaves nothing behind");
    }

    @Test
    void aLibraryThatIsAbsentOrAnotherOneOrSwitchedOffIsNotUsed() {
        TurboJpeg.Opened absent = TurboJpeg.Opened.open("libno-such-thing.so.0");
        assertNull(absent.library);
        assertEquals("this system has no libno-such-thing.so.0", absent.reason);
        TurboJpeg.Opened other = TurboJpeg.Opened.open("libm.so.6");
        assertNull(other.library);
        assertEquals("libm.so.6 is too old: it lacks tjInitDecompress", other.reason);
        TurboJpeg.Opened off = TurboJpeg.Opened.as("false");
        assertNull(off.library);
        assertEquals("switched off: -Dmillrace.turbojpeg=false", off.reason);
        TurboJpegs.required();
        assertNotNull(TurboJpeg.Opened.as(null).library);
    }
}
