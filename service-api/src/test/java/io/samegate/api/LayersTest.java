package io.samegate.api;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate.api", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    /** Trees are what patches, tables and discovery documents are made of, hence Jackson's. */
    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_JAVA_CONTRACTS_AND_TREES = classes()
            .that()
            .resideInAPackage("io.samegate.api.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.api.core..",
                    "io.samegate.contracts..",
                    "io.samegate.eventlog.decide..",
                    "io.fabric8.kubernetes.api.model..",
                    "com.fasterxml.jackson.databind..",
                    "com.fasterxml.jackson.core..",
                    "org.pcollections..");

    @ArchTest
    static final ArchRule HTTP_DOES_NOT_KNOW_KAFKA = noClasses()
            .that()
            .resideInAPackage("io.samegate.api.rest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.samegate.api.kafka..", "org.apache.kafka..");

    @ArchTest
    static final ArchRule KAFKA_DOES_NOT_KNOW_HTTP = noClasses()
            .that()
            .resideInAPackage("io.samegate.api.kafka..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.samegate.api.rest..", "io.vertx..", "io.quarkus..");

    @ArchTest
    static final ArchRule NO_SERVICE_KNOWS_ANOTHER = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.samegate.allocator..", "io.samegate.tracker..", "io.samegate.gateway..");
}
