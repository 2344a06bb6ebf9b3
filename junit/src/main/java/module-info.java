/// An extension of JUnit for programs that use Millrace.
module io.millrace.junit {
    requires static org.jspecify;
    requires transitive io.millrace.engine;
    requires transitive org.junit.jupiter.api;

    exports io.millrace.junit;
}
