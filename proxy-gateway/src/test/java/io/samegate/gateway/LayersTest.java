package io.samegate.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "io.samegate", importOptions = ImportOption.DoNotIncludeTests.class)
class LayersTest {

    @ArchTest
    static final ArchRule THE_CORE_KNOWS_ONLY_JAVA_AND_CONTRACTS = classes()
            .that()
            .resideInAPackage("io.samegate.gateway.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.gateway.core..",
                    "io.samegate.contracts..",
                    "io.fabric8.kubernetes.api.model..",
                    "org.pcollections..");

    @ArchTest
    static final ArchRule THE_RECONCILER_KNOWS_NO_EDGE = classes()
            .that()
            .resideInAPackage("io.samegate.gateway.sync..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "java..",
                    "io.samegate.gateway.sync..",
                    "io.samegate.gateway.core..",
                    "io.samegate.contracts..",
                    "org.slf4j..");

    @ArchTest
    static final ArchRule EDGES_DO_NOT_KNOW_EACH_OTHER = slices().matching(
                    "io.samegate.gateway.(tcp|kafka|host|config)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule ONLY_TCP_KNOWS_NETTY = noClasses()
            .that(JavaClass.Predicates.resideInAPackage("io.samegate.gateway.."))
            .and()
            .resideOutsideOfPackage("io.samegate.gateway.tcp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..");
}
