/// The kernel's side, through the foreign function interface; the only package of shm that links C
/// symbols. Errors come back as negative errno values and become exceptions in `Errno`.
@NullMarked
package io.millrace.shm.os;

import org.jspecify.annotations.NullMarked;
