package io.millrace.engine.worker;

import java.util.List;
import java.util.Optional;

/// Who a child JVM is, as its parent told it on its command line.
///
/// @param name its own
public record ProcessIdentity(String name, long parentPid, String parentName) {
    private static final String NAME = "millrace.process.name";
    private static final String PARENT_PID = "millrace.process.parent.pid";
    private static final String PARENT_NAME = "millrace.process.parent.name";

    /// The name of a JVM that nobody started as a child.
    private static final String MAIN = "main";

    /// Of this JVM; empty when it is nobody's child.
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

    /// Of a child of this JVM.
    public static ProcessIdentity ofChild(String name) {
        return new ProcessIdentity(name, ProcessHandle.current().pid(), ownName());
    }

    /// As flags of the child.
    public List<String> flags() {
        return List.of(
                "-D" + NAME + "=" + name,
                "-D" + PARENT_PID + "=" + parentPid,
                "-D" + PARENT_NAME + "=" + parentName);
    }
}
