package io.millrace.shm.sync;

import java.util.List;
import java.util.stream.Stream;

/// One death at one crash point.
///
/// `before` is done before the victim starts, `during` once it runs, `after` when it is dead. A step
/// is a word that says who: `all` peers, the peer `one`, or the test itself; then a command; then,
/// after an arrow, the answer as a pattern. Without an arrow the answer comes later: `all -> ANSWER`.
///
/// @param point `name` or `name@turn`
/// @param corpse of somebody that is to be dead already, whom nobody has recovered; null: nobody
/// @param victim its commands
record CrashCase(
        String point,
        CrashCase corpse,
        List<String> before,
        List<String> deadWorker,
        List<String> during,
        List<String> after) {
    private static final String[] MEND = {
        "one lockOrRecover l -> OWNER_DIED",
        "one lockMend l -> done",
        "one lockGo l -> done",
        "all lockAdd l -> true"
    };
    private static final String[] TOLD_AND_MEND = concat("all lock l -> OwnerDiedException", MEND);
    private static final String[] WRITE_AND_READ = {
        "one writeTry rw 60000 -> true", "one writeGo rw -> done", "all read rw -> done", "all readGo rw -> done"
    };
    private static final String[] THREE_PERMITS = {
        "one sTry s 3 60000 -> true", "one sRelease s 3 -> done", "one sAvailable s -> 3"
    };
    private static final String[] ALL_PERMITS = {
        "one sTry S 5000 60000 -> true", "one sRelease S 5000 -> done", "one sAvailable S -> 5000"
    };
    private static final String[] COMPLETE_THEN_BROKEN = {
        "all -> [0-3]", "all bAwait b -> BarrierBrokenException", "one bBroken b -> true"
    };
    private static final String[] BROKEN = {"all -> BarrierBrokenException", "one bBroken b -> true"};
    private static final String[] ALL_AT_BARRIER = {"all bAwait b", "there b"};

    private static String[] concat(String first, String... rest) {
        return Stream.concat(Stream.of(first), Stream.of(rest)).toArray(String[]::new);
    }

    private static CrashCase at(String point, String... deadWorker) {
        return new CrashCase(point, null, List.of(), List.of(deadWorker), List.of(), List.of());
    }

    private CrashCase corpse(CrashCase dead) {
        return new CrashCase(point, dead, before, deadWorker, during, after);
    }

    private CrashCase before(String... steps) {
        return new CrashCase(point, corpse, List.of(steps), deadWorker, during, after);
    }

    private CrashCase during(String... steps) {
        return new CrashCase(point, corpse, before, deadWorker, List.of(steps), after);
    }

    private CrashCase after(String... steps) {
        return new CrashCase(point, corpse, before, deadWorker, during, List.of(steps));
    }

    /// The point without its turn.
    String name() {
        return point.split("@")[0];
    }

    /// Whether nobody but the victim and those who wait look after the dead.
    boolean isOfRecovery() {
        return deadWorker.contains("recover");
    }

    static List<CrashCase> all() {
        return Stream.of(locks(), readersAndWriters(), conditions(), semaphores(), events(), barriers())
                .flatMap(List::stream)
                .toList();
    }

    private static List<CrashCase> locks() {
        CrashCase holder = at("lock.taken", "lock l");
        return List.of(
                holder.after(TOLD_AND_MEND),
                at("lock.taken", "lock c").after("all lockAdd c -> true"),
                at("lock.deeper@2", "lock3 l").after(TOLD_AND_MEND),
                at("lock.waiting", "lock l")
                        .before("one lock l -> done")
                        .after("one lockGo l -> done", "all lockAdd l -> true"),
                at("lock.released", "lock l", "waiters l", "lockGo l")
                        .during("owned l", "all lockAdd l")
                        .after("all -> true"),
                at("lock.cleared", "lockOrRecover l", "lockMend l").corpse(holder).after(TOLD_AND_MEND),
                at("lock.repairing", "lockRepair l")
                        .corpse(holder)
                        .after("one lockRepair l -> done", "one lockGo l -> done", "all lockAdd l -> true"),
                at("recover.ownerDeath", "recover").corpse(holder).after(TOLD_AND_MEND),
                at("recover.lock", "recover").corpse(holder).after(TOLD_AND_MEND));
    }

    private static List<CrashCase> readersAndWriters() {
        CrashCase reader = at("read.inside", "read rw");
        return List.of(
                reader.after(WRITE_AND_READ),
                at("read.counted", "read rw").after(WRITE_AND_READ),
                at("read.left", "read rw", "readGo rw").after(WRITE_AND_READ),
                at("write.entering", "write rw").after(WRITE_AND_READ),
                at("write.noReaders", "write rw").after(WRITE_AND_READ),
                at("lock.cleared", "write rw")
                        .after(
                                "all read rw -> OwnerDiedException",
                                "all write rw -> OwnerDiedException",
                                "one writeOrRecover rw -> OWNER_DIED",
                                "one writeMend rw -> done",
                                "one writeGo rw -> done",
                                "all read rw -> done",
                                "all readGo rw -> done"),
                at("lock.cleared", "write rw")
                        .after("all readRepair rw -> done", "all readGo rw -> done", "one writeTry rw 60000 -> true"),
                at("recover.readers", "recover").corpse(reader).after(WRITE_AND_READ));
    }

    private static List<CrashCase> conditions() {
        CrashCase signalled = at("condition.beforeLock", "cAwait l").during("waiters l-c", "signalAll l");
        String[] othersGoOn = {"signalAll l", "all -> true", "all lockAdd l -> true"};
        return List.of(
                at("recover.orphans", "recover")
                        .corpse(signalled)
                        .before("all cAwait l", "waiters l-c")
                        .after(othersGoOn),
                at("recover.condition", "recover")
                        .corpse(signalled)
                        .before("all cAwait l", "waiters l-c")
                        .after(othersGoOn),
                at("condition.arrived", "cAwait l").after(TOLD_AND_MEND),
                at("condition.announced", "cAwait l").after(TOLD_AND_MEND),
                at("condition.taken", "cAwait l").during("waiters l-c", "signalAll l").after(TOLD_AND_MEND),
                at("condition.unlocked", "cAwait l")
                        .before("all cAwait l", "waiters l-c")
                        .after("signalAll l", "all -> true", "all lockAdd l -> true"),
                at("condition.beforeLock", "cAwait l 20").after("all lockAdd l -> true"),
                at("condition.granted", "cSignalAll l")
                        .before("all cAwait l", "waiters l-c")
                        .after(concat("all -> OwnerDiedException", MEND)),
                at("condition.signalled", "cSignalAll l")
                        .before("all cAwait l", "waiters l-c")
                        .after(concat("all -> OwnerDiedException", MEND)),
                signalled.after("all lockAdd l -> true"));
    }

    private static List<CrashCase> semaphores() {
        CrashCase holder = at("semaphore.taken", "sAcquire s");
        CrashCase manyHolder = at("semaphore.counted", "sAcquire S 10");
        return List.of(
                holder.after(THREE_PERMITS),
                at("semaphore.takenSome@2", "sAcquire s 3").after(THREE_PERMITS),
                at("semaphore.given", "sAcquire s", "sRelease s").after(THREE_PERMITS),
                manyHolder.after(ALL_PERMITS),
                at("semaphore.countedOff", "sAcquire S 10", "sRelease S 10").after(ALL_PERMITS),
                at("semaphore.waiting", "sAcquire s")
                        .before("one sAcquire s 3 -> done")
                        .after(concat("one sRelease s 3 -> done", THREE_PERMITS)),
                at("semaphore.announced", "sRelease s 3")
                        .before("take s", "all sTry s 1 60000", "waiters s")
                        .after("all -> true", "all sRelease s -> done", "one sAvailable s -> 3"),
                at("recover.permit", "recover").corpse(holder).after(THREE_PERMITS),
                at("recover.permitCount", "recover").corpse(manyHolder).after(ALL_PERMITS));
    }

    private static List<CrashCase> events() {
        return List.of(
                at("event.set", "eSet e").before("all eAwait e", "waiters e").after("all -> done"),
                at("event.cleared", "eClear e").before("one eSet e -> done").after("all eIsSet e -> false"),
                at("event.waiting", "eAwait e").after("one eSet e -> done", "all eAwait e -> done"));
    }

    private static List<CrashCase> barriers() {
        return List.of(
                at("barrier.registered", "bOpen b").before(ALL_AT_BARRIER).after(BROKEN),
                at("barrier.beforeArrival", "bAwait b").before(ALL_AT_BARRIER).after(BROKEN),
                at("barrier.arrived", "bAwait b").before(ALL_AT_BARRIER).after(COMPLETE_THEN_BROKEN),
                at("barrier.complete", "bAwait b").before(ALL_AT_BARRIER).after(COMPLETE_THEN_BROKEN),
                // a peer that looks after its slice may turn first: none runs meanwhile
                at("barrier.turned", "bAwait b")
                        .before("all bAwait b", "there b", "suspend")
                        .after(concat("resume", COMPLETE_THEN_BROKEN)),
                at("barrier.waiting", "bAwait b").after(concat("all bAwait b", COMPLETE_THEN_BROKEN)),
                at("barrier.acting", "bAct b").before(ALL_AT_BARRIER).after(BROKEN),
                at("barrier.acted", "bAct b").before(ALL_AT_BARRIER).after(BROKEN),
                at("barrier.broken", "bAbort b").before(ALL_AT_BARRIER).after(BROKEN),
                at("barrier.reset", "bReset b").before(ALL_AT_BARRIER).after("all -> BarrierBrokenException"),
                at("recover.barrier", "recover")
                        .corpse(at("barrier.beforeArrival", "bAwait b"))
                        .after("all bAwait b -> BarrierBrokenException"));
    }
}
