package io.hft.engine;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may name whom in the engine, and what the deterministic core keeps away from. */
@AnalyzeClasses(packages = "io.hft.engine", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "io.hft.engine.instrument..",
        "io.hft.engine.command..",
        "io.hft.engine.event..",
        "io.hft.engine.book..",
        "io.hft.engine.risk..",
        "io.hft.engine.matching..",
        "io.hft.engine.snapshot.."
    };

    @ArchTest
    static final ArchRule theCoreDependsOnTheJdkAndPrimitiveCollectionsOnly = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE)
                    .or(resideInAnyPackage(
                            "java.lang",
                            "java.lang.annotation",
                            "java.lang.invoke",
                            "java.nio",
                            "java.nio.charset",
                            "java.util",
                            "java.util.regex",
                            "org.jspecify.annotations",
                            "org.agrona",
                            "org.agrona.collections"))
                    .or(DescribedPredicate.describe(
                            "buffers over bytes and their checksum",
                            type -> type.getFullName().equals("org.agrona.concurrent.UnsafeBuffer")
                                    || type.getFullName().equals("java.util.zip.CRC32C"))));

    @ArchTest
    static final ArchRule theCoreAsksNoClockAndNoChance = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "identityHashCode", Object.class)
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                    "java\\.util\\.(Random|SplittableRandom|UUID|Date|Timer.*|HashMap|HashSet|IdentityHashMap)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("java\\.lang\\.(Thread|ThreadLocal|Process.*|Runtime)")
            .orShould()
            .accessField(System.class, "out")
            .orShould()
            .accessField(System.class, "err");

    @ArchTest
    static final ArchRule theCoreHoldsNoFractions = noFields()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .should()
            .haveRawType(fraction());

    @ArchTest
    static final ArchRule theCoreComputesNoFractions = noCodeUnits()
            .that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage(CORE)
            .should()
            .haveRawReturnType(fraction())
            .orShould()
            .haveRawParameterTypes(DescribedPredicate.anyElementThat(fraction()));

    @ArchTest
    static final ArchRule theBookKnowsNeitherRulesNorInstruments =
            onlyNames("book", "io.hft.engine.book..", "io.hft.engine.command..", "io.hft.engine.event..");

    @ArchTest
    static final ArchRule riskKnowsNeitherBooksNorMatching = onlyNames(
            "risk",
            "io.hft.engine.risk..",
            "io.hft.engine.instrument..",
            "io.hft.engine.command..",
            "io.hft.engine.event..",
            "io.hft.engine.snapshot..");

    @ArchTest
    static final ArchRule matchingNamesTheCoreOnly = onlyNames("matching", CORE);

    @ArchTest
    static final ArchRule eventsNameNoOtherPackage =
            onlyNames("event", "io.hft.engine.event..", "io.hft.engine.command..");

    @ArchTest
    static final ArchRule commandsNameInstrumentsOnly =
            onlyNames("command", "io.hft.engine.command..", "io.hft.engine.instrument..");

    @ArchTest
    static final ArchRule instrumentsNameNoOtherPackage = onlyNames("instrument", "io.hft.engine.instrument..");

    @ArchTest
    static final ArchRule snapshotBytesNameNoOtherPackage = onlyNames("snapshot", "io.hft.engine.snapshot..");

    @ArchTest
    static final ArchRule generatedMessagesStayInGrpc = noClasses()
            .that()
            .resideInAPackage("io.hft.engine..")
            .and()
            .resideOutsideOfPackages("io.hft.engine.grpc..", "io.hft.engine.v1..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.hft.engine.v1..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule logsKnowBytesOnly = noClasses()
            .that()
            .resideInAnyPackage("io.hft.engine.journal..", "io.hft.engine.eventlog..")
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                    "io.hft.engine.matching..",
                    "io.hft.engine.book..",
                    "io.hft.engine.risk..",
                    "io.hft.engine.sequencing..",
                    "io.hft.engine.marketdata..",
                    "io.hft.engine.recovery..",
                    "io.hft.engine.grpc.."))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobodyBelowNamesTheNetwork = noClasses()
            .that()
            .resideInAnyPackage(
                    "io.hft.engine.sequencing..",
                    "io.hft.engine.recovery..",
                    "io.hft.engine.marketdata..",
                    "io.hft.engine.stats..",
                    "io.hft.engine.config..")
            .should()
            .dependOnClassesThat(resideInAPackage("io.hft.engine.grpc..").or(resideInAPackage("io.grpc..")))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.hft.engine.(*)..").should().beFreeOfCycles();

    private static ArchRule onlyNames(String name, String... allowed) {
        final DescribedPredicate<JavaClass> inside = resideInAnyPackage(allowed);
        final DescribedPredicate<JavaClass> ours = resideInAPackage("io.hft.engine..");
        return noClasses()
                .that()
                .resideInAPackage("io.hft.engine." + name + "..")
                .should()
                .dependOnClassesThat(ours.and(DescribedPredicate.not(inside)));
    }

    private static DescribedPredicate<JavaClass> fraction() {
        return DescribedPredicate.describe(
                "double, float or BigDecimal",
                type -> type.getName().equals("double")
                        || type.getName().equals("float")
                        || type.getName().equals("java.lang.Double")
                        || type.getName().equals("java.lang.Float")
                        || type.getName().equals("java.math.BigDecimal"));
    }
}
