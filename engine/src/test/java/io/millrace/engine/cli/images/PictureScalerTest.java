package io.millrace.engine.cli.images;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureScalerTest {
    private static final int RGB = BufferedImage.TYPE_INT_RGB;

    private static BufferedImage scaled(BufferedImage source, int width, int height) {
        return new PictureScaler(new PictureSize(width, height)).scale(source, RGB);
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

    @Test
    void theWeightsOfAPixelAddUpToOne() {
        ScalerWeights weights = ScalerWeights.of(1000, 7);
        for (int pixel = 0; pixel < 7; pixel++) {
            float sum = 0;
            for (int tap = 0; tap < weights.count(pixel); tap++) {
                sum += weights.weight(pixel, tap);
            }
            assertEquals(1, sum, 1e-5);
            assertTrue(weights.first(pixel) >= 0 && weights.first(pixel) + weights.count(pixel) <= 1000);
        }
    }
}
