package io.millrace.junit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.testkit.engine.EngineTestKit;

/// Runs the tests of a class in a JVM of its own, and prints the message of each that failed.
final class PageMain {
    private PageMain() {}

    /// @param arguments the name of the class
    public static void main(String[] arguments) {
        var tests = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(arguments[0]))
                .execute()
                .testEvents();
        tests.failed()
                .map(event -> event.getRequiredPayload(TestExecutionResult.class))
                .map(result -> result.getThrowable().orElseThrow().getMessage())
                .forEach(System.out::println);
        System.out.println("succeeded: " + tests.succeeded().count());
    }
}
