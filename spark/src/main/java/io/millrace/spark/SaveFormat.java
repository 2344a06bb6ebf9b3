package io.millrace.spark;

/// How arrays are written to files.
public enum SaveFormat {
    /// numpy's `.npy`, format 1, which `numpy.load` and [Source#npy] read.
    NPY,
    /// The elements alone, little endian, which `numpy.fromfile` and [Source#raw] read.
    RAW
}
