/// Caches of loaded classes, from which child JVMs start: finds the cache that fits a child, and has
/// one made when there is none.
///
/// ```text
///   JvmLauncher ──▶ ChildCache ──▶ CacheKey: what a cache depends on, or why there can be none
///                       │
///                       ├──▶ CacheFolder, Trust: the cache with that key, if nobody else could write it
///                       │
///                       └──▶ CacheOrder: a child, or the program, ends without a cache for its key
///                                │
///                                ▼
///                            MakerMain, another process, which outlives this one by seconds
/// ```
///
/// ```text
///   ~/.cache/millrace/aot/            mode 0700
///       lock                          locked by the maker
///       1f2e3d4c/key, classes.aot     a cache
///       new-1f2e3d4c-5829/            a cache that is being made; counts for nothing
///       failed-1f2e3d4c               why the last attempt failed; no other one for a day
/// ```
///
/// Nothing here throws, prints or takes part in a program: without a cache children start as well,
/// only later.
@NullMarked
package io.millrace.engine.internal.aot;

import org.jspecify.annotations.NullMarked;
