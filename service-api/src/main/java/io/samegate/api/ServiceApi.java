package io.samegate.api;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;

/** The process. */
@QuarkusMain
public final class ServiceApi {

    private ServiceApi() {}

    /** Without this the framework answers what is badly encoded with a bare 400 before the service sees it. */
    static void takeEveryRequestLine() {
        System.setProperty("vertx.disableURIValidation", "true");
    }

    public static void main(String... arguments) {
        takeEveryRequestLine();
        Quarkus.run(arguments);
    }
}
