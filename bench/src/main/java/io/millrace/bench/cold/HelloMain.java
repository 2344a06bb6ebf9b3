package io.millrace.bench.cold;

/// Main program of the smallest JVM.
final class HelloMain {
    private HelloMain() {}

    public static void main(String[] arguments) {
        System.out.println("hello 0");
    }
}
