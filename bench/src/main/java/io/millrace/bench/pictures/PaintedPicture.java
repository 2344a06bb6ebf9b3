package io.millrace.bench.pictures;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/// A JPEG that is as hard to decode as a photograph: surfaces, edges, lines and the noise of a sensor, 300 to 400 kB.
final class PaintedPicture {
    private static final int WIDTH = 1200;
    private static final int HEIGHT = 900;
    private static final float QUALITY = 0.88f;
    private static final int SHAPES = 120;
    private static final double NOISE = 7;

    private PaintedPicture() {}

    /// @param number each number is another picture, the same each time
    static byte[] jpeg(int number) throws IOException {
        Random random = new Random(number);
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, colour(random), WIDTH, HEIGHT, colour(random)));
        graphics.fillRect(0, 0, WIDTH, HEIGHT);
        for (int shape = 0; shape < SHAPES; shape++) {
            graphics.setColor(colour(random));
            graphics.fillOval(
                    random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(10, 200), random.nextInt(10, 200));
            graphics.setStroke(new BasicStroke(random.nextInt(1, 4)));
            graphics.drawLine(
                    random.nextInt(WIDTH), random.nextInt(HEIGHT), random.nextInt(WIDTH), random.nextInt(HEIGHT));
        }
        graphics.dispose();
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture.setRGB(x, y, noisy(picture.getRGB(x, y), random.nextGaussian() * NOISE));
            }
        }
        return encoded(picture);
    }

    private static Color colour(Random random) {
        return new Color(random.nextInt(256), random.nextInt(256), random.nextInt(256));
    }

    private static int noisy(int pixel, double noise) {
        int noisy = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            noisy |= Math.clamp(Math.round((pixel >> shift & 255) * 0.8 + 25 + noise), 0, 255) << shift;
        }
        return noisy;
    }

    private static byte[] encoded(BufferedImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (var stream = new MemoryCacheImageOutputStream(bytes)) {
            ImageWriteParam options = writer.getDefaultWriteParam();
            options.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            options.setCompressionQuality(QUALITY);
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), options);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
