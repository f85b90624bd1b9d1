package io.samegate.systemtests;

import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Hands one running installation with the demonstration's three pods to every test class that asks for a {@link
 * Samegate}; for tests that leave it as healthy as they found it. Stopped and deleted after the last one.
 */
final class SharedInstallation implements ParameterResolver {

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SharedInstallation.class);

    /** Machines that build are busy: an answer that comes late is still an answer. */
    private static final Map<String, String> PATIENT = Map.of("SAMEGATE_API_ANSWER_TIMEOUT", "PT30S");

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Samegate.class;
    }

    @Override
    public Samegate resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).computeIfAbsent("installation", key -> started(), Samegate.class);
    }

    private static Samegate started() {
        Samegate samegate = Samegate.installation(PATIENT).up();
        samegate.command("pods").run().mustSucceed();
        return samegate;
    }
}
