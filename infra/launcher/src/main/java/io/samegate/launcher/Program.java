package io.samegate.launcher;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process of the installation.
 *
 * @param name its pid file, its log, its row in {@code status}
 * @param kind which program it is; processes of one kind share an AOT cache
 * @param jar what is run
 * @param mainClass empty to run the jar by its manifest
 * @param listens the address it must get, checked before anything starts
 * @param readyPath asked on {@code listens}; empty if accepting a connection is enough
 * @param portSetting the variable that moves it to another port
 */
record Program(
        String name,
        String kind,
        Path jar,
        String mainClass,
        List<String> jvmFlags,
        List<String> arguments,
        Map<String, String> environment,
        Listens listens,
        String readyPath,
        String portSetting) {

    Program {
        jvmFlags = List.copyOf(jvmFlags);
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    /** Where a process listens, and whether it speaks TLS there. */
    record Listens(String address, int port, boolean tls) {

        Listens(String address, int port) {
            this(address, port, false);
        }

        String url() {
            return (tls ? "https://" : "http://") + this;
        }

        @Override
        public String toString() {
            return address + ":" + port;
        }
    }
}
