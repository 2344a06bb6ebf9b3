package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResizePictureTest {
    private static final PictureSize SMALL = new PictureSize(20, 16);
    private static final int TOLERANCE = 24;

    @TempDir
    Path folder;

    /// What reads and writes JPEGs: libjpeg-turbo where this system has it.
    @Nullable TurboJpeg turbo() {
        return TurboJpeg.orNull();
    }

    private Optional<String> resize(byte[] content, PictureFormat to, PictureSize size, Aspect aspect, long maxPixels)
            throws Exception {
        Path source = Files.write(folder.resolve("source"), content);
        PictureFormat from = PictureFormat.ofContent(Arrays.copyOf(content, PictureFormat.SIGNATURE_BYTES))
                .orElseThrow();
        PictureTask task = PictureTask.of(
                source, folder.resolve("target"), folder.resolve("temporary"), new PictureTask.Formats(from, to));
        Optional<String> problem = new ResizePicture(size, aspect, maxPixels).apply(task, turbo());
        assertFalse(Files.exists(folder.resolve("temporary")));
        assertEquals(problem.isEmpty(), Files.exists(folder.resolve("target")), problem.toString());
        return problem;
    }

    private BufferedImage resized(byte[] content, PictureFormat to) throws Exception {
        assertEquals(Optional.empty(), resize(content, to, SMALL, Aspect.STRETCHED, 1_000_000));
        byte[] start = Arrays.copyOf(Files.readAllBytes(folder.resolve("target")), PictureFormat.SIGNATURE_BYTES);
        assertEquals(Optional.of(to), PictureFormat.ofContent(start));
        BufferedImage picture = ImageIO.read(folder.resolve("target").toFile());
        assertEquals(SMALL, new PictureSize(picture.getWidth(), picture.getHeight()));
        return picture;
    }

    private static void assertFields(BufferedImage picture, int... colours) {
        for (int field = 0; field < colours.length; field++) {
            int x = picture.getWidth() / 4 + field % 2 * (picture.getWidth() / 2);
            int y = picture.getHeight() / 4 + field / 2 * (picture.getHeight() / 2);
            assertColour("field " + field, colours[field], picture.getRGB(x, y));
        }
    }

    private static void assertColour(String what, int expected, int colour) {
        boolean same = expected >>> 24 == 0 && colour >>> 24 == 0;
        int distance = 0;
        for (int shift = 0; shift < 32; shift += 8) {
            distance = Math.max(distance, Math.abs((expected >>> shift & 255) - (colour >>> shift & 255)));
        }
        assertTrue(same || distance <= TOLERANCE, () -> "%s: %08x, not %08x".formatted(what, colour, expected));
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "PNG", "GIF", "BMP"})
    void everyFormatKeepsItsColoursAndGetsItsSize(PictureFormat format) throws Exception {
        byte[] content = TestPictures.encoded(
                TestPictures.painted(400, 300, BufferedImage.TYPE_INT_RGB), format.pluginName());
        assertFields(
                resized(content, format), TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.YELLOW);
    }

    @ParameterizedTest
    @CsvSource({"PNG, PNG", "GIF, GIF", "PNG, GIF", "GIF, PNG"})
    void transparencyIsKept(PictureFormat from, PictureFormat to) throws Exception {
        byte[] content = TestPictures.encoded(
                TestPictures.painted(200, 150, BufferedImage.TYPE_INT_ARGB), from.pluginName());
        assertFields(resized(content, to), TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, 0);
    }

    @ParameterizedTest
    @EnumSource(names = {"JPEG", "BMP"})
    void transparentPixelsAreWhiteInFormatsWithoutTransparency(PictureFormat to) throws Exception {
        byte[] content = TestPictures.encoded(TestPictures.painted(200, 150, BufferedImage.TYPE_INT_ARGB), "png");
        assertFields(resized(content, to), TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, -1);
    }

    @Test
    void transparentPixelsDoNotAffectTheColoursOfOthers() throws Exception {
        BufferedImage picture = new BufferedImage(400, 320, BufferedImage.TYPE_INT_ARGB);
        for (int y = 0; y < 320; y++) {
            for (int x = 0; x < 400; x++) {
                picture.setRGB(x, y, x < 190 ? 0x00ff00ff : TestPictures.GREEN); // invisible magenta
            }
        }
        BufferedImage small = resized(TestPictures.encoded(picture, "png"), PictureFormat.PNG);
        for (int x = 0; x < small.getWidth(); x++) {
            int colour = small.getRGB(x, 8);
            assertTrue(colour >>> 24 < 16 || (colour & 0xff00ff) == 0, "%d: %08x".formatted(x, colour));
        }
    }

    @Test
    void webpIsRead() throws Exception {
        assertFields(
                resized(TestPictures.WEBP, PictureFormat.PNG), TestPictures.RED, TestPictures.BLUE,
                TestPictures.GREEN, 0);
        assertFields(
                resized(TestPictures.LOSSY_WEBP, PictureFormat.JPEG),
                TestPictures.RED, TestPictures.BLUE, TestPictures.GREEN, -1);
    }

    @Test
    void proportionsAreKeptWhenAskedTo() throws Exception {
        byte[] content = TestPictures.encoded(TestPictures.painted(400, 300, BufferedImage.TYPE_INT_RGB), "png");
        resize(content, PictureFormat.PNG, new PictureSize(200, 200), Aspect.KEPT, 1_000_000);
        BufferedImage picture = ImageIO.read(folder.resolve("target").toFile());
        assertEquals("200x150", picture.getWidth() + "x" + picture.getHeight());
    }

    /// For each EXIF value, the source of each field of the upright picture, as the standard draws
    /// it.
    @ParameterizedTest
    @CsvSource({
        "1, RGBY", "2, GRYB", "3, YBGR", "4, BYRG", "5, RBGY", "6, BRYG", "7, YGBR", "8, GYRB", "9, RGBY", "0, RGBY"
    })
    void jpegsAreTurnedUpright(int exif, String seen) throws Exception {
        byte[] jpeg = TestPictures.encoded(TestPictures.painted(160, 120, BufferedImage.TYPE_INT_RGB), "jpeg");
        int[] colours = seen.chars()
                .map(letter -> List.of(TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.YELLOW)
                        .get("RGBY".indexOf(letter)))
                .toArray();
        byte[] turned = TestPictures.withOrientation(jpeg, exif, exif % 2 == 0);
        assertFields(resized(turned, PictureFormat.JPEG), colours);
        resize(turned, PictureFormat.PNG, new PictureSize(80, 80), Aspect.KEPT, 1_000_000);
        BufferedImage kept = ImageIO.read(folder.resolve("target").toFile());
        assertEquals(exif >= 5 && exif <= 8 ? "60x80" : "80x60", kept.getWidth() + "x" + kept.getHeight());
    }

    @Test
    void smallPicturesGrowAndThinOnesStayVisible() throws Exception {
        byte[] tiny = TestPictures.encoded(TestPictures.painted(2, 2, BufferedImage.TYPE_INT_RGB), "png");
        resized(tiny, PictureFormat.PNG);
        byte[] thin = TestPictures.encoded(TestPictures.painted(3000, 1, BufferedImage.TYPE_INT_RGB), "png");
        resized(thin, PictureFormat.PNG);
        resize(thin, PictureFormat.PNG, SMALL, Aspect.KEPT, 1_000_000);
        assertEquals(1, ImageIO.read(folder.resolve("target").toFile()).getHeight());
        byte[] one = TestPictures.encoded(new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB), "bmp");
        resized(one, PictureFormat.BMP);
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY})
    void greyKeepsItsBrightness(int type) throws Exception {
        BufferedImage grey = new BufferedImage(300, 200, type);
        int[] samples = new int[300 * 200];
        Arrays.fill(samples, type == BufferedImage.TYPE_BYTE_GRAY ? 100 : 100 << 8);
        grey.getRaster().setPixels(0, 0, 300, 200, samples);
        assertColour("grey", 0xff646464, resized(TestPictures.encoded(grey, "png"), PictureFormat.PNG).getRGB(5, 5));
    }

    @ParameterizedTest
    @CsvSource({"1, 8", "2, 8", "3, 16", "4, 16"})
    void samplesOfEightAndSixteenBitsWithAndWithoutAlphaAreRight(int bands, int bits) {
        boolean grey = bands < 3;
        boolean alpha = bands % 2 == 0;
        WritableRaster raster = Raster.createInterleavedRaster(
                bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT, 8, 6, bands, null);
        for (int band = 0; band < bands; band++) {
            int[] samples = new int[8 * 6];
            Arrays.fill(samples, (alpha && band == bands - 1 ? 255 : 50 + 40 * band) << bits - 8);
            raster.setSamples(0, 0, 8, 6, band, samples);
        }
        ColorSpace space = ColorSpace.getInstance(grey ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB);
        BufferedImage picture = new BufferedImage(
                new ComponentColorModel(space, alpha, false, alpha ? 3 : 1, raster.getTransferType()), raster, false,
                null);
        Pixels scaled = ScaledPictures.scaled(PictureColours.of(picture).pixels(), 20, 16);
        assertEquals(alpha, scaled.hasAlpha());
        assertColour("colour", grey ? 0xff323232 : 0xff325a82, scaled.image().getRGB(3, 3));
    }

    @Test
    void coloursOfAProfileBecomeSrgb() {
        ColorSpace linear = new ICC_ColorSpace(ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB));
        WritableRaster raster = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 100, 100, 3, null);
        int[] samples = new int[100 * 100 * 3];
        Arrays.fill(samples, 55);
        raster.setPixels(0, 0, 100, 100, samples);
        PictureColours colours = PictureColours.of(new BufferedImage(
                new ComponentColorModel(linear, false, false, 1, DataBuffer.TYPE_BYTE), raster, false, null));
        Pixels scaled = ScaledPictures.scaled(colours.pixels(), 20, 16);
        assertColour("in the file", 0xff373737, scaled.image().getRGB(3, 3));
        assertColour("on the screen", 0xff808080, PictureColours.standard(scaled, linear).image().getRGB(3, 3));
    }

    @Test
    void coloursOfPrintersAreRead() throws Exception {
        int colour = resized(TestPictures.cyanInk(), PictureFormat.JPEG).getRGB(5, 5);
        assertTrue((colour >> 16 & 255) < 80 && (colour & 255) > 150, "%08x".formatted(colour));
    }

    /// The transparent sample and another one, of each kind and depth.
    @ParameterizedTest
    @CsvSource({"0, 1, 1, 0", "0, 1, 0, 1", "0, 2, 2, 1", "0, 2, 0, 3", "0, 4, 15, 0", "0, 4, 3, 12", "0, 4, 0, 9",
        "0, 8, 200, 20", "0, 16, 50000, 100", "2, 8, 200, 20", "2, 16, 50000, 100", "3, 1, 0, 1", "3, 4, 1, 0"})
    void theTransparentSampleOfAPngIsTransparent(int kind, int depth, int sample, int other) throws Exception {
        int bands = kind == 2 ? 3 : 1;
        int[] left = new int[bands];
        int[] right = new int[bands];
        Arrays.fill(left, sample);
        Arrays.fill(right, other);
        byte[] transparent = new byte[2 * bands];
        for (int band = 0; band < bands; band++) {
            transparent[2 * band] = (byte) (sample >> 8);
            transparent[2 * band + 1] = (byte) sample;
        }
        if (kind == 3) {
            transparent = sample == 0 ? new byte[] {0} : new byte[] {(byte) 255, 0};
        }
        BufferedImage picture = resized(TestPictures.png(kind, depth, left, right, transparent), PictureFormat.PNG);
        assertEquals(0, picture.getRGB(4, 8) >>> 24);
        assertEquals(255, picture.getRGB(16, 8) >>> 24);
    }

    @Test
    void aGifThatCoversAPartOfItsScreenKeepsItsPosition() throws Exception {
        PictureSize screen = new PictureSize(160, 120);
        resize(TestPictures.gifOnScreen(160, 120, 100, 60), PictureFormat.PNG, screen, Aspect.STRETCHED, 160 * 120);
        BufferedImage picture = ImageIO.read(folder.resolve("target").toFile());
        assertEquals(0, picture.getRGB(20, 20) >>> 24);
        assertEquals(0, picture.getRGB(99, 60) >>> 24);
        assertEquals(TestPictures.GREEN, picture.getRGB(100, 60));
        assertEquals(TestPictures.GREEN, picture.getRGB(139, 99));
        assertEquals(0, picture.getRGB(140, 99) >>> 24);
        resize(TestPictures.gifOnScreen(0, 0, 0, 0), PictureFormat.PNG, SMALL, Aspect.STRETCHED, 1600);
        assertEquals(TestPictures.GREEN, ImageIO.read(folder.resolve("target").toFile()).getRGB(10, 8));
    }

    @Test
    void aTooLargeScreenIsRefusedAndAScreenLargerThanTheMemoryIsNoDamage() throws Exception {
        byte[] vast = TestPictures.gifOnScreen(60_000, 30_000, 5, 5);
        String refused = resize(vast, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 1_000_000).orElseThrow();
        assertTrue(refused.startsWith("too large: 60000x30000 pixels; --max-pixels allows 1,000,000"), refused);
        String full = resize(vast, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 2_000_000_000).orElseThrow();
        assertTrue(full.startsWith("too large for the memory: 60000x30000 pixels, heap of a worker="), full);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 128, 600})
    void aJpegWithAnEmptyOrUnusualProfileIsIntact(int profileBytes) throws Exception {
        byte[] jpeg = TestPictures.encoded(TestPictures.painted(400, 300, BufferedImage.TYPE_INT_RGB), "jpeg");
        byte[] profile = new byte[profileBytes];
        new Random(3).nextBytes(profile);
        assertFields(
                resized(TestPictures.withProfile(jpeg, profile), PictureFormat.PNG),
                TestPictures.RED, TestPictures.GREEN, TestPictures.BLUE, TestPictures.YELLOW);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 7, 128, 600})
    void aWebpWithAnEmptyOrUnusualProfileIsIntact(int profileBytes) throws Exception {
        byte[] profile = new byte[profileBytes];
        new Random(4).nextBytes(profile);
        assertFields(
                resized(TestPictures.extendedWebp(0x30, profile), PictureFormat.PNG),
                TestPictures.RED, TestPictures.BLUE, TestPictures.GREEN, 0);
    }

    @Test
    void theFirstFrameOfAnAnimatedWebpKeepsItsPosition() throws Exception {
        PictureSize screen = new PictureSize(100, 80);
        resize(TestPictures.extendedWebp(0x12, new byte[0]), PictureFormat.PNG, screen, Aspect.STRETCHED, 8000);
        BufferedImage picture = ImageIO.read(folder.resolve("target").toFile());
        assertEquals(0, picture.getRGB(9, 25) >>> 24);
        assertEquals(TestPictures.RED, picture.getRGB(10, 20));
        assertEquals(TestPictures.BLUE, picture.getRGB(49, 20));
        assertEquals(0, picture.getRGB(50, 20) >>> 24);
    }

    /// The picture beside it was decoded by libwebp.
    @Test
    void aLossyWebpHasTheColoursOfOtherDecoders() throws Exception {
        try (var stream = ResizePictureTest.class.getResourceAsStream("/pictures/lossy.webp")) {
            resize(stream.readAllBytes(), PictureFormat.PNG, new PictureSize(160, 120), Aspect.STRETCHED, 19_200);
        }
        BufferedImage picture = ImageIO.read(folder.resolve("target").toFile());
        BufferedImage expected = ImageIO.read(ResizePictureTest.class.getResource("/pictures/lossy.png"));
        long differences = 0;
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 160; x++) {
                for (int shift = 0; shift < 24; shift += 8) {
                    differences += Math.abs(
                            (picture.getRGB(x, y) >> shift & 255) - (expected.getRGB(x, y) >> shift & 255));
                }
            }
        }
        double mean = differences / (3.0 * 160 * 120);
        assertTrue(mean < 1, "mean difference " + mean);
    }

    @Test
    void theTestPictureIsReadable() throws Exception {
        byte[] portrait;
        try (var stream = ResizePictureTest.class.getResourceAsStream("/pictures/grace_hopper.jpg")) {
            portrait = stream.readAllBytes();
        }
        resized(portrait, PictureFormat.JPEG);
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg, 0.01", "jpeg, 0.5", "jpeg, 0.95", "png, 0.02", "png, 0.5", "png, 0.9", "gif, 0.1", "gif, 0.5",
        "bmp, 0.0005", "bmp, 0.5", "bmp, 0.95", "webp, 0.3", "webp, 0.6"
    })
    void aCutPictureIsBroken(String format, double share) throws Exception {
        byte[] whole = format.equals("webp")
                ? TestPictures.LOSSY_WEBP
                : TestPictures.encoded(TestPictures.painted(300, 200, BufferedImage.TYPE_INT_RGB), format);
        byte[] cut = Arrays.copyOf(whole, Math.max(PictureFormat.SIGNATURE_BYTES, (int) (whole.length * share)));
        String problem = resize(cut, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 1_000_000).orElse("none");
        assertTrue(problem.startsWith("broken " + format.toUpperCase(Locale.ROOT) + ": "), problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "gif", "bmp", "webp"})
    void noiseBehindASignatureIsBroken(String format) throws Exception {
        byte[] whole = format.equals("webp")
                ? TestPictures.WEBP
                : TestPictures.encoded(TestPictures.painted(30, 20, BufferedImage.TYPE_INT_RGB), format);
        byte[] noise = new byte[whole.length];
        new Random(7).nextBytes(noise);
        System.arraycopy(whole, 0, noise, 0, PictureFormat.SIGNATURE_BYTES);
        String problem = resize(noise, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 1_000_000).orElse("none");
        assertTrue(problem.startsWith("broken ") || problem.startsWith("too large"), problem);
    }

    @Test
    void aPictureOfTooManyPixelsIsRefusedBeforeItIsUnpacked() throws Exception {
        byte[] bomb = TestPictures.encoded(new BufferedImage(2000, 1000, BufferedImage.TYPE_BYTE_BINARY), "png");
        assertEquals(
                Optional.of("too large: 2000x1000 pixels; --max-pixels allows 1,999,999 in all"),
                resize(bomb, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 1_999_999));
        assertEquals(Optional.empty(), resize(bomb, PictureFormat.PNG, SMALL, Aspect.STRETCHED, 2_000_000));
    }

    @Test
    void unreadableAndUnwritableFilesAreReported() throws Exception {
        ResizePicture resize = new ResizePicture(SMALL, Aspect.STRETCHED, 1_000_000);
        Path there = TestPictures.write(folder.resolve("there.png"), 30, 20);
        Path gone = folder.resolve("gone.png");
        PictureTask.Formats png = new PictureTask.Formats(PictureFormat.PNG, PictureFormat.PNG);
        assertEquals(
                Optional.of("cannot be read: no such file or folder"),
                resize.apply(PictureTask.of(gone, folder.resolve("x.png"), folder.resolve("tmp"), png)));
        String problem = resize.apply(PictureTask.of(
                        there, folder.resolve("no/x.png"), folder.resolve("no/tmp"), png))
                .orElseThrow();
        assertTrue(problem.startsWith("cannot be written: file=" + folder.resolve("no/x.png")), problem);
        Path taken = Files.createDirectory(folder.resolve("taken.png"));
        Files.createFile(taken.resolve("in it"));
        problem = resize.apply(PictureTask.of(there, taken, folder.resolve("tmp"), png)).orElseThrow();
        assertTrue(problem.startsWith("cannot be written: file=" + taken), problem);
        assertFalse(Files.exists(folder.resolve("tmp")));
    }

    /// The references are what PIL makes of the whole picture with its LANCZOS.
    @ParameterizedTest
    @CsvSource({"100, 117", "80, 60", "40, 47", "20, 24"})
    void aPhotographLooksAsInOtherPrograms(int width, int height) throws Exception {
        byte[] portrait;
        try (var stream = ResizePictureTest.class.getResourceAsStream("/pictures/grace_hopper.jpg")) {
            portrait = stream.readAllBytes();
        }
        PictureSize size = new PictureSize(width, height);
        assertEquals(Optional.empty(), resize(portrait, PictureFormat.PNG, size, Aspect.STRETCHED, 1_000_000));
        BufferedImage reference = ImageIO.read(
                ResizePictureTest.class.getResource("/pictures/grace_hopper_%dx%d.png".formatted(width, height)));
        double mean = ScaledPictures.meanDifference(
                ImageIO.read(folder.resolve("target").toFile()).getRGB(0, 0, width, height, null, 0, width),
                reference.getRGB(0, 0, width, height, null, 0, width));
        assertTrue(mean < (turbo() == null ? 0.3 : 1), "mean difference " + mean);
    }

    @Test
    void anOldFileIsReplacedAtOnce() throws Exception {
        Path old = Files.writeString(folder.resolve("target"), "x".repeat(100_000));
        byte[] png = TestPictures.encoded(TestPictures.painted(30, 20, BufferedImage.TYPE_INT_RGB), "png");
        resized(png, PictureFormat.PNG);
        assertTrue(Files.size(old) < 10_000);
    }
}
