package io.millrace.shm.internal.os;

import io.millrace.shm.internal.os.Descriptor.Access;
import org.jspecify.annotations.Nullable;

/// An open file of a living process, as another process of the same user finds it under `/proc`,
/// even if the file was renamed or has no name any more.
///
/// @param pid of the process that has it open
/// @param number of the descriptor in that process
/// @param device of the file
/// @param inode of the file
public record OpenDescriptor(long pid, int number, long device, long inode) {
    /// Describes a descriptor of this process.
    static OpenDescriptor of(Descriptor descriptor) {
        FileStatus status = descriptor.status();
        return new OpenDescriptor(
                OwnProcess.number(), descriptor.number(), status.device(), status.inode());
    }

    /// Opens the same file with an open file description of this process. Null if the system does
    /// not show the file (there is no `/proc`, it is that of another PID namespace, or this user
    /// may not inspect the process), or if the number belongs to another file by now.
    public @Nullable Descriptor open() {
        Descriptor descriptor = Descriptor.openThrough("/proc/" + pid + "/fd/" + number, Access.READ_WRITE);
        if (descriptor == null || isSameFile(descriptor.status())) {
            return descriptor;
        }
        descriptor.close();
        return null;
    }

    /// Whether `status` is that of this file.
    public boolean isSameFile(FileStatus status) {
        return status.device() == device && status.inode() == inode;
    }
}
