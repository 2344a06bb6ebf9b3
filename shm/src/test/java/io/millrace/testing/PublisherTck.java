package io.millrace.testing;

import java.util.ArrayList;
import java.util.List;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/// Runs a verification of the Reactive Streams TCK, which is written for TestNG, within a JUnit test.
///
/// @param passed how many tests passed
/// @param failures name and reason of each test that failed
/// @param skipped names of the tests that the publisher need not pass
public record PublisherTck(int passed, List<String> failures, List<String> skipped) {
    /// Runs all tests of that class.
    public static PublisherTck run(Class<?> verification) {
        TestListenerAdapter listener = new TestListenerAdapter();
        TestNG runner = new TestNG(false);
        runner.setVerbose(0);
        runner.addListener(listener);
        runner.setTestClasses(new Class<?>[] {verification});
        runner.run();
        List<String> failures = new ArrayList<>();
        for (ITestResult failed : listener.getFailedTests()) {
            failures.add(failed.getName() + ": " + failed.getThrowable());
        }
        for (ITestResult failed : listener.getConfigurationFailures()) {
            failures.add(failed.getName() + ": " + failed.getThrowable());
        }
        return new PublisherTck(
                listener.getPassedTests().size(),
                failures,
                listener.getSkippedTests().stream().map(ITestResult::getName).sorted().toList());
    }
}
