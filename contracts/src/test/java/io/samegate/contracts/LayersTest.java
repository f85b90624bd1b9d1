package io.samegate.contracts;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate.contracts", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule CONTRACTS_KNOW_JAVA_JSON_AND_THE_MODEL_NO_KAFKA_AND_NO_QUARKUS = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..", "io.samegate.contracts..", "io.fabric8.kubernetes.api..", "com.fasterxml.jackson..");
}
