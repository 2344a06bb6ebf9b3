/// The word protocols of shm under jcstress: what two threads may see of each other, tried many million times.
///
/// `mvn -q -B -Pjcstress -pl shm/src/jcstress -am verify -DskipTests` runs them; [StressMain] says
/// how. Memory is on the heap here: the accesses are the same, and each try gets its own.
package io.millrace.stress;
