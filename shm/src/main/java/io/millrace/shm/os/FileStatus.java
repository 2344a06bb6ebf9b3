package io.millrace.shm.os;

/// What `statx` says of a file.
///
/// @param device of the file system, major and minor number in one
/// @param mode type and permission bits, as in `st_mode`
public record FileStatus(long device, long inode, int mode, int owner, int links, long byteSize) {
    private static final int TYPE = 0170000;

    /// Whether it is a plain file: no folder, link, pipe, socket or device.
    public boolean isRegular() {
        return (mode & TYPE) == 0100000;
    }

    /// Whether it is a folder.
    public boolean isFolder() {
        return (mode & TYPE) == 0040000;
    }

    /// Whether group or others may write it.
    public boolean isWritableByOthers() {
        return (mode & 0022) != 0;
    }

    /// Whether both are one file.
    public boolean isSameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }
}
