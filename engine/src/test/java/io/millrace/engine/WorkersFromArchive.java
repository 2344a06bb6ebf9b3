package io.millrace.engine;

import io.millrace.testing.StartArchive;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives the pools of all tests a class path with which their workers start from the [StartArchive]. The build names
/// the archive on the command line of the tests' JVM, and a pool passes that on.
public final class WorkersFromArchive implements BeforeAllCallback {
    @Override
    public void beforeAll(ExtensionContext context) {
        System.setProperty("java.class.path", StartArchive.own().classPath());
    }
}
