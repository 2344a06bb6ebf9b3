package io.millrace.engine.cli.images;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;

/// Smooths the colour differences of a lossy WebP, as libwebp and browsers do.
///
/// The file has one pair of colour differences for four pixels, and the plug-in uses it for all
/// four. This correction mixes 9/16 of a pixel's own pair, 3/16 of each of the two adjacent pairs
/// and 1/16 of the diagonal one. The brightness does not change.
///
/// @param lossy whether the file is lossy; other files are not changed
record WebpColours(boolean lossy) implements PictureCorrection {
    private static final int LARGEST = 255;
    private static final int BANDS = 3;
    /// Factors from red, green and blue to the two differences and back: ITU-R BT.601, limited
    /// range.
    private static final float[] BLUE_DIFFERENCE = {-0.14822f, -0.29099f, 0.43922f};
    private static final float[] RED_DIFFERENCE = {0.43922f, -0.36779f, -0.07143f};
    private static final float[] OF_BLUE_DIFFERENCE = {0, -0.39176f, 2.01723f};
    private static final float[] OF_RED_DIFFERENCE = {1.59603f, -0.81297f, 0};

    @Override
    public BufferedImage applied(BufferedImage picture) {
        if (lossy) {
            Smoothing smoothing = new Smoothing(picture.getRaster());
            for (int row = 0; row < picture.getHeight(); row++) {
                smoothing.smooth(row);
            }
        }
        return picture;
    }

    /// Smooths rows from top to bottom; keeps the unchanged differences of three rows of blocks.
    private static final class Smoothing {
        private final WritableRaster raster;
        private final int width;
        private final int height;
        private final int blocks;
        private final int bands;
        private final int[] upper;
        private final int[] lower;
        private final float[][][] differences = new float[3][2][];

        Smoothing(WritableRaster raster) {
            this.raster = raster;
            this.width = raster.getWidth();
            this.height = raster.getHeight();
            this.blocks = (width + 1) / 2;
            this.bands = raster.getNumBands();
            this.upper = new int[width * bands];
            this.lower = new int[width * bands];
            differences[1] = differencesOf(0);
            differences[2] = differencesOf(1);
            differences[0] = differences[1];
        }

        void smooth(int row) {
            if (row > 0 && row % 2 == 0) {
                differences[0] = differences[1];
                differences[1] = differences[2];
                differences[2] = differencesOf(row / 2 + 1);
            }
            float[][] own = differences[1];
            float[][] near = differences[row % 2 == 0 ? 0 : 2];
            raster.getPixels(0, row, width, 1, upper);
            for (int x = 0; x < width; x++) {
                int block = x / 2;
                int beside = Math.clamp(x % 2 == 0 ? block - 1 : block + 1, 0, blocks - 1);
                float blue = change(own[0], near[0], block, beside);
                float red = change(own[1], near[1], block, beside);
                for (int band = 0; band < BANDS; band++) {
                    int at = x * bands + band;
                    float moved = upper[at] + OF_BLUE_DIFFERENCE[band] * blue + OF_RED_DIFFERENCE[band] * red;
                    upper[at] = Math.clamp(Math.round(moved), 0, LARGEST);
                }
            }
            raster.setPixels(0, row, width, 1, upper);
        }

        private static float change(float[] own, float[] near, int block, int beside) {
            return (9 * own[block] + 3 * own[beside] + 3 * near[block] + near[beside]) / 16 - own[block];
        }

        /// The differences of a row of blocks; below the picture, those of the last row.
        private float[][] differencesOf(int blockRow) {
            int row = 2 * Math.min(blockRow, (height - 1) / 2);
            raster.getPixels(0, row, width, 1, upper);
            raster.getPixels(0, Math.min(row + 1, height - 1), width, 1, lower);
            float[][] means = new float[2][blocks];
            for (int block = 0; block < blocks; block++) {
                mean(block, means);
            }
            return means;
        }

        /// The mean differences of a block; samples that were clipped at black or white count less.
        private void mean(int block, float[][] means) {
            float weights = 0;
            for (int pixel = 0; pixel < 4; pixel++) {
                int[] row = pixel < 2 ? upper : lower;
                int at = Math.min(2 * block + pixel % 2, width - 1) * bands;
                float weight = isCut(row[at]) || isCut(row[at + 1]) || isCut(row[at + 2]) ? 0.001f : 1;
                weights += weight;
                for (int band = 0; band < BANDS; band++) {
                    means[0][block] += weight * BLUE_DIFFERENCE[band] * row[at + band];
                    means[1][block] += weight * RED_DIFFERENCE[band] * row[at + band];
                }
            }
            means[0][block] /= weights;
            means[1][block] /= weights;
        }

        private static boolean isCut(int sample) {
            return sample == 0 || sample == LARGEST;
        }
    }
}
