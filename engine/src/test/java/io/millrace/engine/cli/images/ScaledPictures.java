package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.DrawnRows;
import io.millrace.engine.cli.pixels.Pixels;
import java.awt.image.BufferedImage;

/// Scaled pictures: by the scaler, and by the definition of the filter.
final class ScaledPictures {
    private static final int LOBES = 3;
    private static final int BANDS = 3;

    private ScaledPictures() {}

    static Pixels scaled(BufferedImage source, int width, int height) {
        PictureSize stored = new PictureSize(source.getWidth(), source.getHeight());
        return new PictureScaler(new PictureSize(width, height))
                .scale(new Picture(new DrawnRows(source), stored, 1, null, Orientation.UPRIGHT));
    }

    /// Each pixel by the double sum over the whole source, in `double`, without a pass over the
    /// columns first; not rounded.
    ///
    /// @return red, green and blue, pixel by pixel
    static double[] exact(BufferedImage source, int width, int height) {
        double[][] across = weights(source.getWidth(), width);
        double[][] down = weights(source.getHeight(), height);
        int[] pixels = source.getRGB(0, 0, source.getWidth(), source.getHeight(), null, 0, source.getWidth());
        double[] exact = new double[width * height * BANDS];
        for (int at = 0; at < exact.length; at++) {
            double[] rows = down[at / BANDS / width];
            double[] columns = across[at / BANDS % width];
            int shift = 16 - at % BANDS * 8;
            double sum = 0;
            for (int y = 0; y < rows.length; y++) {
                for (int x = 0; rows[y] != 0 && x < columns.length; x++) {
                    sum += rows[y] * columns[x] * (pixels[y * columns.length + x] >> shift & 255);
                }
            }
            exact[at] = Math.clamp(sum, 0, 255);
        }
        return exact;
    }

    private static double[][] weights(int from, int to) {
        double[][] weights = new double[to][from];
        double width = Math.max((double) from / to, 1);
        for (int pixel = 0; pixel < to; pixel++) {
            double sum = 0;
            for (int x = 0; x < from; x++) {
                double distance = (x + 0.5 - (pixel + 0.5) * from / to) / width;
                weights[pixel][x] = Math.abs(distance) < LOBES ? sinc(distance) * sinc(distance / LOBES) : 0;
                sum += weights[pixel][x];
            }
            for (int x = 0; x < from; x++) {
                weights[pixel][x] /= sum;
            }
        }
        return weights;
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    /// The mean of the absolute differences of all samples.
    static double meanDifference(int[] one, int[] other) {
        long sum = 0;
        for (int at = 0; at < one.length; at++) {
            for (int shift = 0; shift < BANDS * 8; shift += 8) {
                sum += Math.abs((one[at] >> shift & 255) - (other[at] >> shift & 255));
            }
        }
        return (double) sum / one.length / BANDS;
    }
}
