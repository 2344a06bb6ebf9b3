package io.millrace.spark.internal.node;

import java.io.Serializable;
import java.util.UUID;

/// Says that a node holds a part: what Spark keeps, so that it knows where to run a task. It names no memory: a node
/// that is given the handle of another one makes the part itself. A plain class: serializers that know no records take
/// it too.
public final class Handle implements Serializable {
    private static final long serialVersionUID = 1L;

    private final String node;
    private final long array;
    private final int partition;

    /// @param node which holds it
    /// @param array id of the array
    public Handle(UUID node, long array, int partition) {
        this.node = node.toString();
        this.array = array;
        this.partition = partition;
    }

    @Override
    public String toString() {
        return "Handle[node=%s, array=%s, partition=%s]".formatted(node, array, partition);
    }
}
