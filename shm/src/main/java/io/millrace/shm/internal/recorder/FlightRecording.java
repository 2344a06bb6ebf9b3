package io.millrace.shm.internal.recorder;

import jdk.jfr.FlightRecorder;

/// Whether events can be recorded in this JVM.
public final class FlightRecording {
    /// False in a runtime without the module, or where a program on the module path did not resolve it.
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private FlightRecording() {}

    /// Whether the recorder was started in this JVM, by a flag, by `jcmd` or by a program. While it was not, this
    /// loads no more than one class of the JDK, once, and compiled code has one load and one branch. No order: a
    /// thread may see a start a moment later.
    public static boolean isOn() {
        return PRESENT && FlightRecorder.isInitialized();
    }
}
