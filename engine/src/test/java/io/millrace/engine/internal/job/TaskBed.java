package io.millrace.engine.internal.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.millrace.engine.KernelKind;
import io.millrace.engine.RemoteFunction;
import io.millrace.engine.WorkerKind;
import io.millrace.engine.internal.lambda.ItemCodec;
import io.millrace.engine.internal.layout.Column;
import io.millrace.engine.internal.layout.JobWord;
import io.millrace.engine.internal.layout.PoolShape;
import io.millrace.engine.internal.layout.Status;
import io.millrace.engine.internal.layout.TaskRow;
import io.millrace.engine.internal.layout.TaskSpec;
import io.millrace.engine.internal.runner.TaskRunner;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.Waiting;
import io.millrace.shm.internal.layout.SweeperBits;
import io.millrace.shm.internal.process.ProcessSlotHolder;
import io.millrace.shm.internal.region.MemoryAccess;
import io.millrace.shm.message.Codec;
import io.millrace.testing.Await;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/// The tables of one pool, with workers that are threads of this process or only slots.
final class TaskBed implements AutoCloseable {
    final SharedMemory memory;
    final PoolRegion pool;
    final TaskTable tasks;
    final Codec<Object> codec;
    private static final Duration SLICE = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final MemorySegment room = Arena.ofAuto().allocate(4 << 20);
    private final List<ProcessSlotHolder> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    TaskBed() {
        this(SharedMemory.temporary(64L << 20));
    }

    TaskBed(SharedMemory memory) {
        this(memory, PoolRegion.create(memory, null, PoolShape.of(2, 3, KernelKind.SCALAR, Waiting.BALANCED)));
    }

    TaskBed(SharedMemory memory, PoolRegion pool) {
        this.memory = memory;
        this.pool = pool;
        MemoryAccess.regionsOf(memory).slotHolder().needsSweeper(SweeperBits.POOLS);
        tasks = new TaskTable(pool);
        codec = Codec.any().bind(memory);
    }

    /// A slot of a worker, dead as soon as somebody says so.
    ProcessSlotHolder worker() {
        ProcessSlotHolder worker = MemoryAccess.regionsOf(memory).join("worker", "worker-" + workers.size());
        worker.needsSweeper(SweeperBits.POOLS);
        workers.add(worker);
        return worker;
    }

    TaskRunner runner() {
        return new TaskRunner(pool, worker().slot(), WorkerKind.THREAD);
    }

    /// A thread that runs tasks until the pool is closed.
    void startWorker() {
        int slot = worker().slot();
        threads.add(Thread.ofPlatform().daemon().start(() -> {
            TaskRunner runner = new TaskRunner(pool, slot, WorkerKind.THREAD);
            while (pool.isOpen()) {
                int seen = pool.work().epoch();
                if (!runner.runAny()) {
                    pool.work().awaitChange(seen, pool.shape().waiting(), Duration.ofMillis(50));
                }
            }
        }));
    }

    byte[] encoded(Object value) {
        return room.asSlice(0, codec.encode(value, room)).toArray(ValueLayout.JAVA_BYTE);
    }

    /// In a column if all items are of one type; without input if there are none.
    TaskSpec spec(Object function, int maxAttempts, Object... items) {
        return new TaskSpec(encoded(function), items(items), maxAttempts, 0);
    }

    private TaskSpec.ItemBytes items(Object... items) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Column column = items.length == 0 ? Column.NONE : Column.of(items[0]);
        if (column.width() > 0 && Arrays.stream(items).allMatch(column::takes)) {
            byte[] raw = new byte[items.length * column.width()];
            column.write(items, items.length, MemorySegment.ofArray(raw), 0);
            return new TaskSpec.ItemBytes(column, raw, items.length);
        }
        for (Object item : items) {
            byte[] encoded = item == null ? new byte[0] : encoded(item);
            bytes.writeBytes(length(encoded.length));
            bytes.writeBytes(encoded);
        }
        if (items.length == 0) {
            bytes.writeBytes(length(TaskSpec.NO_INPUT));
        }
        return new TaskSpec.ItemBytes(Column.NONE, bytes.toByteArray(), Math.max(1, items.length));
    }

    private static byte[] length(int length) {
        return ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array();
    }

    TaskBatch submit(Object function, Object... items) {
        return tasks.trySubmit(spec(function, 3, items));
    }

    /// Runs a function over items in batches, as a pool does, and puts together what comes back.
    ///
    /// @return results by item; `AssertionError` for one that comes twice or is lost
    Map<Integer, String> mapAll(RemoteFunction<Integer, Object> function, int from, int to, int batchSize) {
        Map<Integer, String> results = new TreeMap<>();
        Deque<Range> waiting = new ArrayDeque<>();
        for (int first = from; first < to; first += batchSize) {
            waiting.add(new Range(first, Math.min(to, first + batchSize)));
        }
        Map<TaskBatch, Range> inWork = new LinkedHashMap<>();
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!waiting.isEmpty() || !inWork.isEmpty()) {
            int seen = tasks.news().epoch();
            submit(function, waiting, inWork);
            boolean settled = inWork.entrySet().removeIf(entry -> {
                boolean ended = entry.getKey().isSettled();
                if (ended) {
                    collect(entry.getKey(), entry.getValue(), results, waiting);
                }
                return ended;
            });
            if (!settled) {
                tasks.news().awaitChange(seen, Waiting.BALANCED, SLICE);
            }
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("tasks do not end: rows=" + busyRows());
            }
        }
        return results;
    }

    private void submit(
            RemoteFunction<Integer, Object> function, Deque<Range> waiting, Map<TaskBatch, Range> inWork) {
        while (!waiting.isEmpty()) {
            Range range = waiting.peek();
            TaskBatch batch = submit(function, IntStream.range(range.from, range.to).boxed().toArray());
            if (batch == null) {
                return;
            }
            inWork.put(batch, waiting.remove());
        }
    }

    private void collect(TaskBatch batch, Range range, Map<Integer, String> results, Deque<Range> waiting) {
        if (batch.state() != TaskBatch.State.DONE) {
            throw new AssertionError("a batch is " + batch.state());
        }
        int item = range.from;
        for (String result : results(batch)) {
            String before = results.put(item++, result);
            if (before != null) {
                throw new AssertionError("item " + (item - 1) + " came twice");
            }
        }
        batch.release();
        if (item < range.to) {
            waiting.addFirst(new Range(item, range.to));
        }
    }

    private record Range(int from, int to) {}

    /// What came of a batch since it was last asked, as `VALUE 5`.
    List<String> results(TaskBatch batch) {
        List<String> results = new ArrayList<>();
        batch.results(new ResultSink() {
            @Override
            public void values(int first, Object[] values) {
                for (Object value : values) {
                    results.add(value == null ? "NULL" : "VALUE " + value);
                }
            }

            @Override
            public void accept(int index, Status status, MemorySegment bytes) {
                String what = status == Status.TEXT ? "VALUE" : status.name();
                results.add(status == Status.NULL ? what : what + " " + text(TaskBed.this.value(status, bytes)));
            }
        });
        return results;
    }

    /// What the bytes of a result are.
    Object value(Status status, MemorySegment bytes) {
        return switch (status) {
            case NULL -> null;
            case TEXT -> ItemCodec.text(bytes);
            default -> codec.decode(bytes);
        };
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? bytes.length + " bytes of " + bytes[0] : String.valueOf(value);
    }

    void await(TaskBatch batch) {
        Await.until("the batch ends", Duration.ofSeconds(20), batch::isSettled);
    }

    /// States of all rows that are not free.
    List<Integer> busyRows() {
        int[] states = new int[pool.shape().tasks()];
        for (int row = 0; row < states.length; row++) {
            states[row] = JobWord.state(TaskRow.wordAcquire(pool.task(row)));
        }
        return Arrays.stream(states).filter(state -> state != TaskTable.FREE).boxed().toList();
    }

    /// Settles what was dropped and looks.
    void assertNoOverflowIsLeft() {
        memory.recoverDead(); // settles what was dropped
        assertEquals(
                List.of(),
                MemoryAccess.regionsOf(memory).allRegions().stream().map(region -> region.name())
                        .filter(name -> name.startsWith("task-")).toList());
    }

    @Override
    public void close() {
        pool.close();
        threads.forEach(thread -> {
            try {
                thread.join();
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        workers.forEach(ProcessSlotHolder::close);
        pool.drop();
        memory.close();
    }
}
