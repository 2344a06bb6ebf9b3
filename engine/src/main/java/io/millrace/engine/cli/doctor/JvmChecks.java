package io.millrace.engine.cli.doctor;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.cli.turbojpeg.TurboJpeg;
import java.lang.module.ModuleFinder;

/// The checks of this JVM.
final class JvmChecks {
    private static final int MIN_RELEASE = 25;
    private static final String VECTOR = "jdk.incubator.vector";
    private static final String OPENED = "jdk.internal.misc";

    private JvmChecks() {}

    static Finding release() {
        String fact = "%s, %s, %s".formatted(
                Runtime.version(), System.getProperty("java.vendor"), System.getProperty("java.home"));
        return Runtime.version().feature() >= MIN_RELEASE
                ? Finding.ok("JDK", fact)
                : Finding.problem("JDK", fact, "Millrace needs Java 25 or newer: set JAVA_HOME to one");
    }

    static Finding nativeAccess() {
        return JvmChecks.class.getModule().isNativeAccessEnabled()
                ? Finding.ok("native access", "enabled")
                : Finding.note(
                        "native access",
                        "the JVM prints a warning at the first call into C",
                        "start by ./millrace, or give --enable-native-access=ALL-UNNAMED");
    }

    static Finding opens() {
        boolean open = Object.class.getModule().isOpen(OPENED, JvmChecks.class.getModule());
        return open
                ? Finding.ok("opened packages", "java.base/" + OPENED)
                : Finding.note(
                        "opened packages",
                        "Agrona views need one more flag",
                        "start by ./millrace, or give --add-opens java.base/%s=ALL-UNNAMED".formatted(OPENED));
    }

    static Finding vectorModule() {
        if (ModuleLayer.boot().findModule(VECTOR).isPresent()) {
            return Finding.ok("vector module", "loaded");
        }
        return ModuleFinder.ofSystem().find(VECTOR).isPresent()
                ? Finding.ok("vector module",
                        "present, loaded only for --kernel vector, because it slows the start of a JVM")
                : Finding.note("vector module", "not in this JDK", "use a full JDK if you want --kernel vector");
    }

    static Finding cLibrary() {
        String reason = CLibrary.unavailableReason();
        return reason == null
                ? Finding.ok("C library", "%s, %s".formatted(lower(CLibrary.load().isa()), CLibrary.load().file()))
                : Finding.note("C library", reason, "the Java kernels serve, with the same bits and less speed");
    }

    static Finding jpegDecoder() {
        String reason = TurboJpeg.unavailableReason();
        return reason == null
                ? Finding.ok("JPEG decoder", "libjpeg-turbo, " + TurboJpeg.LIBRARY)
                : Finding.note(
                        "JPEG decoder",
                        "the JDK's: " + reason,
                        "'images' takes about twice as long: install libjpeg-turbo, as in apt install libturbojpeg0");
    }

    private static String lower(Enum<?> name) {
        return name.name().toLowerCase(java.util.Locale.ROOT);
    }
}
