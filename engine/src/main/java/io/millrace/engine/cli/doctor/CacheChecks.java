package io.millrace.engine.cli.doctor;

import io.millrace.engine.KernelKind;
import io.millrace.engine.WorkerOutput;
import io.millrace.engine.cli.text.Count;
import io.millrace.engine.internal.aot.CacheFolder;
import io.millrace.engine.internal.aot.ChildCache;
import io.millrace.engine.internal.aot.StoredCache;
import io.millrace.engine.internal.jvm.JvmLauncher;
import io.millrace.engine.internal.jvm.JvmSetup;
import io.millrace.engine.internal.kernel.KernelChoice;
import io.millrace.engine.internal.worker.WorkerMain;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The check of the caches of classes, from which workers start.
final class CacheChecks {
    private static final String SUBJECT = "class caches";

    private CacheChecks() {}

    static Finding caches() {
        long heap = Runtime.getRuntime().maxMemory() / Runtime.getRuntime().availableProcessors();
        JvmSetup usual = new JvmSetup(List.of(), heap, List.of(), null, Map.of(), null, WorkerOutput.INHERIT);
        boolean vectorModule = KernelChoice.needsIncubatorModule(KernelKind.AUTO);
        return caches(
                CacheFolder.ofSystem(), new JvmLauncher(usual, WorkerMain.class, vectorModule).cache());
    }

    static Finding caches(Optional<CacheFolder> named, ChildCache own) {
        if (named.isEmpty()) {
            return Finding.note(
                    SUBJECT,
                    "switched off, or no home folder",
                    "workers start faster with caches: -Dmillrace.cache=PATH");
        }
        CacheFolder folder = named.get();
        List<StoredCache> all = StoredCache.all(folder);
        String held = "%s, %s kept, %s".formatted(
                folder.path(),
                all.size(),
                Count.bytes(all.stream().mapToLong(StoredCache::byteSize).sum()));
        Optional<String> obstacle = own.obstacle();
        if (obstacle.isPresent()) {
            return Finding.note(
                    SUBJECT,
                    "%s; workers of this program start without: %s".formatted(held, obstacle.get()),
                    "they start more slowly; jars on the class path and a folder of yours alone (chmod 700) help");
        }
        if (own.isFound()) {
            return Finding.ok(SUBJECT, held + "; workers of this program start from one");
        }
        return own.failure()
                .map(reason -> Finding.note(
                        SUBJECT, "%s; none for this program: %s".formatted(held, reason), "tried again after a day"))
                .orElseGet(() -> Finding.ok(
                        SUBJECT, held + "; the first program with workers has one made for the next"));
    }
}
