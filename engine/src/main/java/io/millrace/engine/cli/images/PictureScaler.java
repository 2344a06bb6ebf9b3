package io.millrace.engine.cli.images;

import io.millrace.engine.cli.pixels.PixelRows;
import io.millrace.engine.cli.pixels.Pixels;
import io.millrace.engine.cli.pixels.ScalerWeights;
import java.awt.image.BufferedImage;
import java.util.Arrays;

/// Scales pictures with a Lanczos filter of three lobes ([ScalerWeights]), first along the columns
/// and then along the rows.
///
/// The scaler reads the source once, row by row, and adds each row to the rows of the result in which
/// it has a weight: about six of them, so that it needs little memory beside the source and the
/// result. A row is kept as one plane for each band, so that the loop over it is compiled to vector
/// instructions.
final class PictureScaler {
    private static final int COLOURS = 3;
    private static final int LARGEST = 255;

    private final PictureSize target;

    PictureScaler(PictureSize target) {
        this.target = target;
    }

    Pixels scale(Picture picture) {
        try (PixelRows rows = picture.rows()) {
            int[] values = new int[target.width() * target.height()];
            if (picture.stored().equals(target) && picture.reduction() == 1) {
                int[] line = new int[target.width()];
                for (int y = 0; y < target.height(); y++) {
                    rows.read(y, line);
                    System.arraycopy(line, 0, values, y * target.width(), line.length);
                }
            } else {
                new Pass(picture, values).run();
            }
            return new Pixels(target.width(), target.height(), rows.type(), values);
        }
    }

    /// One pass over the source.
    private final class Pass {
        private final PixelRows source;
        private final int[] values;
        private final ScalerWeights columns;
        private final ScalerWeights across;
        private final boolean alpha;
        /// Planes of a source row: red, green, blue and, if there is one, alpha.
        private final float[] samples;
        /// Row n of the result at index n modulo the length, while source rows are added to it.
        private final float[][] sums;

        Pass(Picture picture, int[] values) {
            this.source = picture.rows();
            this.values = values;
            double reduction = picture.reduction();
            this.columns =
                    ScalerWeights.of(source.height(), picture.stored().height() / reduction, target.height());
            this.across = ScalerWeights.of(source.width(), picture.stored().width() / reduction, target.width());
            this.alpha = source.type() != BufferedImage.TYPE_INT_RGB;
            this.samples = new float[Math.multiplyExact(source.width(), alpha ? COLOURS + 1 : COLOURS)];
            this.sums = new float[columns.mostAtOnce()][samples.length];
        }

        void run() {
            int[] line = new int[source.width()];
            int begun = 0;
            int finished = 0;
            for (int y = 0; finished < target.height(); y++) {
                source.read(y, line);
                unpack(line);
                for (; begun < target.height() && columns.first(begun) <= y; begun++) {
                    Arrays.fill(sums[begun % sums.length], 0);
                }
                for (int row = finished; row < begun; row++) {
                    add(samples, columns.weight(row, y - columns.first(row)), sums[row % sums.length]);
                }
                for (; finished < begun && columns.end(finished) == y + 1; finished++) {
                    finish(finished);
                }
            }
        }

        private void unpack(int[] line) {
            int width = line.length;
            plane(line, 16, 0);
            plane(line, 8, width);
            plane(line, 0, 2 * width);
            if (alpha) {
                plane(line, 24, COLOURS * width);
            }
        }

        private void plane(int[] line, int shift, int at) {
            float[] to = samples;
            for (int x = 0; x < line.length; x++) {
                to[at + x] = line[x] >>> shift & LARGEST;
            }
        }

        private void finish(int row) {
            float[] planes = sums[row % sums.length];
            int width = source.width();
            for (int x = 0, to = row * target.width(); x < target.width(); x++, to++) {
                float[] weights = across.weights(x);
                int red = across.first(x);
                int green = red + width;
                int blue = green + width;
                float redSum = 0;
                float greenSum = 0;
                float blueSum = 0;
                for (int tap = 0; tap < weights.length; tap++) {
                    float weight = weights[tap];
                    redSum += weight * planes[red + tap];
                    greenSum += weight * planes[green + tap];
                    blueSum += weight * planes[blue + tap];
                }
                int opacity = alpha ? opacity(planes, blue + width, weights) : LARGEST;
                values[to] = opacity << 24
                        | sample(redSum, opacity) << 16
                        | sample(greenSum, opacity) << 8
                        | sample(blueSum, opacity);
            }
        }
    }

    private static int opacity(float[] planes, int first, float[] weights) {
        float sum = 0;
        for (int tap = 0; tap < weights.length; tap++) {
            sum += weights[tap] * planes[first + tap];
        }
        return sample(sum, LARGEST);
    }

    private static void add(float[] row, float weight, float[] sums) {
        for (int at = 0; at < sums.length; at++) {
            sums[at] += weight * row[at];
        }
    }

    /// The sum rounded to a sample; a premultiplied colour is at most its alpha.
    private static int sample(float sum, int most) {
        return Math.clamp((int) (sum + 0.5f), 0, most);
    }
}
