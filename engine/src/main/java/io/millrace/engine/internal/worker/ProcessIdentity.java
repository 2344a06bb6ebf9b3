package io.millrace.engine.internal.worker;

import java.util.List;
import java.util.Optional;

/// The name and the parent of a child JVM, which its parent passes as system properties.
///
/// @param name name of the child
public record ProcessIdentity(String name, long parentPid, String parentName) {
    private static final String NAME = "millrace.process.name";
    private static final String PARENT_PID = "millrace.process.parent.pid";
    private static final String PARENT_NAME = "millrace.process.parent.name";

    /// The name of a JVM that is no child.
    private static final String MAIN = "main";

    /// The identity of this JVM; empty when it is no child.
    public static Optional<ProcessIdentity> current() {
        String name = System.getProperty(NAME);
        Long parent = Long.getLong(PARENT_PID);
        return name == null || parent == null
                ? Optional.empty()
                : Optional.of(new ProcessIdentity(name, parent, System.getProperty(PARENT_NAME, MAIN)));
    }

    /// The name of this JVM.
    public static String ownName() {
        return System.getProperty(NAME, MAIN);
    }

    /// The identity of a new child of this JVM.
    public static ProcessIdentity ofChild(String name) {
        return new ProcessIdentity(name, ProcessHandle.current().pid(), ownName());
    }

    /// The identity as flags for the child.
    public List<String> flags() {
        return List.of(
                "-D" + NAME + "=" + name,
                "-D" + PARENT_PID + "=" + parentPid,
                "-D" + PARENT_NAME + "=" + parentName);
    }
}
