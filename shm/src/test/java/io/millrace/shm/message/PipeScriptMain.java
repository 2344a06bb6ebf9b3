package io.millrace.shm.message;

import java.util.Scanner;

/// Carries out a `PipeScript` that comes over standard input.
public final class PipeScriptMain {
    private PipeScriptMain() {}

    public static void main(String[] arguments) {
        PipeScript script = new PipeScript();
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            System.out.println(script.answer(input.nextLine()));
        }
    }
}
