package io.millrace.shm.message;

import java.util.Scanner;

/// Carries out a `QueueScript` that comes over standard input.
public final class QueueScriptMain {
    private QueueScriptMain() {}

    public static void main(String[] arguments) {
        QueueScript script = new QueueScript();
        Scanner input = new Scanner(System.in);
        System.out.println("ready");
        while (input.hasNextLine()) {
            System.out.println(script.answer(input.nextLine()));
        }
    }
}
