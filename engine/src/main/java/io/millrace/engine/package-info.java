/// Worker JVMs and the jobs they run over whole arrays.
@NullMarked
package io.millrace.engine;

import org.jspecify.annotations.NullMarked;
