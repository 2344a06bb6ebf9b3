package io.millrace.spark;

import org.apache.spark.api.java.JavaDoubleRDD;

/// The elements of an RDD; see `RddPieces`.
record RddSource(JavaDoubleRDD elements) implements Source {}
