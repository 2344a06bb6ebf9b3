package io.millrace.engine.internal.aot;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.internal.worker.ProcessIdentity;
import io.millrace.shm.SharedMemory;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// The cache from which children start, if there is one; else has one made.
///
/// Safe for all threads.
public final class ChildCache {
    private final @Nullable CacheFolder folder;
    private final KeyOrReason key;
    private @Nullable Path found;

    private ChildCache(@Nullable CacheFolder folder, KeyOrReason key) {
        this.folder = folder;
        this.key = key;
    }

    /// The cache for such a child.
    ///
    /// @param main main class of the child, whose jar holds Millrace
    public static ChildCache of(ChildJvm child, Class<?> main) {
        CacheFolder folder = CacheFolder.ofSystem().orElse(null);
        if (folder == null) {
            return new ChildCache(null, new KeyOrReason.Reason("caches are switched off, or there is no home folder"));
        }
        return new ChildCache(folder, CacheKey.of(child, origins(main, SharedMemory.class, CLibrary.class)));
    }

    /// No cache.
    ///
    /// @param reason why not, for a person
    public static ChildCache none(String reason) {
        return new ChildCache(null, new KeyOrReason.Reason(reason));
    }

    private static List<File> origins(Class<?>... classes) {
        List<File> origins = new ArrayList<>();
        for (Class<?> each : classes) {
            CodeSource source = each.getProtectionDomain().getCodeSource();
            try {
                File origin = source == null ? null : new File(source.getLocation().toURI());
                if (origin != null && !origins.contains(origin)) {
                    origins.add(origin);
                }
            } catch (URISyntaxException | IllegalArgumentException noFile) {
                // the whole class path counts then
            }
        }
        return origins;
    }

    /// The flags that let a child start from the cache; empty when there is none. The JVM verifies
    /// the checksum of the file, and starts without a cache that does not fit.
    public synchronized List<String> flags() {
        if (found == null && folder != null && key instanceof CacheKey known) {
            found = folder.find(known.name(), known.text()).orElse(null);
            if (found != null) {
                folder.touch(found);
            }
        }
        return found == null || !isCurrent()
                ? List.of()
                : List.of("-XX:AOTCache=".concat(found.toString()), "-XX:+VerifySharedSpaces");
    }

    private boolean isCurrent() {
        return key instanceof CacheKey known && known.isCurrent();
    }

    /// Says that a child was started. If it had no cache, one is made when it has ended.
    public void started(CompletableFuture<?> exit) {
        if (flags().isEmpty()
                && folder != null
                && key instanceof CacheKey known
                && ProcessIdentity.current().isEmpty()) {
            CacheOrder.add(folder, known);
            exit.thenRun(CacheOrder::placeAll);
        }
    }

    /// Whether children start from a cache.
    public boolean isFound() {
        return !flags().isEmpty();
    }

    /// Why children start without a cache though one could be made; empty when none can, see
    /// [#obstacle], or when the next program that starts a child has it made.
    public Optional<String> failure() {
        return folder != null && key instanceof CacheKey known ? folder.failure(known.name()) : Optional.empty();
    }

    /// Why children can have no cache; empty when they can.
    public Optional<String> obstacle() {
        return switch (key) {
            case KeyOrReason.Reason(var text) -> Optional.of(text);
            case CacheKey _ -> folder != null && folder.isThere()
                    ? Optional.ofNullable(folder.refusal())
                    : Optional.empty();
        };
    }
}
