package io.millrace.engine.internal.layout;

import io.millrace.engine.KernelKind;
import io.millrace.engine.Schedule;
import io.millrace.engine.WorkerKind;
import io.millrace.shm.internal.layout.FileCodes;

/// The codes by which constants of the engine's public enums stand in the file. A code never changes and
/// is never used again: another code needs another version of the file.
public final class PoolCodes {
    private static final Schedule[] SCHEDULES = Schedule.values();
    private static final KernelKind[] KERNELS = KernelKind.values();
    private static final WorkerKind[] WORKERS = WorkerKind.values();

    private PoolCodes() {}

    public static int of(Schedule schedule) {
        return switch (schedule) {
            case AUTO -> 0;
            case STATIC -> 1;
            case DYNAMIC -> 2;
            case GUIDED -> 3;
        };
    }

    /// @throws io.millrace.shm.FileFormatException no schedule has that code
    public static Schedule schedule(int code) {
        for (Schedule schedule : SCHEDULES) {
            if (of(schedule) == code) {
                return schedule;
            }
        }
        throw FileCodes.unknown("schedule", code);
    }

    public static int of(KernelKind kernel) {
        return switch (kernel) {
            case AUTO -> 0;
            case NATIVE -> 1;
            case VECTOR -> 2;
            case SCALAR -> 3;
        };
    }

    /// @throws io.millrace.shm.FileFormatException no kind of kernel has that code
    public static KernelKind kernel(int code) {
        for (KernelKind kernel : KERNELS) {
            if (of(kernel) == code) {
                return kernel;
            }
        }
        throw FileCodes.unknown("kernel", code);
    }

    public static int of(WorkerKind kind) {
        return switch (kind) {
            case PROCESS -> 0;
            case THREAD -> 1;
            case CALLER -> 2;
        };
    }

    /// @throws io.millrace.shm.FileFormatException no kind of worker has that code
    public static WorkerKind workerKind(int code) {
        for (WorkerKind kind : WORKERS) {
            if (of(kind) == code) {
                return kind;
            }
        }
        throw FileCodes.unknown("workerKind", code);
    }
}
