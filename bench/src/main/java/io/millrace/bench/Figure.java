package io.millrace.bench;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// One line of a report: something measured beside a peer, and what was to be reached.
///
/// @param value the median of all rounds
/// @param best the best of all rounds
/// @param peer what it is measured by; null when that is not installed, or there is none
/// @param peerValue the median of the peer's rounds
/// @param ratio value by the peer's, of the medians
/// @param goal what is to be reached, in words
/// @param reached whether it was; null when that cannot be said
public record Figure(
        String name,
        double value,
        double best,
        String unit,
        @Nullable String peer,
        @Nullable Double peerValue,
        @Nullable Double ratio,
        String goal,
        @Nullable Boolean reached) {

    /// What is to be reached.
    ///
    /// @param limit of the ratio to the peer, or of the value where there is none
    public record Goal(Kind kind, double limit) {
        String text(String unit) {
            return switch (kind) {
                case RATIO_AT_MOST -> "at most %s times".formatted(limit);
                case RATIO_AT_LEAST -> "at least %s times".formatted(limit);
                case VALUE_AT_MOST -> "at most %,.0f %s".formatted(limit, unit);
                case VALUE_AT_LEAST -> "at least %,.0f %s".formatted(limit, unit);
            };
        }

        boolean isReached(double measured) {
            return kind == Kind.RATIO_AT_MOST || kind == Kind.VALUE_AT_MOST ? measured <= limit : measured >= limit;
        }
    }

    /// How a goal is meant.
    public enum Kind {
        RATIO_AT_MOST,
        RATIO_AT_LEAST,
        VALUE_AT_MOST,
        VALUE_AT_LEAST
    }

    /// Beside a peer; `peers` is empty when it is not installed.
    public static Figure beside(String name, String unit, double[] values, String peer, double[] peers, Goal goal) {
        double value = median(values);
        Double peerValue = peers.length == 0 ? null : median(peers);
        Double ratio = peerValue == null ? null : value / peerValue;
        return new Figure(
                name,
                value,
                best(values, goal),
                unit,
                peer,
                peerValue,
                ratio,
                goal.text(unit),
                ratio == null ? null : goal.isReached(ratio));
    }

    /// By itself.
    public static Figure alone(String name, String unit, double value, Goal goal) {
        return new Figure(name, value, value, unit, null, null, null, goal.text(unit), goal.isReached(value));
    }

    private static double best(double[] values, Goal goal) {
        boolean small = goal.kind == Kind.RATIO_AT_MOST || goal.kind == Kind.VALUE_AT_MOST;
        return small ? Arrays.stream(values).min().orElseThrow() : Arrays.stream(values).max().orElseThrow();
    }

    /// The middle one, or the mean of the two in the middle.
    public static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
