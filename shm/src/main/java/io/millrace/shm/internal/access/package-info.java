/// The inner side of the handles of `io.millrace.shm.data`, `sync` and `message`: what Millrace's own
/// packages need of them and their public methods do not show.
///
/// | class           | leads from regions to                | and back                    |
/// |-----------------|--------------------------------------|-----------------------------|
/// | [DataAccess]    | arrays, values and records           | [DataAccess#regionOf]       |
/// | [SyncAccess]    | locks, conditions, ... and barriers  | [SyncAccess#regionOf]       |
/// | [MessageAccess] | queues, pipes and broadcasts         | `HandleParts` of their codecs |
///
/// They call package-private methods of the handles through method handles, so the packages of the
/// handles need to know nothing of this one. A program passes here when it creates, opens or sends a
/// handle, never when it uses one.
@NullMarked
package io.millrace.shm.internal.access;

import org.jspecify.annotations.NullMarked;
