/// Regions and messages for code written for Chronicle Bytes, Agrona or Apache Arrow.
///
/// A *view* is an object of such a library over the bytes of a region. It knows them by their bare
/// address, so it does not learn that a region was dropped or the memory closed: once a view was
/// taken, the bytes are not used for anything else and stay mapped until this process ends.
/// A *codec* of `ChronicleCodecs` needs no such promise: it works only while it is called.
///
/// For Arrow, `ArrowViews` makes *exports*: a library of Arrow says when it is done with the bytes, so
/// they are held only until then. No class here is of such a library.
///
/// Nothing else in Millrace loads a class of Chronicle. What comes from there uses
/// `sun.misc.Unsafe`: the JDK warns of it unless `--sun-misc-unsafe-memory-access=allow` is given.
/// What comes from Agrona needs `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED`, or
/// `=org.agrona` for a program on the module path.
@NullMarked
package io.millrace.shm.interop;

import org.jspecify.annotations.NullMarked;
