package io.millrace.engine.internal.jvm;

import io.millrace.shm.MissingJvmFlagException;
import java.lang.management.ManagementFactory;
import java.util.List;

/// The arguments that this JVM was started with, from the command line, argument files and
/// variables. The only class that needs the module `java.management`, which a runtime image made by
/// `jlink` may lack.
public final class JvmArguments {
    private static final String MODULE = "java.management";

    private JvmArguments() {}

    /// The arguments of this JVM, in their order.
    ///
    /// @throws MissingJvmFlagException when the runtime lacks the module
    public static List<String> ofThisJvm() {
        require(ModuleLayer.boot());
        return ManagementFactory.getRuntimeMXBean().getInputArguments();
    }

    static void require(ModuleLayer layer) {
        if (layer.findModule(MODULE).isEmpty()) {
            throw new MissingJvmFlagException(
                    "worker JVMs are started with the flags of this one, and this runtime cannot tell them:"
                            + " missing module="
                            + MODULE + "; add --add-modules " + MODULE
                            + " to this JVM, or to the jlink that made its image");
        }
    }
}
