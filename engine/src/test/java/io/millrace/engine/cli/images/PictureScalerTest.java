package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.pixels.ScalerWeights;
import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScalerTest {
    private static final int RGB = BufferedImage.TYPE_INT_RGB;

    private static BufferedImage scaled(BufferedImage source, int width, int height) {
        return ScaledPictures.scaled(source, width, height).image();
    }

    private static double mean(BufferedImage picture) {
        double sum = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                sum += picture.getRGB(x, y) & 255;
            }
        }
        return sum / picture.getWidth() / picture.getHeight();
    }

    private static BufferedImage mirrored(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        BufferedImage mirrored = new BufferedImage(width, height, picture.getType());
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                mirrored.setRGB(width - 1 - x, height - 1 - y, picture.getRGB(x, y));
            }
        }
        return mirrored;
    }

    private static BufferedImage noise(int width, int height, int lowest, int range) {
        Random random = new Random(width * 31L + height);
        BufferedImage picture = new BufferedImage(width, height, RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, (lowest + random.nextInt(range)) * 0x10101);
            }
        }
        return picture;
    }

    @ParameterizedTest
    @CsvSource({"8, 100", "8, 9", "100, 8", "101, 7", "3, 200", "1000, 20", "999, 20", "64, 63"})
    void aMirroredSourceGivesAMirroredResult(int from, int to) {
        BufferedImage source = noise(from, from / 2 + 1, 0, 256);
        BufferedImage one = scaled(source, to, to + 1);
        BufferedImage other = mirrored(scaled(mirrored(source), to, to + 1));
        for (int y = 0; y < to + 1; y++) {
            for (int x = 0; x < to; x++) {
                int difference = (one.getRGB(x, y) & 255) - (other.getRGB(x, y) & 255);
                assertTrue(Math.abs(difference) <= 1, "%s,%s: %s".formatted(x, y, difference));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"8, 100", "8, 16", "100, 8", "1000, 50", "10, 25"})
    void anEdgeKeepsItsPosition(int from, int to) {
        BufferedImage source = new BufferedImage(from, from, RGB);
        for (int y = 0; y < from; y++) {
            for (int x = from / 2; x < from; x++) {
                source.setRGB(x, y, -1);
            }
        }
        BufferedImage scaled = scaled(source, to, to);
        int edge = 0;
        while ((scaled.getRGB(edge, to / 2) & 255) < 128) {
            edge++;
        }
        assertEquals(to / 2.0, edge, 0.5);
    }

    @ParameterizedTest
    @CsvSource({"40, 400", "400, 40", "401, 23", "1000, 9"})
    void meansArePreserved(int from, int to) {
        BufferedImage source = noise(from, from, 100, 56);
        assertEquals(mean(source), mean(scaled(source, to, to)), 1);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 50, 70", "50, 70, 1, 1", "3000, 1, 20, 16", "1, 3000, 20, 16", "33, 47, 32, 48"})
    void anEvenSurfaceStaysEven(int width, int height, int toWidth, int toHeight) {
        BufferedImage source = noise(width, height, 77, 1);
        BufferedImage scaled = scaled(source, toWidth, toHeight);
        for (int y = 0; y < toHeight; y++) {
            for (int x = 0; x < toWidth; x++) {
                assertEquals(0xff4d4d4d, scaled.getRGB(x, y));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"97, 61, 20, 16", "20, 16, 97, 61", "64, 48, 63, 47", "50, 7, 9, 30", "7, 50, 30, 9", "3, 3, 2, 2"})
    void aPictureIsScaledAsTheDefinitionSays(int width, int height, int toWidth, int toHeight) {
        BufferedImage source = noise(width, height, 0, 256);
        int[] scaled = ScaledPictures.scaled(source, toWidth, toHeight).values();
        double[] exact = ScaledPictures.exact(source, toWidth, toHeight);
        for (int at = 0; at < exact.length; at++) {
            assertEquals(exact[at], scaled[at / 3] >> 16 - at % 3 * 8 & 255, 0.501, "sample " + at);
        }
    }

    @Test
    void theLastPixelOfAReducedPictureCountsForThePartThatItStandsFor() {
        ScalerWeights weights = ScalerWeights.of(101, 100.5, 11);
        double centre = 0;
        for (int at = weights.first(5); at < weights.end(5); at++) {
            centre += weights.weight(5, at - weights.first(5)) * (at + 0.5);
        }
        assertEquals(100.5 / 2, centre, 0.01);
        assertTrue(lastOfTwo(33) < lastOfTwo(40));
    }

    /// A picture whose fifth and last column of eight stored ones, or of the rest, is white, scaled to two pixels.
    private static int lastOfTwo(int storedWidth) {
        Pixels reduced = new Pixels(5, 1, RGB, new int[] {0, 0, 0, 0, 0xffffff});
        PictureSize stored = new PictureSize(storedWidth, 8);
        return new PictureScaler(new PictureSize(2, 1))
                        .scale(new Picture(reduced, stored, 8, null, Orientation.UPRIGHT))
                        .values()[1]
                & 255;
    }

    @Test
    void theWeightsOfAPixelAddUpToOne() {
        ScalerWeights weights = ScalerWeights.of(1000, 7);
        for (int pixel = 0; pixel < 7; pixel++) {
            float sum = 0;
            for (float weight : weights.weights(pixel)) {
                sum += weight;
            }
            assertEquals(1, sum, 1e-5);
            assertTrue(weights.first(pixel) >= 0 && weights.end(pixel) <= 1000);
        }
    }
}
