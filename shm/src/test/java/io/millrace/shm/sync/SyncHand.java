package io.millrace.shm.sync;

import io.millrace.shm.MemoryOptions;
import io.millrace.shm.SharedMemory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;

/// Does to the locks, events and so on of one memory what it is told in words, and says in one word
/// how that ended: the result, or the simple name of the exception. For one thread.
final class SyncHand {
    private final SharedMemory memory;

    SyncHand(SharedMemory memory) {
        this.memory = memory;
    }

    static SyncHand attached(String file, String recovery) {
        return new SyncHand(SharedMemory.attach(Path.of(file), MemoryOptions.Recovery.valueOf(recovery)));
    }

    SharedMemory memory() {
        return memory;
    }

    String run(String command) {
        String[] words = command.split(" ");
        String[] arguments = Arrays.copyOfRange(words, 2, words.length);
        try {
            return perform(words[0], words[1], arguments);
        } catch (Exception failure) {
            return failure.getClass().getSimpleName();
        }
    }

    private String perform(String verb, String name, String[] arguments) throws Exception {
        return switch (verb.charAt(0)) {
            case 'l' -> onLock(verb, memory.lock(name), arguments);
            case 'r' -> onReader(verb, memory.readWriteLock(name), arguments);
            case 'w' -> onWriter(verb, memory.readWriteLock(name), arguments);
            case 's' -> onSemaphore(verb, memory.semaphore(name), arguments);
            case 'e' -> onEvent(verb, memory.event(name), arguments);
            case 'b' -> onBarrier(verb, memory.barrier(name), arguments);
            case 'c' -> onCondition(verb, memory.lock(name), arguments);
            case 'v' -> onValue(verb, name);
            case 'm' -> onMany(verb, name, Integer.parseInt(arguments[0]));
            default -> throw new IllegalArgumentException(verb);
        };
    }

    private static Duration millis(String text) {
        return Duration.ofMillis(Long.parseLong(text));
    }

    private static String done() {
        return "done";
    }

    private static String onLock(String verb, SharedLock lock, String[] arguments) throws Exception {
        switch (verb) {
            case "lock" -> lock.lock();
            case "lock3" -> {
                lock.lock();
                lock.lock();
                lock.lock();
            }
            case "lockInterruptibly" -> lock.lockInterruptibly();
            case "lockTry" -> {
                return String.valueOf(arguments.length == 0 ? lock.tryLock() : lock.tryLock(millis(arguments[0])));
            }
            case "lockOrRecover" -> {
                return lock.lockOrRecover().name();
            }
            case "lockRepair" -> lock.withRepair(death -> requireFacts(death.pid(), death.region())).lock();
            case "lockRepairFails" -> lock.withRepair(death -> {
                        throw new java.io.IOException("cannot");
                    })
                    .lock();
            case "lockMend" -> lock.markConsistent();
            case "lockGo" -> lock.unlock();
            case "lockHeld" -> {
                return String.valueOf(lock.isHeldByCurrentThread());
            }
            case "lockAdd" -> {
                return onValueUnder(lock);
            }
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    private static void requireFacts(long pid, String region) {
        if (pid < 1 || region.isEmpty()) {
            throw new IllegalStateException("no facts: pid=" + pid + ", region=" + region);
        }
    }

    private static String onValueUnder(SharedLock lock) {
        lock.lock();
        try {
            return String.valueOf(lock.isHeldByCurrentThread());
        } finally {
            lock.unlock();
        }
    }

    private static String onReader(String verb, SharedReadWriteLock lock, String[] arguments) throws Exception {
        switch (verb) {
            case "read" -> lock.readLock().lock();
            case "readInterruptibly" -> lock.readLock().lockInterruptibly();
            case "readTry" -> {
                return String.valueOf(
                        arguments.length == 0
                                ? lock.readLock().tryLock()
                                : lock.readLock().tryLock(millis(arguments[0])));
            }
            case "readRepair" -> lock.withRepair(death -> requireFacts(death.pid(), death.region())).readLock().lock();
            case "readGo" -> lock.readLock().unlock();
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    private static String onWriter(String verb, SharedReadWriteLock lock, String[] arguments) throws Exception {
        switch (verb) {
            case "write" -> lock.writeLock().lock();
            case "writeInterruptibly" -> lock.writeLock().lockInterruptibly();
            case "writeTry" -> {
                return String.valueOf(
                        arguments.length == 0
                                ? lock.writeLock().tryLock()
                                : lock.writeLock().tryLock(millis(arguments[0])));
            }
            case "writeOrRecover" -> {
                return lock.writeLock().lockOrRecover().name();
            }
            case "writeMend" -> lock.writeLock().markConsistent();
            case "writeGo" -> lock.writeLock().unlock();
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    private static String onSemaphore(String verb, SharedSemaphore semaphore, String[] arguments) throws Exception {
        int permits = arguments.length == 0 ? 1 : Integer.parseInt(arguments[0]);
        switch (verb) {
            case "sAcquire" -> semaphore.acquire(permits);
            case "sTry" -> {
                return String.valueOf(
                        arguments.length < 2
                                ? semaphore.tryAcquire(permits)
                                : semaphore.tryAcquire(permits, millis(arguments[1])));
            }
            case "sRelease" -> semaphore.release(permits);
            case "sAvailable" -> {
                return String.valueOf(semaphore.availablePermits());
            }
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    private static String onEvent(String verb, SharedEvent event, String[] arguments) throws Exception {
        switch (verb) {
            case "eSet" -> event.set();
            case "eClear" -> event.clear();
            case "eIsSet" -> {
                return String.valueOf(event.isSet());
            }
            case "eAwait" -> {
                if (arguments.length > 0) {
                    return String.valueOf(event.await(millis(arguments[0])));
                }
                event.await();
            }
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    private static String onBarrier(String verb, SharedBarrier barrier, String[] arguments) throws Exception {
        switch (verb) {
            case "bOpen" -> {
                return done();
            }
            case "bAwait" -> {
                return String.valueOf(arguments.length == 0 ? barrier.await() : barrier.await(millis(arguments[0])));
            }
            case "bAct" -> {
                boolean[] acted = new boolean[1];
                int index = barrier.await(() -> acted[0] = true);
                return index + (acted[0] ? "acted" : "");
            }
            case "bFail" -> barrier.await(() -> {
                throw new IllegalCallerException("the action failed");
            });
            case "bAbort" -> barrier.abort();
            case "bReset" -> barrier.reset();
            case "bBroken" -> {
                return String.valueOf(barrier.isBroken());
            }
            case "bWaiting" -> {
                return String.valueOf(barrier.waiting());
            }
            default -> throw new IllegalArgumentException(verb);
        }
        return done();
    }

    /// On the condition `c` of a lock that the command takes and gives back itself, but for
    /// `cBare`.
    private static String onCondition(String verb, SharedLock lock, String[] arguments) throws Exception {
        SharedCondition condition = lock.openOrNewCondition(lock.name() + "-c");
        if (verb.equals("cBare")) {
            condition.signal();
            return done();
        }
        lock.lock();
        try {
            switch (verb) {
                case "cAwait" -> {
                    return arguments.length == 0 ? awaited(condition) : "" + condition.await(millis(arguments[0]));
                }
                case "cAwaitDeep" -> {
                    lock.lock();
                    try {
                        return awaited(condition);
                    } finally {
                        lock.unlock();
                    }
                }
                case "cUninterruptibly" -> condition.awaitUninterruptibly();
                case "cSignal" -> condition.signal();
                case "cSignalAll" -> condition.signalAll();
                default -> throw new IllegalArgumentException(verb);
            }
            return done();
        } finally {
            lock.unlock();
        }
    }

    private static String awaited(SharedCondition condition) throws InterruptedException {
        condition.await();
        return String.valueOf(condition.lock().isHeldByCurrentThread());
    }

    /// Many small steps on the value `v`, which a lock, a read-write lock or a semaphore of one permit
    /// guards, each of them several ways; for `mLock l 1000`, `mWrite rw 1000`, `mPermit s 1000`.
    private String onMany(String verb, String name, int rounds) throws Exception {
        var value = memory.longValue("v");
        for (int round = 0; round < rounds; round++) {
            switch (verb) {
                case "mLock" -> {
                    SharedLock lock = memory.lock(name);
                    boolean tried = round % 3 == 0 && lock.tryLock();
                    if (!tried) {
                        lock.lock();
                    }
                    value.setPlain(value.getPlain() + 1);
                    lock.unlock();
                }
                case "mWrite" -> {
                    SharedReadWriteLock lock = memory.readWriteLock(name);
                    lock.readLock().lock();
                    long before = value.getPlain();
                    boolean moved = value.getPlain() != before;
                    lock.readLock().unlock();
                    lock.writeLock().lock();
                    value.setPlain(value.getPlain() + (moved ? 1000 : 1));
                    lock.writeLock().unlock();
                }
                case "mPermit" -> {
                    SharedSemaphore semaphore = memory.semaphore(name);
                    semaphore.acquire(1 + round % 2);
                    value.getAndAdd(1);
                    semaphore.release(1 + round % 2);
                }
                default -> throw new IllegalArgumentException(verb);
            }
        }
        return done();
    }

    /// `vAdd NAME`: one more, as somebody does who holds a lock.
    private String onValue(String verb, String name) {
        var value = memory.longValue(name);
        if (verb.equals("vAdd")) {
            value.setPlain(value.getPlain() + 1);
        }
        return String.valueOf(value.get());
    }
}
