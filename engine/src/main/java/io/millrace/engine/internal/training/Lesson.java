package io.millrace.engine.internal.training;

import io.millrace.engine.Pool;
import java.nio.file.Path;

/// What the children of one command do besides what all do: it is trained too, in a cache of its
/// own. Named by [#PROPERTY], which is part of the key of the cache.
@FunctionalInterface
public interface Lesson {
    /// The system property that names a class with a public constructor without parameters.
    String PROPERTY = "millrace.process.lesson";

    /// Has the worker of a pool do it.
    ///
    /// @param folder empty, removed afterwards with the files in it
    /// @throws Exception when the cache cannot be made
    void give(Pool pool, Path folder) throws Exception;
}
