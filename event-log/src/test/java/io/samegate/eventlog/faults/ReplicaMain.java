package io.samegate.eventlog.faults;

import io.samegate.eventlog.LogSettings;
import io.samegate.eventlog.NamespaceRules;
import io.samegate.eventlog.NamespaceRules.Held;
import io.samegate.eventlog.TestLog;
import io.samegate.eventlog.write.Inputs;
import io.samegate.eventlog.write.SingleWriter;
import io.samegate.eventlog.write.WriterListener;
import io.samegate.eventlog.write.WriterSettings;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import org.pcollections.PMap;

/** A replica of the writer as a process of its own, to be stopped and killed; says a word when its role changes. */
public final class ReplicaMain {

    static final String ACTIVE = "active";
    static final String STANDBY = "standby";

    private ReplicaMain() {}

    /**
     * Runs until killed.
     *
     * @param arguments bootstrap servers, prefix, name of the replica
     */
    public static void main(String[] arguments) {
        LogSettings settings = LogSettings.at(arguments[0], arguments[1], arguments[2]);
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        new SingleWriter<>(
                        WriterSettings.of("objects", settings.clientId()),
                        new NamespaceRules(),
                        TestLog.writerLogs(settings),
                        Inputs.none(),
                        new WriterListener<PMap<String, Held>>() {
                            @Override
                            public void onActive(PMap<String, Held> state) {
                                out.println(ACTIVE);
                            }

                            @Override
                            public void onStandby(String reason) {
                                out.println(STANDBY);
                            }
                        },
                        InstantSource.system())
                .run();
    }
}
