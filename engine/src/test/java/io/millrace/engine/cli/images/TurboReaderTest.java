package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.images.PictureSize.Aspect;
import io.millrace.engine.cli.turbojpeg.TurboJpegs;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TurboReaderTest {
    private static final PictureTarget SMALL = new PictureTarget(new PictureSize(20, 16), Aspect.STRETCHED);
    private static final long MANY = 1_000_000;
    private static final int MUTANTS = 400;

    @TempDir
    Path folder;

    @BeforeEach
    void requireLibrary() {
        TurboJpegs.required();
    }

    private Picture read(byte[] jpeg) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            JpegFile file = JpegFile.read(Files.write(folder.resolve("picture"), jpeg), arena);
            return new TurboReader(TurboJpegs.required(), SMALL, MANY).read(file);
        }
    }

    private static byte[] jpeg(int width, int height, int type) throws IOException {
        return TestPictures.encoded(TestPictures.painted(width, height, type), "jpeg");
    }

    private static byte[] progressive(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({"1200, 900, 200, 200, 2", "1200, 900, 100, 100, 4", "1200, 900, 60, 50, 8", "1200, 900, 10, 10, 8",
        "1200, 900, 300, 100, 1", "1200, 900, 1200, 900, 1", "449, 449, 100, 100, 1", "450, 450, 100, 100, 2",
        "1, 1, 200, 200, 1"})
    void enoughPixelsAreLeftForTheFilter(int width, int height, int toWidth, int toHeight, int reduction) {
        assertEquals(
                reduction, TurboReader.reduction(new PictureSize(width, height), new PictureSize(toWidth, toHeight)));
    }

    @Test
    void picturesOfLightAndGreyAreReadAndThoseOfPrintersLeft() throws Exception {
        Picture light = read(progressive(TestPictures.painted(161, 121, BufferedImage.TYPE_INT_RGB)));
        assertEquals(new PictureSize(161, 121), light.stored());
        assertEquals(2, light.reduction());
        assertEquals(81, light.rows().width());
        assertEquals(61, light.rows().height());
        int[] line = new int[81];
        light.rows().read(10, line);
        assertEquals(255, line[10] >> 16 & 255, 5);
        BufferedImage grey = new BufferedImage(64, 64, BufferedImage.TYPE_BYTE_GRAY);
        int[] samples = new int[64 * 64];
        Arrays.fill(samples, 100);
        grey.getRaster().setSamples(0, 0, 64, 64, 0, samples);
        read(TestPictures.encoded(grey, "jpeg")).rows().read(10, line);
        assertEquals(0x646464, line[10] & 0xffffff);
        assertNull(read(TestPictures.cyanInk()));
    }

    @Test
    void aPictureOfTooManyPixelsIsRefusedByItsHeader() throws Exception {
        byte[] bomb = jpeg(64, 64, BufferedImage.TYPE_INT_RGB);
        int frame = indexOf(bomb, 0xc0);
        ByteBuffer.wrap(bomb).putShort(frame + 4, (short) 65000).putShort(frame + 6, (short) 65000);
        PictureException refused = assertThrows(PictureException.class, () -> read(bomb));
        assertEquals("too large: 65000x65000 pixels; --max-pixels allows 1,000,000 in all", refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 0.9, 0.99})
    void missingPixelsAreToldInTheWordsOfTheLibrary(double share) throws Exception {
        byte[] whole = jpeg(300, 200, BufferedImage.TYPE_INT_RGB);
        byte[] cut = Arrays.copyOf(whole, (int) (whole.length * share));
        PictureException broken = assertThrows(PictureException.class, () -> read(cut));
        assertTrue(broken.getMessage().startsWith("broken JPEG: Premature end of JPEG file"), broken.getMessage());
    }

    /// The plug-ins decide about it: they see all warnings, the library tells the first one only.
    @Test
    void aHarmlessWarningIsLeftToThePlugIns() throws Exception {
        byte[] whole = jpeg(300, 200, BufferedImage.TYPE_INT_RGB);
        ByteBuffer odd = ByteBuffer.allocate(whole.length + 3);
        odd.put(whole, 0, whole.length - 2).put(new byte[3]).put(whole, whole.length - 2, 2);
        assertNull(read(odd.array()));
        PictureReader reader = new PictureReader(PictureFormat.JPEG, SMALL, MANY, TurboJpegs.required());
        assertEquals(new PictureSize(300, 200), reader.read(folder.resolve("picture")).stored());
    }

    @Test
    void aProfileIsReadAndAnUnusableOneIsNone() throws Exception {
        byte[] plain = jpeg(64, 64, BufferedImage.TYPE_INT_RGB);
        byte[] linear = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
        assertNotNull(read(TestPictures.withProfile(plain, linear)).profile());
        assertNull(read(TestPictures.withProfile(plain, new byte[300])).profile());
        assertNull(read(TestPictures.withProfile(plain, ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData()))
                .profile());
        assertNull(read(plain).profile());
    }

    /// Either a picture or a message, and never more memory than the header allows.
    @Test
    void noDamageEndsTheProcess() throws Exception {
        Random random = new Random(11);
        int refused = 0;
        for (int mutant = 0; mutant < MUTANTS; mutant++) {
            BufferedImage painted = TestPictures.painted(90, 70, BufferedImage.TYPE_INT_RGB);
            byte[] jpeg = mutant % 2 == 0 ? TestPictures.encoded(painted, "jpeg") : progressive(painted);
            for (int change = random.nextInt(1, 6); change > 0; change--) {
                jpeg[random.nextInt(2, jpeg.length)] = (byte) random.nextInt();
            }
            try {
                read(jpeg);
            } catch (PictureException told) {
                refused++;
            }
        }
        assertTrue(refused > 0);
    }

    @Test
    void moreScansThanAnyPictureNeedsAreRefused() throws Exception {
        ByteBuffer scans = ByteBuffer.allocate(2 + 501 * 4 + 2).putShort((short) 0xffd8);
        for (int scan = 0; scan < 501; scan++) {
            scans.putShort((short) 0xffda).putShort((short) 2);
        }
        scans.putShort((short) 0xffd9);
        IIOException refused = assertThrows(IIOException.class, () -> JpegCheck.check(scans));
        assertEquals("501 scans, more than 500", refused.getMessage());
        scans.putShort(2, (short) 0xffe0);
        JpegCheck.check(scans);
        assertThrows(EOFException.class, () -> JpegCheck.check(scans.slice(0, 100)));
    }

    private static int indexOf(byte[] jpeg, int marker) {
        int at = 0;
        while ((jpeg[at] & 255) != 0xff || (jpeg[at + 1] & 255) != marker) {
            at++;
        }
        return at + 1;
    }
}
