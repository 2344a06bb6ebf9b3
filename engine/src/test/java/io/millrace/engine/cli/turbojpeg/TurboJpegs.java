package io.millrace.engine.cli.turbojpeg;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Objects;

/// libjpeg-turbo for tests that need it.
public final class TurboJpegs {
    private TurboJpegs() {}

    /// Skips the test where this system does not have the library.
    public static TurboJpeg required() {
        assumeTrue(TurboJpeg.orNull() != null, () -> "no libjpeg-turbo: " + TurboJpeg.unavailableReason());
        return Objects.requireNonNull(TurboJpeg.orNull());
    }
}
