/// Applications of Spark that `millrace bench cluster` submits: each runs contenders in turns and prints a line
/// `figure NAME NANOSECONDS` for each turn of each. They are in a jar of their own, which the build makes.
package io.millrace.spark.bench;
