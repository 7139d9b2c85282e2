package io.hft.backend;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.stream.Stream;
import org.springframework.web.bind.annotation.RestController;

/** Holds the arrows between the backend's packages. */
@AnalyzeClasses(packages = "io.hft.backend", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String ROOT = "io.hft.backend.";

    @ArchTest
    static final ArchRule featuresHaveNoCycles =
            slices().matching("io.hft.backend.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule moneyKnowsNobody = only("money", "money");

    @ArchTest
    static final ArchRule ledgerKnowsMoneyAlone = only("ledger", "ledger", "money", "database");

    @ArchTest
    static final ArchRule databaseKnowsNobody = only("database", "database");

    @ArchTest
    static final ArchRule fundingLooksDown =
            onlyDomain("funding", "funding", "instruments", "ledger", "idempotency", "money");

    @ArchTest
    static final ArchRule engineKnowsMoneyAtMost = only("engine", "engine", "money");

    @ArchTest
    static final ArchRule idempotencyKnowsNoFeature = only("idempotency", "idempotency", "database", "web");

    @ArchTest
    static final ArchRule redisKnowsNobody = only("redis", "redis");

    @ArchTest
    static final ArchRule nobodyNamesTheKeeperOfAnswers = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "replay..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "replay..");

    @ArchTest
    static final ArchRule ordersLookDown =
            onlyDomain("orders", "orders", "instruments", "ledger", "engine", "idempotency", "money", "database");

    @ArchTest
    static final ArchRule tradingLooksDown =
            onlyDomain("trading", "trading", "orders", "instruments", "engine", "idempotency", "money");

    @ArchTest
    static final ArchRule settlementLooksDown =
            only("settlement", "settlement", "orders", "instruments", "ledger", "engine", "money", "database");

    @ArchTest
    static final ArchRule nobodyNamesTheSandbox = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "sandbox..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage(ROOT + "sandbox..");

    @ArchTest
    static final ArchRule protobufStaysInEngine = noClasses()
            .that()
            .resideOutsideOfPackage(ROOT + "engine..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.hft.engine..", "io.grpc..", "com.google.protobuf..");

    @ArchTest
    static final ArchRule controllersArePackagePrivate = classes()
            .that()
            .areAnnotatedWith(RestController.class)
            .should()
            .notBePublic()
            .andShould()
            .resideInAnyPackage("io.hft.backend..web", ROOT + "health..", ROOT + "config..");

    @ArchTest
    static final ArchRule domainsKnowNoHttp = noClasses()
            .that(resideInAnyPackage(
                    ROOT + "money",
                    ROOT + "ledger",
                    ROOT + "funding",
                    ROOT + "engine",
                    ROOT + "orders",
                    ROOT + "trading",
                    ROOT + "settlement",
                    ROOT + "idempotency",
                    ROOT + "portfolio"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.springframework.web..", "org.springframework.http..", "jakarta.servlet..", ROOT + "web..");

    private static final DescribedPredicate<JavaClass> WITH_MONEY = resideInAnyPackage(
            ROOT + "money..",
            ROOT + "ledger..",
            ROOT + "funding..",
            ROOT + "orders..",
            ROOT + "settlement..",
            ROOT + "trading..",
            ROOT + "portfolio..");

    @ArchTest
    static final ArchRule moneyHasNoFloatingPointFields = fields().that()
            .areDeclaredInClassesThat(WITH_MONEY)
            .should()
            .notHaveRawType(double.class)
            .andShould()
            .notHaveRawType(float.class)
            .andShould()
            .notHaveRawType(Double.class)
            .andShould()
            .notHaveRawType(Float.class);

    @ArchTest
    static final ArchRule moneyHasNoFloatingPointMethods =
            methods().that().areDeclaredInClassesThat(WITH_MONEY).should(notUseFloatingPoint());

    @ArchTest
    static final ArchRule moneyNeverPassesThroughFloatingPoint = noClasses()
            .that(WITH_MONEY)
            .should()
            .callMethod(java.math.BigDecimal.class, "doubleValue")
            .orShould()
            .callMethod(java.math.BigDecimal.class, "floatValue")
            .orShould()
            .callMethod(java.math.BigDecimal.class, "valueOf", double.class)
            .orShould()
            .callConstructor(java.math.BigDecimal.class, double.class);

    private static ArchRule only(String feature, String... others) {
        return namesOnly(resideInAPackage(ROOT + feature + ".."), others);
    }

    /** The feature's domain; its {@code web} sub-package may also name the principal and the problems. */
    private static ArchRule onlyDomain(String feature, String... others) {
        return namesOnly(resideInAPackage(ROOT + feature), others);
    }

    private static ArchRule namesOnly(DescribedPredicate<JavaClass> feature, String... others) {
        String[] allowed = Stream.of(others).map(other -> ROOT + other + "..").toArray(String[]::new);
        return classes()
                .that(feature)
                .should()
                .onlyDependOnClassesThat(DescribedPredicate.not(resideInAPackage("io.hft.backend.."))
                        .or(resideInAnyPackage(allowed)));
    }

    private static ArchCondition<JavaMethod> notUseFloatingPoint() {
        return new ArchCondition<>("not take or give floating point") {
            @Override
            public void check(JavaMethod method, ConditionEvents events) {
                // A metric's value is a double by its interface, and is no money.
                boolean gauge = method.getName().startsWith("lambda$");
                boolean floating = Stream.concat(
                                Stream.of(method.getRawReturnType()), method.getRawParameterTypes().stream())
                        .anyMatch(type -> type.isEquivalentTo(double.class)
                                || type.isEquivalentTo(float.class)
                                || type.isEquivalentTo(Double.class)
                                || type.isEquivalentTo(Float.class));
                events.add(new SimpleConditionEvent(method, gauge || !floating, method.getFullName()));
            }
        };
    }
}
