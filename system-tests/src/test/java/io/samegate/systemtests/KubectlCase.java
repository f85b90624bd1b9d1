package io.samegate.systemtests;

import org.junit.jupiter.api.BeforeEach;

/** Tests of kubectl, each in a namespace of its own. */
abstract class KubectlCase extends NamespacedCase {

    private final KubectlProgram program;

    /** In the test's namespace. */
    Kubectl kubectl;

    KubectlCase(KubectlProgram program, Samegate samegate) {
        super(samegate);
        this.program = program;
        this.kubectl = Kubectl.of(program, samegate);
    }

    @BeforeEach
    void aKubectl() {
        kubectl = Kubectl.of(program, samegate()).in(namespace());
    }

    boolean isOld() {
        return program.isOld();
    }
}
