package io.millrace.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One line of a report: a measured value, the value of a peer, and a goal.
///
/// @param value median of all rounds
/// @param best best of all rounds
/// @param spread distance of the quartiles of all rounds, relative to the median
/// @param peer the peer; null without one
/// @param peerValue median of the rounds of the peer; null when it is not installed
/// @param ratio `value` divided by `peerValue`
/// @param goal the goal as text; empty without one
/// @param reached whether the goal was reached; null when that is unknown, and without a goal
public record Figure(
        String name,
        double value,
        double best,
        double spread,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        String goal,
        @Nullable Boolean reached) {

    /// A goal.
    ///
    /// @param limit limit of the ratio to the peer, or of the value without a peer
    public record Goal(Kind kind, double limit) {
        String text(String unit) {
            return switch (kind) {
                case RATIO_AT_MOST -> "at most %s times".formatted(rounded(limit));
                case RATIO_AT_LEAST -> "at least %s times".formatted(rounded(limit));
                case VALUE_AT_MOST -> "at most %,.0f %s".formatted(limit, unit);
                case VALUE_AT_LEAST -> "at least %,.0f %s".formatted(limit, unit);
            };
        }

        private static double rounded(double limit) {
            return Math.rint(limit * 1_000) / 1_000;
        }

        boolean isReached(double measured) {
            return kind == Kind.RATIO_AT_MOST || kind == Kind.VALUE_AT_MOST ? measured <= limit : measured >= limit;
        }
    }

    /// The meaning of the limit of a goal.
    public enum Kind {
        RATIO_AT_MOST,
        RATIO_AT_LEAST,
        VALUE_AT_MOST,
        VALUE_AT_LEAST
    }

    /// A figure with a peer; `peers` is empty when the peer is not installed.
    public static Figure beside(String name, String unit, double[] values, String peer, double[] peers, Goal goal) {
        double value = median(values);
        Double peerValue = peers.length == 0 ? null : median(peers);
        Double ratio = peerValue == null ? null : value / peerValue;
        return new Figure(
                name,
                value,
                best(values, goal),
                spread(values),
                unit,
                peer,
                peerValue,
                ratio,
                goal.text(unit),
                ratio == null ? null : goal.isReached(ratio));
    }

    /// A time with a peer and without a goal; `peers` is empty when the peer is not installed.
    public static Figure beside(String name, String unit, double[] values, String peer, double[] peers) {
        Figure measured = beside(name, unit, values, peer, peers, new Goal(Kind.RATIO_AT_MOST, Double.NaN));
        return measured.withoutGoal();
    }

    /// A figure without a peer.
    public static Figure alone(String name, String unit, double value, Goal goal) {
        return new Figure(name, value, value, 0, unit, null, null, null, goal.text(unit), goal.isReached(value));
    }

    /// A time without a peer and without a goal.
    public static Figure told(String name, String unit, double[] values) {
        double least = Arrays.stream(values).min().orElseThrow();
        return new Figure(name, median(values), least, spread(values), unit, null, null, null, "", null);
    }

    private Figure withoutGoal() {
        return new Figure(name, value, best, spread, unit, peer, peerValue, ratio, "", null);
    }

    private static double spread(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int last = sorted.length - 1;
        return (sorted[last - last / 4] - sorted[last / 4]) / median(values);
    }

    private static double best(double[] values, Goal goal) {
        boolean small = goal.kind == Kind.RATIO_AT_MOST || goal.kind == Kind.VALUE_AT_MOST;
        return small ? Arrays.stream(values).min().orElseThrow() : Arrays.stream(values).max().orElseThrow();
    }

    /// The middle value, or the mean of the two middle values.
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
