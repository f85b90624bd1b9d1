package io.samegate.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process. */
@QuarkusMain
public final class ServiceApi {

    private ServiceApi() {}

    public static void main(String... arguments) {
        Quarkus.run(arguments);
    }
}
