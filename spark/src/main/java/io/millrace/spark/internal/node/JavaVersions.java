package io.millrace.spark.internal.node;

import java.util.Optional;

/// Which Java serves which Spark.
public final class JavaVersions {
    private static final int FIRST_REFUSED = 26;
    private static final Runtime.Version FIRST_GOOD = Runtime.Version.parse("25.0.3");

    private JavaVersions() {}

    /// @throws IllegalStateException that Spark does not run on that Java
    public static void require(String spark, Runtime.Version java) {
        if (java.feature() >= FIRST_REFUSED && spark.startsWith("4.2.")) {
            throw new IllegalStateException(
                    "Spark %s does not run on Java %s: it needs a class that Java 26 no longer has; use Java 25"
                            .formatted(spark, java));
        }
    }

    /// What to say of a Java that serves with a fault.
    static Optional<String> warn(Runtime.Version java) {
        return java.feature() == FIRST_GOOD.feature() && java.compareToIgnoreOptional(FIRST_GOOD) < 0
                ? Optional.of("on a cluster use Java 25.0.3 or newer, because of JDK-8377811: java=" + java)
                : Optional.empty();
    }
}
