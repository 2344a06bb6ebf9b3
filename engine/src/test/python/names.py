"""Prints the public names of multiprocessing and concurrent.futures, one a line, each behind the name of its owner."""

import concurrent.futures as futures
import multiprocessing
from multiprocessing import (connection, dummy, managers, pool, process, queues, shared_memory, sharedctypes,
                             synchronize)

MODULES = [multiprocessing, connection, dummy, managers, pool, process, queues, shared_memory, sharedctypes, synchronize,
           futures]

context = multiprocessing.get_context("spawn")

OWNERS = {
    "multiprocessing.Process": multiprocessing.Process,
    "multiprocessing.pool.Pool": pool.Pool,
    "multiprocessing.pool.AsyncResult": pool.AsyncResult,
    "multiprocessing.pool.IMapIterator": pool.IMapIterator,
    "multiprocessing.queues.Queue": queues.Queue,
    "multiprocessing.queues.JoinableQueue": queues.JoinableQueue,
    "multiprocessing.queues.SimpleQueue": queues.SimpleQueue,
    "multiprocessing.connection.Connection": connection.Connection,
    "multiprocessing.connection.Listener": connection.Listener,
    # Their instances have names that their classes lack.
    "multiprocessing.synchronize.Lock": context.Lock(),
    "multiprocessing.synchronize.Semaphore": context.Semaphore(),
    "multiprocessing.synchronize.Condition": context.Condition(),
    "multiprocessing.synchronize.Event": context.Event(),
    "multiprocessing.synchronize.Barrier": context.Barrier(2),
    "multiprocessing.sharedctypes.Synchronized": sharedctypes.Value("i"),
    "multiprocessing.sharedctypes.SynchronizedArray": sharedctypes.Array("i", 1),
    "multiprocessing.shared_memory.SharedMemory": shared_memory.SharedMemory,
    "multiprocessing.shared_memory.ShareableList": shared_memory.ShareableList,
    "multiprocessing.managers.BaseManager": managers.BaseManager,
    "multiprocessing.managers.SyncManager": managers.SyncManager,
    "multiprocessing.managers.SharedMemoryManager": managers.SharedMemoryManager,
    "concurrent.futures.Executor": futures.Executor,
    "concurrent.futures.Future": futures.Future,
    "concurrent.futures.ProcessPoolExecutor": futures.ProcessPoolExecutor,
}

for module in MODULES:
    for name in module.__all__:
        print(module.__name__, name)
for owner, thing in OWNERS.items():
    for name in dir(thing):
        if not name.startswith("_"):
            print(owner, name)
