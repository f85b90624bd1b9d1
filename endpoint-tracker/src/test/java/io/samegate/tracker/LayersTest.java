package io.samegate.tracker;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate.tracker", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_JAVA_AND_CONTRACTS = classes()
            .that()
            .resideInAPackage("io.samegate.tracker.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.tracker.core..",
                    "io.samegate.contracts..",
                    "io.samegate.eventlog.decide..",
                    "io.fabric8.kubernetes.api.model..",
                    "org.pcollections..");

    @ArchTest
    static final ArchRule EDGES_DO_NOT_KNOW_EACH_OTHER = slices().matching("io.samegate.tracker.(probe|kafka|config)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule PROBES_KNOW_NO_KAFKA_AND_INPUTS_NO_NETTY = noClasses()
            .that()
            .resideInAPackage("io.samegate.tracker.probe..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.kafka..", "io.samegate.eventlog.kafka..", "io.samegate.eventlog.follow..");

    @ArchTest
    static final ArchRule NO_SERVICE_IMPORTS_ANOTHER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.samegate.api..", "io.samegate.allocator..", "io.samegate.gateway..");
}
