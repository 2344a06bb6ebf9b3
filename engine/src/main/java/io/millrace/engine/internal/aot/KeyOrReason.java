package io.millrace.engine.internal.aot;

/// What the cache of a child depends on, or why the child can have no cache.
sealed interface KeyOrReason permits CacheKey, KeyOrReason.Reason {
    /// Why a child can have no cache.
    ///
    /// @param text goes on after "without a cache: "
    record Reason(String text) implements KeyOrReason {}
}
