package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Intact pictures of every kind that the JDK writes, and of some other kinds; they are cut or
/// changed at seeded places.
class PictureCheckTest {
    private static final PictureTarget TARGET =
            new PictureTarget(new PictureSize(20, 20), PictureSize.Aspect.STRETCHED);
    private static final int ROUNDS = 40;
    private static final long MANY = 1_000_000;

    @TempDir
    Path folder;

    private static BufferedImage noisy(int type) {
        Random random = new Random(5);
        BufferedImage picture = TestPictures.painted(67, 45, type);
        for (int dot = 0; dot < 400; dot++) {
            picture.setRGB(random.nextInt(67), random.nextInt(45), 0xff000000 | random.nextInt());
        }
        return picture;
    }

    /// @param compression of the writer, or null; `interlaced` for several passes
    private static byte[] encoded(BufferedImage picture, String format, String compression) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            if (compression.equals("interlaced")) {
                options.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            } else if (!compression.isEmpty()) {
                options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                options.setCompressionType(compression);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> sound() throws IOException {
        Map<String, byte[]> sound = new LinkedHashMap<>();
        for (int type : new int[] {1, 2, 5, 6, 10, 11, 12, 13}) {
            for (String passes : new String[] {"", "interlaced"}) {
                sound.put("png " + type + passes, encoded(noisy(type), "png", passes));
                sound.put("gif " + type + passes, encoded(noisy(type), "gif", passes));
            }
        }
        for (String passes : new String[] {"", "interlaced"}) {
            sound.put("jpeg" + passes, encoded(noisy(BufferedImage.TYPE_INT_RGB), "jpeg", passes));
            sound.put("grey jpeg" + passes, encoded(noisy(BufferedImage.TYPE_BYTE_GRAY), "jpeg", passes));
        }
        for (int type : new int[] {1, 5, 9, 10, 12, 13}) {
            sound.put("bmp " + type, encoded(noisy(type), "bmp", "BI_RGB"));
        }
        sound.put("bmp runs of 8", encoded(noisy(BufferedImage.TYPE_BYTE_INDEXED), "bmp", "BI_RLE8"));
        sound.put("bmp runs of 4", TestPictures.bmpOfRuns());
        sound.put("webp", TestPictures.WEBP);
        sound.put("animated webp", TestPictures.extendedWebp(0x12, new byte[0]));
        sound.put("lossy webp", TestPictures.LOSSY_WEBP);
        return sound;
    }

    private void read(byte[] content) throws Exception {
        Path file = Files.write(folder.resolve("picture"), content);
        new PictureReader(PictureFormat.ofContent(content).orElseThrow(), TARGET, MANY, TurboJpeg.orNull()).read(file);
    }

    private void assertBroken(String what, byte[] content) {
        PictureException problem = assertThrows(PictureException.class, () -> read(content), what);
        String cause = problem.getMessage();
        assertTrue(cause.startsWith("broken ") || cause.startsWith("too large: "), () -> what + ": " + cause);
    }

    @Test
    void intactPicturesAreRead() throws Exception {
        for (Map.Entry<String, byte[]> picture : sound().entrySet()) {
            assertDoesNotThrow(() -> read(picture.getValue()), picture.getKey());
            byte[] withMore = Arrays.copyOf(picture.getValue(), picture.getValue().length + 33);
            assertDoesNotThrow(() -> read(withMore), () -> picture.getKey() + " with more behind it");
        }
    }

    @Test
    void picturesThatAreCutAnywhereAreBroken() throws Exception {
        Random random = new Random(11);
        for (Map.Entry<String, byte[]> picture : sound().entrySet()) {
            byte[] whole = picture.getValue();
            for (int round = 0; round < ROUNDS; round++) {
                int length = round < 8
                        ? whole.length - 1 - round
                        : random.nextInt(PictureFormat.SIGNATURE_BYTES, whole.length);
                if (picture.getKey().startsWith("bmp") && length >= whole.length - 2) {
                    continue; // padding of the last row, or the mark behind the last run
                }
                assertBroken(picture.getKey() + " cut to " + length, Arrays.copyOf(whole, length));
                if (length < whole.length - 40) {
                    byte[] zeros = whole.clone();
                    Arrays.fill(zeros, length, whole.length, (byte) 0);
                    if (!hasNoEnd(picture.getKey())) {
                        assertBroken(picture.getKey() + " zeros from " + length, zeros);
                    }
                }
            }
        }
    }

    /// Zeros in these formats are valid colours or codes.
    private static boolean hasNoEnd(String kind) {
        return kind.contains("bmp") || kind.contains("webp");
    }

    @Test
    void aPngWithAnyChangedByteIsBroken() throws Exception {
        Random random = new Random(12);
        for (Map.Entry<String, byte[]> picture : sound().entrySet()) {
            for (int round = 0; picture.getKey().startsWith("png") && round < ROUNDS; round++) {
                byte[] changed = picture.getValue().clone();
                int place = random.nextInt(PictureFormat.SIGNATURE_BYTES, changed.length);
                changed[place] ^= (byte) (1 << random.nextInt(8));
                assertBroken(picture.getKey() + " changed at " + place, changed);
            }
        }
    }

    @Test
    void missingBytesInTheMiddleOfAGifOrPngAreDetected() throws Exception {
        Random random = new Random(13);
        for (String kind : new String[] {"png 1", "png 6interlaced", "gif 1", "gif 13"}) {
            byte[] whole = sound().get(kind);
            for (int round = 0; round < ROUNDS; round++) {
                int from = random.nextInt(whole.length / 2, whole.length - 300);
                int count = random.nextInt(20, 200);
                byte[] shorter = Arrays.copyOf(whole, whole.length - count);
                System.arraycopy(whole, from + count, shorter, from, whole.length - from - count);
                assertBroken("%s without %s bytes at %s".formatted(kind, count, from), shorter);
            }
        }
    }

    @Test
    void runsThatLeaveTheirRowAreBroken() throws Exception {
        byte[] runs = TestPictures.bmpOfRuns();
        runs[runs.length - 6] = (byte) 200;
        assertBroken("a long run", runs);
    }

    @Test
    void theChecksFindDamageThatThePlugInsIgnore() throws Exception {
        assertEquals(PictureCorrection.NONE, PictureCheck.check(
                PictureFormat.BMP, Files.write(folder.resolve("x"), TestPictures.bmpOfRuns())));
        assertEquals(new WebpColours(true), PictureCheck.check(
                PictureFormat.WEBP, Files.write(folder.resolve("x"), TestPictures.LOSSY_WEBP)));
        assertEquals(new WebpColours(false), PictureCheck.check(
                PictureFormat.WEBP, Files.write(folder.resolve("x"), TestPictures.WEBP)));
    }
}
