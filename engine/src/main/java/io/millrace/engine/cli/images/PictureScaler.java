package io.millrace.engine.cli.images;

import java.awt.AlphaComposite;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;
import java.util.Arrays;

/// Scales pictures with a Lanczos filter of three lobes ([ScalerWeights]), first along the rows and
/// then along the columns.
///
/// The scaler reads the source row by row and keeps only the rows that the filter needs, so that it
/// needs little memory beside the source and the result.
final class PictureScaler {
    private static final int BANDS = 4;
    private static final int ALPHA = 3;
    private static final int LARGEST = 255;

    private final PictureSize target;

    PictureScaler(PictureSize target) {
        this.target = target;
    }

    /// @param type type of the result's pixels: an `int` type, premultiplied if it has alpha, so
    ///         that the colour of transparent pixels does not affect their neighbours
    BufferedImage scale(BufferedImage source, int type) {
        if (source.getWidth() == target.width() && source.getHeight() == target.height()) {
            return source.getType() == type ? source : Drawing.of(source, type);
        }
        BufferedImage scaled = new BufferedImage(target.width(), target.height(), type);
        try (Rows rows = new Rows(source, type)) {
            ScalerWeights columns = ScalerWeights.of(source.getHeight(), target.height());
            float[] sums = new float[target.width() * BANDS];
            int[] line = new int[target.width()];
            for (int y = 0; y < target.height(); y++) {
                Arrays.fill(sums, 0);
                for (int tap = 0; tap < columns.count(y); tap++) {
                    add(rows.row(columns.first(y) + tap), columns.weight(y, tap), sums);
                }
                pack(sums, line);
                scaled.getRaster().setDataElements(0, y, target.width(), 1, line);
            }
        }
        return scaled;
    }

    private static void add(float[] row, float weight, float[] sums) {
        for (int at = 0; at < sums.length; at++) {
            sums[at] += weight * row[at];
        }
    }

    /// Rounds the sums to samples; a premultiplied colour is at most its alpha.
    private static void pack(float[] sums, int[] line) {
        for (int x = 0, at = 0; x < line.length; x++, at += BANDS) {
            int alpha = sample(sums[at + ALPHA], LARGEST);
            line[x] = alpha << 24
                    | sample(sums[at], alpha) << 16
                    | sample(sums[at + 1], alpha) << 8
                    | sample(sums[at + 2], alpha);
        }
    }

    private static int sample(float value, int most) {
        return Math.clamp(Math.round(value), 0, most);
    }

    /// Rows of the source, as wide as the target.
    private final class Rows implements AutoCloseable {
        private final BufferedImage source;
        private final ScalerWeights weights;
        private final BufferedImage line;
        private final int[] pixels;
        private final Graphics2D graphics;
        private final int opaque;
        private final float[] samples;
        /// Row n is kept at index n modulo the length.
        private final float[][] kept;
        private int next;

        Rows(BufferedImage source, int type) {
            this.source = source;
            this.weights = ScalerWeights.of(source.getWidth(), target.width());
            this.line = new BufferedImage(source.getWidth(), 1, type);
            this.pixels = ((DataBufferInt) line.getRaster().getDataBuffer()).getData();
            this.graphics = line.createGraphics();
            graphics.setComposite(AlphaComposite.Src);
            this.opaque = line.getColorModel().hasAlpha() ? 0 : LARGEST;
            this.samples = new float[source.getWidth() * BANDS];
            int most = ScalerWeights.of(source.getHeight(), target.height()).most();
            this.kept = new float[most][target.width() * BANDS];
        }

        /// A row, at most as far before the last requested one as the filter reaches.
        float[] row(int y) {
            for (; next <= y; next++) {
                graphics.drawImage(source, 0, -next, null);
                unpack();
                filter(kept[next % kept.length]);
            }
            return kept[y % kept.length];
        }

        private void unpack() {
            for (int x = 0, at = 0; x < pixels.length; x++, at += BANDS) {
                int pixel = pixels[x];
                samples[at] = pixel >> 16 & LARGEST;
                samples[at + 1] = pixel >> 8 & LARGEST;
                samples[at + 2] = pixel & LARGEST;
                samples[at + ALPHA] = pixel >>> 24 | opaque;
            }
        }

        private void filter(float[] row) {
            for (int x = 0, to = 0; x < target.width(); x++, to += BANDS) {
                float red = 0;
                float green = 0;
                float blue = 0;
                float alpha = 0;
                int at = weights.first(x) * BANDS;
                for (int tap = 0; tap < weights.count(x); tap++, at += BANDS) {
                    float weight = weights.weight(x, tap);
                    red += weight * samples[at];
                    green += weight * samples[at + 1];
                    blue += weight * samples[at + 2];
                    alpha += weight * samples[at + ALPHA];
                }
                row[to] = red;
                row[to + 1] = green;
                row[to + 2] = blue;
                row[to + ALPHA] = alpha;
            }
        }

        @Override
        public void close() {
            graphics.dispose();
        }
    }
}
