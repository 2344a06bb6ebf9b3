package io.millrace.shm.map;

import io.millrace.shm.MemoryOptions.Recovery;
import io.millrace.shm.SharedMemory;
import io.millrace.shm.message.Codec;
import java.nio.file.Path;

/// Makes one kind of change to the map `work` until it is killed on the way, at the crash point that its
/// JVM was started with. Says before each change what it does.
public final class MapMortal {
    private MapMortal() {}

    /// Arguments: the point, and the file.
    public static void main(String[] arguments) {
        MapScenario scenario = MapScenario.of(arguments[0]);
        SharedMemory memory = SharedMemory.attach(Path.of(arguments[1]), Recovery.MANUAL);
        if (scenario == MapScenario.RECOVER) {
            memory.recoverDead();
        }
        SharedMap<String, long[]> map = memory.map("work", Codec.utf8(), Codec.longs());
        switch (scenario) {
            case INSERT -> map.put("mortal", MapTrial.pair(2));
            case REPLACE -> map.put("old", MapTrial.pair(2));
            case REMOVE -> map.remove("old");
            case RECOVER -> {}
        }
        System.out.println("survived");
    }
}
