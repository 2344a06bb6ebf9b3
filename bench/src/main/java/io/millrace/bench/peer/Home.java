package io.millrace.bench.peer;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where this program was started from: a checkout, where it lies in `bench/target`, or an unpacked distribution.
public final class Home {
    private Home() {}

    /// The program `millrace.jar`: beside this one, or where the build of the checkout makes it.
    public static Path program() {
        Path beside = location().resolveSibling("millrace.jar");
        return Files.exists(beside) ? beside : ofCheckout("engine/target/millrace.jar");
    }

    /// A file of the checkout, whether it exists or not.
    public static Path ofCheckout(String path) {
        return location().resolve("../../..").resolve(path).normalize();
    }

    /// This jar, or the folder of these classes.
    private static Path location() {
        try {
            return Path.of(Home.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toAbsolutePath();
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException("the class path has no paths", impossible);
        }
    }
}
