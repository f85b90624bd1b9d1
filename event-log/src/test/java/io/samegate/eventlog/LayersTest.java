package io.samegate.eventlog;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate.eventlog", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule THE_WORDS_OF_DECIDING_ARE_PURE = classes()
            .that()
            .resideInAPackage("..eventlog.decide..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.contracts..",
                    "io.samegate.eventlog.decide..",
                    "io.fabric8.kubernetes.api.model..");

    @ArchTest
    static final ArchRule ONLY_THE_EDGES_KNOW_KAFKA = noClasses()
            .that()
            .resideOutsideOfPackages("..eventlog.kafka..", "..eventlog.follow..", "..eventlog.request..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.kafka..");

    @ArchTest
    static final ArchRule THE_WRITER_KNOWS_NO_EDGE = noClasses()
            .that()
            .resideInAPackage("..eventlog.write..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..eventlog.kafka..", "..eventlog.follow..", "..eventlog.request..");

    @ArchTest
    static final ArchRule NOBODY_KNOWS_THE_FRAMEWORK_OF_THE_SERVICES =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.quarkus..", "io.smallrye..", "jakarta..");
}
