package io.millrace.engine.cli.images;

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
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/// Pictures of four fields: red, green above, blue, yellow or nothing below.
public final class TestPictures {
    public static final int RED = 0xffff0000;
    public static final int GREEN = 0xff00ff00;
    public static final int BLUE = 0xff0000ff;
    public static final int YELLOW = 0xffffff00;

    /// 40x30, lossless; its fourth field is transparent.
    public static final byte[] WEBP = Base64.getDecoder()
            .decode("UklGRjoAAABXRUJQVlA4TC4AAAAvJ0AHEB8gEEjaH3qN+RcQFPk/2vwH8KVATcA0DCYxicmO/NwR/Z+AodlFKHYB");

    /// 40x30, lossy; its fourth field is white, green stands below red.
    public static final byte[] LOSSY_WEBP = Base64.getDecoder()
            .decode(
                    "UklGRuoAAABXRUJQVlA4IN4AAADQCACdASooAB4APjESh0KiIQ1W/gAQAYJaACdMoR+N4B+C37GfxjkfeyH7d/2bF"
                    + "AvgH4AeoBhA"
                    + "H8z9v/cAN5V/wHUVga4ApVH18GJU1p+AAP765kfAf8/7/T8Cv/67y+s2zxhb//hYBhNUfkz4keRqI/kz4kdp/s7S3y6v/80/"
                    + "/jff/6+4Wdfyw1F7o999tW74pYBY9Ve+tzR42C08JlxsJCyN/oe3qlhbezg2TsFY6TBeBd9BM86mV6o26pEr1/CA5sbsMc/M"
                    + "9k76wUn17IkOdmPaf95SC5BRTtE+AAA=");

    private TestPictures() {}

    public static BufferedImage painted(int width, int height, int type) {
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

    public static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (!ImageIO.write(picture, format, bytes)) {
            throw new AssertionError("no writer for " + format);
        }
        return bytes.toByteArray();
    }

    public static Path write(Path file, int width, int height) throws IOException {
        String name = file.toString();
        String format = name.substring(name.lastIndexOf('.') + 1);
        int type = format.equals("png")
                || format.equals("gif") ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB;
        return Files.write(file, encoded(painted(width, height, type), format));
    }

    /// A JPEG with an EXIF orientation: a directory with that one entry, in either byte order.
    public static byte[] withOrientation(byte[] jpeg, int exif, boolean bigEndian) {
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
    public static byte[] cyanInk() throws IOException {
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

    /// A BMP of 4 bits, 6x2: runs, an absolute run, a move, the end.
    public static byte[] bmpOfRuns() {
        byte[] runs = {4, 0x12, 2, 0x33, 0, 0, 0, 3, 0x12, 0x30, 0, 2, 1, 0, 2, 0x11, 0, 1};
        ByteBuffer bmp = ByteBuffer.allocate(14 + 40 + 64 + runs.length).order(ByteOrder.LITTLE_ENDIAN);
        bmp.put((byte) 'B').put((byte) 'M').putInt(bmp.capacity()).putInt(0).putInt(14 + 40 + 64);
        bmp.putInt(40).putInt(6).putInt(2).putShort((short) 1).putShort((short) 4).putInt(2).putInt(runs.length);
        bmp.putInt(0).putInt(0).putInt(16).putInt(0);
        for (int colour = 0; colour < 16; colour++) {
            bmp.putInt(colour * 0x101010);
        }
        return bmp.put(runs).array();
    }

    /// A PNG of two columns, the left half of which has the samples of `left`, the right one those
    /// of `right`.
    ///
    /// @param kind 0: grey, 2: red, green and blue, 3: indices
    /// @param transparent content of the chunk tRNS
    public static byte[] png(int kind, int depth, int[] left, int[] right, byte[] transparent) throws IOException {
        int side = 16;
        StringBuilder bits = new StringBuilder();
        for (int x = 0; x < side; x++) {
            for (int sample : x < side / 2 ? left : right) {
                bits.append(String.format("%" + depth + "s", Integer.toBinaryString(sample)).replace(' ', '0'));
            }
        }
        ByteArrayOutputStream rows = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(rows)) {
            for (int y = 0; y < side; y++) {
                deflater.write(0);
                for (int at = 0; at < bits.length(); at += 8) {
                    deflater.write(Integer.parseInt(bits.substring(at, at + 8), 2));
                }
            }
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
        png.write(chunk("IHDR", ByteBuffer.allocate(13)
                .putInt(side).putInt(side).put((byte) depth).put((byte) kind).array()));
        if (kind == 3) {
            png.write(chunk("PLTE", new byte[] {0, 0, 0, (byte) 255, (byte) 255, (byte) 255}));
        }
        png.write(chunk("tRNS", transparent));
        png.write(chunk("IDAT", rows.toByteArray()));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length).putInt(data.length).put(type.getBytes()).put(data);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) sum.getValue()).array();
    }

    /// A GIF whose only picture, 40x40 and green, covers a part of a larger screen.
    public static byte[] gifOnScreen(int width, int height, int left, int top) throws IOException {
        BufferedImage green = new BufferedImage(40, 40, BufferedImage.TYPE_INT_RGB);
        for (int at = 0; at < 1600; at++) {
            green.setRGB(at % 40, at / 40, GREEN);
        }
        byte[] gif = encoded(green, "gif");
        ByteBuffer bytes = ByteBuffer.wrap(gif).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putShort(6, (short) width).putShort(8, (short) height);
        int place = 13 + ((gif[10] & 0x80) == 0 ? 0 : 3 * (2 << (gif[10] & 7)));
        while (gif[place] != 0x2c) { // extensions
            for (place += 2; gif[place] != 0; place += 1 + (gif[place] & 255)) { }
            place++;
        }
        bytes.putShort(place + 1, (short) left).putShort(place + 3, (short) top);
        return gif;
    }

    /// The lossless WebP as the first frame of an animation, at 10, 20 of a screen of 100x80; or,
    /// without a frame, with a colour profile.
    public static byte[] extendedWebp(int flags, byte[] profile) {
        byte[] pixels = Arrays.copyOfRange(WEBP, 12, WEBP.length);
        boolean animated = (flags & 2) != 0;
        ByteBuffer webp = ByteBuffer.allocate(200 + pixels.length + profile.length).order(ByteOrder.LITTLE_ENDIAN);
        webp.put("RIFF0000WEBPVP8X".getBytes()).putInt(10).putInt(flags);
        put3(webp, animated ? 99 : 39, animated ? 79 : 29);
        if (animated) {
            webp.put("ANIM".getBytes()).putInt(6).putInt(0).putShort((short) 0);
            webp.put("ANMF".getBytes()).putInt(16 + pixels.length);
            put3(webp, 5, 10, 39, 29, 100);
            webp.put((byte) 0);
        } else {
            webp.put("ICCP".getBytes()).putInt(profile.length).put(profile);
            webp.put(new byte[profile.length % 2]);
        }
        webp.put(pixels);
        webp.putInt(4, webp.position() - 8);
        return Arrays.copyOf(webp.array(), webp.position());
    }

    private static void put3(ByteBuffer target, int... numbers) {
        for (int number : numbers) {
            target.putShort((short) number).put((byte) (number >> 16));
        }
    }

    /// A JPEG with a colour profile of these bytes.
    public static byte[] withProfile(byte[] jpeg, byte[] profile) {
        ByteBuffer segment = ByteBuffer.allocate(18 + profile.length);
        segment.putShort((short) 0xffe2).putShort((short) (16 + profile.length)).put("ICC_PROFILE\0".getBytes());
        return spliced(jpeg, segment.put((byte) 1).put((byte) 1).put(profile).array());
    }

    private static byte[] spliced(byte[] jpeg, byte[] segment) {
        return ByteBuffer.allocate(jpeg.length + segment.length)
                .put(jpeg, 0, 2)
                .put(segment)
                .put(jpeg, 2, jpeg.length - 2)
                .array();
    }
}
