package io.millrace.engine.cli.pixels;

/// The weights of source pixels for each pixel of a scaled row: a Lanczos filter of three lobes
/// about the centre of the pixel, scaled to the larger of source and target pixel. Weights outside
/// the row are left out and the others add up to 1, so that an even surface stays even and a
/// symmetric row symmetric.
///
/// @param firsts for each pixel, the first source pixel with a weight
/// @param weights for each pixel, the weights from that source pixel on
public record ScalerWeights(int[] firsts, float[][] weights) {
    private static final double LOBES = 3;

    /// @param from pixels of the source, at least 1
    /// @param to pixels of the target, at least 1
    public static ScalerWeights of(int from, int to) {
        return of(from, from, to);
    }

    /// The weights for a source whose last pixel belongs to the picture in part only.
    ///
    /// @param from pixels of the source, at least 1
    /// @param extent length of the picture in pixels of the source, more than `from - 1`, at most
    ///         `from`
    /// @param to pixels of the target, at least 1
    public static ScalerWeights of(int from, double extent, int to) {
        double scale = extent / to;
        double width = Math.max(scale, 1);
        int[] firsts = new int[to];
        float[][] weights = new float[to][];
        for (int pixel = 0; pixel < to; pixel++) {
            double centre = (pixel + 0.5) * scale;
            int first = (int) Math.max(Math.floor(centre - LOBES * width), 0);
            int end = (int) Math.min(Math.ceil(centre + LOBES * width), from);
            firsts[pixel] = first;
            weights[pixel] = weights(first, end, centre, width);
        }
        return new ScalerWeights(firsts, weights);
    }

    private static float[] weights(int first, int end, double centre, double width) {
        double[] exact = new double[end - first];
        double sum = 0;
        for (int tap = 0; tap < exact.length; tap++) {
            exact[tap] = lanczos((first + tap + 0.5 - centre) / width);
            sum += exact[tap];
        }
        float[] weights = new float[exact.length];
        for (int tap = 0; tap < exact.length; tap++) {
            weights[tap] = (float) (exact[tap] / sum);
        }
        return weights;
    }

    private static double lanczos(double distance) {
        if (distance == 0) {
            return 1;
        }
        double angle = Math.PI * distance;
        return Math.abs(distance) >= LOBES
                ? 0
                : LOBES * Math.sin(angle) * Math.sin(angle / LOBES) / (angle * angle);
    }

    public int first(int pixel) {
        return firsts[pixel];
    }

    /// The source pixel behind the last one with a weight; like [#first(int)], it does not fall from
    /// pixel to pixel.
    public int end(int pixel) {
        return firsts[pixel] + weights[pixel].length;
    }

    public float[] weights(int pixel) {
        return weights[pixel];
    }

    public float weight(int pixel, int tap) {
        return weights[pixel][tap];
    }

    /// The largest number of consecutive target pixels that are begun before the first of them is
    /// complete, when the source is read pixel by pixel.
    public int mostAtOnce() {
        int most = 0;
        int begun = 0;
        for (int pixel = 0; pixel < firsts.length; pixel++) {
            while (begun < firsts.length && firsts[begun] < end(pixel)) {
                begun++;
            }
            most = Math.max(most, begun - pixel);
        }
        return most;
    }
}
