/// A program that computes with worker JVMs.
module com.example.prices {
    requires io.millrace.engine;
}
