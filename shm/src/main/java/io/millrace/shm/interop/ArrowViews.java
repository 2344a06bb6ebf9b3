package io.millrace.shm.interop;

import io.millrace.shm.MemoryHandle;
import io.millrace.shm.data.NumericArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Arrays for Apache Arrow: DuckDB, pyarrow, polars, and whatever else reads Arrow's C data interface or
/// C stream interface in this process. The elements are not copied: the consumer reads the mapped file,
/// and sees what others write there meanwhile, element by element. It must not write.
///
/// The element types are Arrow's `int8` to `int64`, `float32` and `float64`, without nulls. An array of
/// several dimensions is a column of rows, each a `fixed_size_list` (in further dimensions, lists of
/// lists); a slice has one dimension, so `a.slice(0, a.length())` is flat.
///
/// While a consumer holds an array, closing its memory throws `IllegalStateException`, and its region
/// cannot be dropped here; when another process drops it, the bytes stay until the consumer is done.
/// These classes need no library of Arrow, and no JVM flag but `--enable-native-access`.
///
/// ```java
/// try (var table = ArrowViews.stream(Map.of("price", prices, "amount", amounts))) {
///     duck.registerArrowStream("trades", org.apache.arrow.c.ArrowArrayStream.wrap(table.address()));
/// }
/// ```
public final class ArrowViews {
    private ArrowViews() {}

    /// An array or a slice as `struct ArrowArray` and `struct ArrowSchema`.
    ///
    /// @throws io.millrace.shm.RegionDroppedException the region is gone
    /// @throws IllegalStateException the memory is closed
    public static ArrowExport array(NumericArray array) {
        return new ArrowExport(new ArrowColumn(array.name(), array));
    }

    /// Arrays or slices of equal length as the columns of a table, a `struct ArrowArrayStream`. The table
    /// comes in batches of 131,072 rows, in the order of the map. The length of an array is that of its
    /// first dimension.
    ///
    /// @param columns by their names
    /// @throws IllegalArgumentException there are none, or their lengths differ
    /// @throws io.millrace.shm.RegionDroppedException a region is gone
    /// @throws IllegalStateException a memory is closed
    public static ArrowStreamExport stream(Map<String, ? extends NumericArray> columns) {
        List<ArrowColumn> list = new ArrayList<>();
        columns.forEach((name, array) -> list.add(new ArrowColumn(name, array)));
        if (list.isEmpty()) {
            throw new IllegalArgumentException("a table without columns; give at least one array");
        }
        for (ArrowColumn column : list) {
            if (column.rows() != list.getFirst().rows()) {
                throw new IllegalArgumentException("lengths differ: %s=%s, %s=%s; take slices of equal length"
                        .formatted(list.getFirst().name(), list.getFirst().rows(), column.name(), column.rows()));
            }
        }
        return new ArrowStreamExport(list);
    }

    /// Makes an array of one that another library has exported, and releases the two structs, whether this
    /// succeeds or not. The elements are copied. They have to be `int8` to `int64`, `float32` or `float64`,
    /// or rows of such (`fixed_size_list`), without nulls.
    ///
    /// @param name of the new array
    /// @param arrayAddress of a `struct ArrowArray`
    /// @param schemaAddress of its `struct ArrowSchema`
    /// @throws IllegalArgumentException they are released, the type is another, or an element is null
    /// @throws io.millrace.shm.RegionExistsException the name is taken
    /// @throws io.millrace.shm.OutOfSpaceException no free space of the memory is large enough
    public static NumericArray copy(MemoryHandle memory, String name, long arrayAddress, long schemaAddress) {
        try (ArrowImport source = new ArrowImport(arrayAddress, schemaAddress)) {
            return source.copy(memory, name);
        }
    }
}
