package io.millrace.bench;

import io.millrace.ckernel.CLibrary;
import io.millrace.engine.KernelKind;
import io.millrace.engine.Pool;
import io.millrace.engine.PoolOptions;
import io.millrace.engine.cli.text.Arguments;
import io.millrace.engine.cli.text.Usage;
import io.millrace.engine.cli.text.Words;
import io.millrace.shm.SharedMemory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Compares the jobs of a pool with the memory limit of this machine. Each job runs in turns with
/// the C loop that moves the same bytes of the same file, with as many threads as the pool has
/// workers.
public final class MemoryLimitReport implements Report {
    private static final long OVERHEAD_BYTES = 1L << 20;
    private static final long QUICK_ELEMENTS = 10_001;
    private static final List<String> KERNELS = Words.constants(KernelKind.class);

    @Override
    public ReportOptions usual() {
        return ReportOptions.ofRounds(15).withWorkers(2).withWarmups(60);
    }

    @Override
    public Usage withOptions(Usage shared) {
        return shared.option("elements", "N", "Doubles in an array (64M).")
                .option("kernel", "KERNEL", "%s (auto).".formatted(Words.listed(KERNELS, "or")))
                .choices("kernel", KERNELS);
    }

    @Override
    public Results measure(Arguments own, ReportOptions options) {
        long elements = options.quick()
                ? QUICK_ELEMENTS
                : own.number("elements", 64_000_000, 1, ReportOptions.MOST_ELEMENTS);
        KernelKind kernel = own.value("kernel", text -> Words.constant(KernelKind.class, text), KernelKind.AUTO);
        int workers = options.workers();
        CLibrary library = CLibrary.load();
        List<Measurement> measurements = new ArrayList<>();
        try (SharedMemory memory = SharedMemory.temporary(2 * elements * Double.BYTES + OVERHEAD_BYTES);
                Pool pool = Pool.start(memory, PoolOptions.defaults().workers(workers).kernel(kernel));
                CLoops loops = new CLoops(library.kernels(), workers)) {
            pool.awaitWorkers();
            MemoryComparisons comparisons = new MemoryComparisons(
                    pool, loops, memory.newDoubleArray("in", elements), memory.newDoubleArray("out", elements));
            measurements.addAll(comparisons.read().measure(options.warmups(), options.rounds()));
            measurements.addAll(comparisons.copy().measure(options.warmups(), options.rounds()));
            measurements.addAll(comparisons.inPlace().measure(options.warmups(), options.rounds()));
            measurements.addAll(comparisons.jdk().measure(options.warmups(), options.rounds()));
        }
        Map<String, Object> sizes = new LinkedHashMap<>();
        sizes.put("elements", elements);
        sizes.put("workers", workers);
        sizes.put("rounds", options.rounds());
        sizes.put("kernel", kernel.name());
        sizes.put("isa", library.isa().name());
        String head = String.format(
                Locale.ROOT,
                "%,d doubles (%,d MB an array), %d workers, %s kernels, C loops for %s; %d rounds in turns",
                elements,
                elements * Double.BYTES / 1_000_000,
                workers,
                kernel.name(),
                library.isa().name(),
                options.rounds());
        return new MeasurementTable(head, sizes, List.copyOf(measurements), List.of());
    }
}
