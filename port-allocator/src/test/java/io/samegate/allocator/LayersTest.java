package io.samegate.allocator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate.allocator", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_JAVA_AND_CONTRACTS = classes()
            .that()
            .resideInAPackage("io.samegate.allocator.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.allocator.core..",
                    "io.samegate.contracts..",
                    "io.samegate.eventlog.decide..",
                    "io.fabric8.kubernetes.api.model..",
                    "org.pcollections..");

    @ArchTest
    static final ArchRule EDGES_DO_NOT_KNOW_EACH_OTHER = noClasses()
            .that()
            .resideInAPackage("io.samegate.allocator.sight..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.samegate.allocator.config..");
}
