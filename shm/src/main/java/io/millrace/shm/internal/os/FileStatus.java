package io.millrace.shm.internal.os;

/// The status of a file, as `stat(2)` reports it.
///
/// @param device number of the file system, as in `st_dev`
/// @param mode type and permission bits, as in `st_mode`
public record FileStatus(long device, long inode, int mode, int owner, int links, long byteSize) {
    private static final int TYPE = 0170000;

    /// Whether it is a regular file, and no folder, link, pipe, socket or device.
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

    /// Whether group or others have any permission on it.
    public boolean isOpenToOthers() {
        return (mode & 0077) != 0;
    }

    /// Permissions in octal digits.
    public String permissions() {
        return Integer.toOctalString(mode & 07777);
    }

    /// Whether both are the status of the same file.
    public boolean isSameFile(FileStatus other) {
        return device == other.device && inode == other.inode;
    }
}
