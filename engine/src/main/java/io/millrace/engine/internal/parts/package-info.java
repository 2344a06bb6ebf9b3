/// Reductions of arrays whose parts lie in several memories, such as those of a cluster: each pool reduces the parts
/// that it has to nodes of the one summation tree, and the tree over all of them gives the bits that one pool gives.
@NullMarked
package io.millrace.engine.internal.parts;

import org.jspecify.annotations.NullMarked;
