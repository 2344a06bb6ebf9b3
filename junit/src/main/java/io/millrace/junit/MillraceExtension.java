package io.millrace.junit;

import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.shm.SharedMemory;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/// The extension behind [MillraceTest].
///
/// **Parameters** of tests, and of `@BeforeEach` and `@AfterEach` methods: a `SharedMemory`, a temporary
/// one, and a `Pool` on it. Both are made when a parameter first asks for them, are the same for all
/// parameters of one test, and are closed after it. A test may close them itself.
///
/// **Leaks** fail a test when all its `@AfterEach` methods have run. The message names each:
///
/// | left behind                                                   | found by                               |
/// |---------------------------------------------------------------|----------------------------------------|
/// | a [io.millrace.engine.JvmProcess] of the test that runs       | `JvmProcess.activeChildren()`          |
/// | jobs and tasks of the pool that have not ended                | the pool's counts                      |
/// | a lock that is held, or whose owner died inside               | the memory given to the test           |
/// | messages that were taken and not acked                        | the memory given to the test           |
/// | an attached process, another attachment of this program       | the memory given to the test           |
/// | another memory, in the default folder                         | mapped files, unless tests run at once |
///
/// The extension ends and closes what it finds, but for other memories, so that the next test begins afresh.
/// When the test failed too, the leaks are a suppressed exception of its failure.
public final class MillraceExtension implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(MillraceExtension.class);

    /// For JUnit.
    public MillraceExtension() {}

    @Override
    public void beforeEach(ExtensionContext context) {
        resources(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        List<String> leaks = resources(context).close();
        if (!leaks.isEmpty()) {
            throw new AssertionError("the test left something behind: test=%s\n- %s"
                    .formatted(context.getDisplayName(), String.join("\n- ", leaks)));
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        boolean isOfTest = context.getTestMethod().isPresent();
        return isOfTest && (type == SharedMemory.class || type == Pool.class);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        TestResources resources = resources(context);
        return parameter.getParameter().getType() == Pool.class ? resources.pool() : resources.memory();
    }

    private static TestResources resources(ExtensionContext context) {
        return context.getStore(NAMESPACE)
                .computeIfAbsent(context.getUniqueId(), test -> open(context), TestResources.class);
    }

    private static TestResources open(ExtensionContext context) {
        MillraceTest options = AnnotationSupport.findAnnotation(context.getTestMethod(), MillraceTest.class)
                .or(() -> AnnotationSupport.findAnnotation(context.getTestClass(), MillraceTest.class))
                .orElseGet(() -> Defaults.class.getAnnotation(MillraceTest.class));
        PoolOptions pool =
                PoolOptions.defaults().workers(options.workers()).workerKind(options.workerKind());
        return new TestResources(options.byteSize(), pool, FilesInUse.of(context));
    }

    /// What holds where the extension is named by `ExtendWith` itself.
    @MillraceTest
    private static final class Defaults {}
}
