package io.millrace.engine.cli;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Pictures of four fields: red, green above, blue, yellow or nothing below.
final class TestPictures {
    static final int RED = 0xffff0000;
    static final int GREEN = 0xff00ff00;
    static final int BLUE = 0xff0000ff;
    static final int YELLOW = 0xffffff00;

    /// 40x30, lossless; its fourth field is transparent.
    static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRjoAAABXRUJQVlA4TC4AAAAvJ0AHEB8gEEjaH3qN+RcQFPk/2vwH8KVATcA0DCYxicmO/NwR/Z+AodlFKHYB");

    /// 40x30, lossy; its fourth field is white, green stands below red.
    static final byte[] LOSSY_WEBP = Base64.getDecoder()
            .decode("UklGRuoAAABXRUJQVlA4IN4AAADQCACdASooAB4APjESh0KiIQ1W/gAQAYJaACdMoR+N4B+C37GfxjkfeyH7d/2bFAvgH4AeoBhA"
                    + "H8z9v/cAN5V/wHUVga4ApVH18GJU1p+AAP765kfAf8/7/T8Cv/67y+s2zxhb//hYBhNUfkz4keRqI/kz4kdp/s7S3y6v/80/"
                    + "/jff/6+4Wdfyw1F7o999tW74pYBY9Ve+tzR42C08JlxsJCyN/oe3qlhbezg2TsFY6TBeBd9BM86mV6o26pEr1/CA5sbsMc/M"
                    + "9k76wUn17IkOdmPaf95SC5BRTtE+AAA=");

    private TestPictures() {}

    static BufferedImage painted(int width, int height, int type) {
        BufferedImage picture = new BufferedImage(width, height, type);
        Graphics2D graphics = picture.createGraphics();
        int[] colours = {RED, GREEN, BLUE, picture.getColorModel().hasAlpha() ? 0 : YELLOW};
        for (int field = 0; field < colours.length; field++) {
            graphics.setColor(new Color(colours[field], true));
            graphics.fillRect(field % 2 * (width / 2), field / 2 * (height / 2), width, height);
            if (colours[field] == 0) {
                graphics.setBackground(new Color(0, true));
                graphics.clearRect(width / 2, height / 2, width, height);
            }
        }
        graphics.dispose();
        return picture;
    }

    static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, bytes)) {
            throw new AssertionError("no writer for " + format);
        }
        return bytes.toByteArray();
    }

    static Path write(Path file, int width, int height) throws IOException {
        String name = file.toString();
        String format = name.substring(name.lastIndexOf('.') + 1);
        int type = format.equals("png") || format.equals("gif") ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        return Files.write(file, encoded(painted(width, height, type), format));
    }

    /// A JPEG that says how the camera was held, with a directory of that one entry in either byte order.
    static byte[] withOrientation(byte[] jpeg, int exif, boolean bigEndian) {
        ByteBuffer segment = ByteBuffer.allocate(36);
        segment.putShort((short) 0xffe1).putShort((short) 34).put("Exif\0\0".getBytes());
        segment.put((bigEndian ? "MM" : "II").getBytes());
        segment.order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        segment.putShort((short) 42).putInt(8);
        segment.putShort((short) 1).putShort((short) 0x0112).putShort((short) 3).putInt(1).putShort((short) exif);
        segment.putShort((short) 0).putInt(0);
        return spliced(jpeg, segment.array());
    }

    /// A JPEG for printers, all of it cyan, marked and inverted as Adobe's programs do.
    static byte[] cyanInk() throws IOException {
        WritableRaster inks = Raster.createInterleavedRaster(DataBuffer.TYPE_BYTE, 64, 64, 4, null);
        int[] none = new int[64 * 64];
        Arrays.fill(none, 255);
        for (int ink = 1; ink < 4; ink++) {
            inks.setSamples(0, 0, 64, 64, ink, none);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(inks, null, null), null);
        } finally {
            writer.dispose();
        }
        byte[] adobe = {(byte) 0xff, (byte) 0xee, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
        return spliced(bytes.toByteArray(), adobe);
    }

    private static byte[] spliced(byte[] jpeg, byte[] segment) {
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, 2)
                .put(segment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
