package io.millrace.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.Computation.Arrays;
import io.millrace.engine.Computation.Outcome;
import io.millrace.engine.ConformanceBed.Inputs;
import io.millrace.engine.internal.kernel.Numbers;
import io.millrace.engine.internal.kernel.OpCode;
import io.millrace.engine.internal.kernel.Work;
import io.millrace.engine.kernel.IntUnaryOp;
import io.millrace.engine.kernel.LongUnaryOp;
import io.millrace.engine.kernel.Reduction;
import io.millrace.shm.ElementType;
import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.data.IntArray;
import io.millrace.shm.data.LongArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Every call of a pool gives the bits of the scalar kernels in one thread without a pool: each
/// function under each kernel at lengths around the borders of lane and block, at a million
/// elements under each setting, and the typical ones at the largest length under sixteen setups in
/// which each pair of settings occurs. `-Dmillrace.test.seed=N` repeats a failure.
class PoolConformanceIT {
    private static final long SEED = Long.getLong("millrace.test.seed", System.nanoTime());
    private static final int[] SHORT = {0, 1, 31, 32, 33, 4095, 4096, 4097};
    private static final int LONG = 1_000_003;
    private static final int LONGEST = (1 << 24) + 1;
    private static final List<KernelKind> KERNELS =
            List.of(KernelKind.SCALAR, KernelKind.VECTOR, PoolSetup.kernel(2));

    private static SharedMemory memory;
    private static final List<List<Pool>> PAIRED = new ArrayList<>();
    private static final List<Pool> CALLERS = new ArrayList<>();
    private static final List<Pool> THREADS = new ArrayList<>();

    @BeforeAll
    static void startAllPools() {
        memory = SharedMemory.temporary(
                MemoryOptions.defaults().byteSize(600L << 20).engineByteSize(128L << 20));
        for (List<PoolSetup> group : PoolSetup.allPairs()) {
            PAIRED.add(group.stream().map(setup -> setup.start(memory)).toList());
        }
        for (KernelKind kernel : KERNELS) {
            CALLERS.add(new PoolSetup(WorkerKind.CALLER, kernel, 1, Schedule.AUTO).start(memory));
            THREADS.add(new PoolSetup(WorkerKind.THREAD, kernel, 2, Schedule.AUTO).start(memory));
        }
    }

    @AfterAll
    static void stopAllPools() {
        PAIRED.forEach(group -> group.forEach(Pool::close));
        CALLERS.forEach(Pool::close);
        THREADS.forEach(Pool::close);
        memory.close();
    }

    @Test
    void everyPairOfSettingsOccurs() {
        Set<String> pairs = new HashSet<>();
        for (List<PoolSetup> group : PoolSetup.allPairs()) {
            for (PoolSetup setup : group) {
                List<String> settings = List.of(
                        "kind " + setup.kind(),
                        "kernel " + setup.kernel(),
                        "workers " + setup.workers(),
                        "schedule " + setup.schedule());
                settings.forEach(one -> settings.forEach(other -> pairs.add(one + ", " + other)));
            }
        }
        int settings = 3 + Set.copyOf(KERNELS).size() + (KERNELS.contains(KernelKind.AUTO) ? 0 : 1) + 4 + 4;
        int ofOneKind = 3 * 2 + (settings - 11) * (settings - 12) + 4 * 3 + 4 * 3;
        assertEquals(settings * settings - ofOneKind, pairs.size());
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyCallGivesTheOraclesBitsUnderEveryKernelAtShortLengths(ElementType type) {
        int turn = 0;
        try (ConformanceBed bed = new ConformanceBed(memory, SHORT[SHORT.length - 1])) {
            for (int length : SHORT) {
                for (Numbers numbers : List.of(Numbers.WILD, Numbers.TAME)) {
                    Inputs inputs = bed.inputs(type, numbers, length, SEED);
                    for (Computation computation : Computations.of(type)) {
                        checkUnderEveryKernel(bed, computation, inputs, turn++);
                    }
                }
            }
        }
    }

    private static void checkUnderEveryKernel(ConformanceBed bed, Computation computation, Inputs inputs, int turn) {
        Outcome expected = bed.expected(computation, inputs);
        CALLERS.forEach(pool -> bed.check(computation, inputs, expected, pool));
        if (inputs.length() > 4096) {
            THREADS.forEach(pool -> bed.check(computation, inputs, expected, pool));
        }
        List<Pool> group = PAIRED.get(turn % PAIRED.size());
        bed.check(computation, inputs, expected, group.get(turn / PAIRED.size() % group.size()));
        if (computation.worksInPlace() && expected instanceof Outcome.Elements) {
            CALLERS.forEach(pool -> bed.checkInPlace(computation, inputs, expected, pool));
        }
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void everyCallGivesTheOraclesBitsUnderEverySettingAtAMillionElements(ElementType type) {
        checkLong(type, LONG, PAIRED, Numbers.WILD, computation -> !computation.folds());
        checkLong(
                type, LONG, PAIRED, Numbers.TAME, computation -> computation.folds() && !isLeftOut(computation.work()));
    }

    @ParameterizedTest
    @EnumSource(ElementType.class)
    void typicalCallsGiveTheOraclesBitsUnderAllPairsOfSettingsAtSeventeenMillionElements(ElementType type) {
        List<List<Pool>> oneByOne = new ArrayList<>();
        PAIRED.forEach(group -> group.forEach(pool -> oneByOne.add(List.of(pool))));
        Collections.rotate(oneByOne, type.ordinal());
        checkLong(type, LONGEST, oneByOne, Numbers.TAME, PoolConformanceIT::isTypical);
    }

    /// Fused reductions other than sums, of which every function has had every one at short lengths: here each has one.
    private static boolean isLeftOut(Work work) {
        if (work instanceof Work.Reduce(var code, var _, var how) && code != null && how != Reduction.SUM) {
            Reduction[] others = {
                Reduction.MIN, Reduction.MAX, Reduction.PRODUCT, Reduction.COUNT_NONZERO, Reduction.SUM_CHECKED
            };
            return work.isExpensive() || others[((OpCode) code).code() % others.length] != how;
        }
        return false;
    }

    private static boolean isTypical(Computation computation) {
        String op = String.valueOf(computation.op());
        return switch (computation.work()) {
            case Work.Map _ -> op.equals("SQUARE") || op.equals("NEGATE");
            case Work.Zip _ -> op.equals("ADD") || op.equals("MULTIPLY");
            case Work.Reduce(var code, var _, var how) -> code == null || op.equals("SQUARE") && how == Reduction.SUM;
            case Work.Convert(var in, var out) -> out.ordinal() == (in.ordinal() + 1) % ElementType.values().length;
            case Work.MapIndexed _, Work.Generate _, Work.Fill _, Work.Dot _, Work.Summary _, Work.Arg _ -> true;
            case Work.Zip3 _, Work.Evaluation _ -> true;
            case Work.Scan(var in, var out, var _) -> in == out;
            case Work.Count _, Work.Search _ -> false;
        };
    }

    /// Each computation meets the next group of pools; what takes long meets one of them only.
    private static void checkLong(
            ElementType type, int length, List<List<Pool>> groups, Numbers numbers, Predicate<Computation> chosen) {
        try (ConformanceBed bed = new ConformanceBed(memory, length)) {
            int turn = 0;
            Inputs inputs = bed.inputs(type, numbers, length, SEED);
            for (Computation computation : Computations.of(type)) {
                if (chosen.test(computation)) {
                    checkUnder(groups.get(turn % groups.size()), bed, computation, inputs, turn++ / groups.size());
                }
            }
        }
    }

    private static void checkUnder(
            List<Pool> group, ConformanceBed bed, Computation computation, Inputs inputs, int turn) {
        Pool one = group.get(turn % group.size());
        Outcome expected = bed.expected(computation, inputs);
        boolean dear = computation.work().isExpensive();
        for (Pool pool : dear ? List.of(one) : group) {
            bed.check(computation, inputs, expected, pool);
        }
        if (!dear && computation.worksInPlace() && expected instanceof Outcome.Elements) {
            bed.checkInPlace(computation, inputs, expected, one);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ElementType.class,
            names = {"DOUBLE", "FLOAT", "LONG"})
    void aFusedReductionGivesTheBitsOfTheMapFollowedByTheReduction(ElementType type) {
        List<Computation> all = Computations.of(type);
        try (ConformanceBed bed = new ConformanceBed(memory, LONG)) {
            Inputs inputs = bed.inputs(type, Numbers.TAME, LONG, SEED);
            int turn = 0;
            for (Computation fused : all) {
                if (fused.work() instanceof Work.Reduce(var code, var _, var how) && code != null
                        && !isLeftOut(fused.work())) {
                    Computation map = find(all, new Work.Map(code, type, type));
                    Computation reduce = find(all, new Work.Reduce(null, type, how));
                    Pool pool = THREADS.get(turn++ % THREADS.size());
                    Arrays arrays = bed.arrays(map, inputs);
                    Outcome atOnce = fused.on(pool, arrays);
                    map.on(pool, arrays);
                    Outcome inSteps = reduce.on(pool, new Arrays(arrays.out(), arrays.second(), arrays.out()));
                    assertEquals(inSteps, atOnce, () -> fused + " on " + inputs.story());
                }
            }
        }
    }

    private static Computation find(List<Computation> all, Work work) {
        return all.stream().filter(one -> one.work().equals(work)).findFirst().orElseThrow();
    }

    @Test
    void aFusedSumOfIntsComputesInLongAndDoesNotWrap() {
        IntArray numbers = memory.newIntArray("numbers", LONG);
        LongArray wide = memory.newLongArray("wide", LONG);
        Numbers.WILD.write(numbers.segment(), ElementType.INT, LONG, SEED);
        for (Pool pool : THREADS) {
            pool.convert(numbers, wide);
            pool.map(wide, LongUnaryOp.SQUARE, wide);
            assertEquals(
                    pool.reduce(wide, Reduction.SUM),
                    pool.mapReduce(numbers, IntUnaryOp.SQUARE, Reduction.SUM),
                    "seed=" + SEED);
        }
        memory.drop("numbers");
        memory.drop("wide");
    }
}
