package io.millrace.spark.conformance;

import io.millrace.spark.InputFile;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/// A picture that was made smaller.
///
/// @param content name, width, height and a hash of the pixels
/// @param pid of the process that did it
record Picture(String content, long pid) implements Serializable {
    private static final long serialVersionUID = 1;
    private static final int WIDTH = 20;

    /// Paints one, of another size and colour for each number.
    static Path paint(Path file, int number) throws IOException {
        BufferedImage image = new BufferedImage(60 + number, 48, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = image.createGraphics();
        brush.setColor(Color.getHSBColor(number / 7f, 1, 1));
        brush.fillOval(number, 5, 30, 40);
        brush.dispose();
        ImageIO.write(image, "jpg", file.toFile());
        return file;
    }

    static Picture shrunk(InputFile file) throws IOException {
        BufferedImage whole = ImageIO.read(new ByteArrayInputStream(file.bytes()));
        int height = whole.getHeight() * WIDTH / whole.getWidth();
        BufferedImage small = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D brush = small.createGraphics();
        brush.drawImage(whole, 0, 0, WIDTH, height, null);
        brush.dispose();
        int pixels = Arrays.hashCode(small.getRGB(0, 0, WIDTH, height, null, 0, WIDTH));
        String name = file.path().substring(file.path().lastIndexOf('/') + 1);
        return new Picture(
                "%s %sx%s %08x".formatted(name, WIDTH, height, pixels),
                ProcessHandle.current().pid());
    }
}
