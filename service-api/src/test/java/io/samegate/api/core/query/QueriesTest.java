package io.samegate.api.core.query;

import static io.samegate.api.core.Objects.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.MissingNode;
import io.samegate.api.core.RefusedException;
import io.samegate.api.core.query.ListQuery.Match;
import io.samegate.api.core.query.WriteQuery.Verb;
import io.samegate.api.core.table.IncludeObject;
import io.samegate.contracts.ObjectKind;
import io.samegate.contracts.request.Grace;
import io.samegate.contracts.request.Preconditions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueriesTest {

    @Test
    void aListWithoutParametersWantsEverythingAsItIsNow() {
        ListQuery list = ListQuery.parse(Map.of(), ObjectKind.SERVICE);
        assertThat(list.labels().requirements()).isEmpty();
        assertThat(list.fields().requirements()).isEmpty();
        assertThat(list.resourceVersion()).isEqualTo(ListQuery.MOST_RECENT);
        assertThat(list.limit()).isZero();
        assertThat(list.continueToken()).isEmpty();
        assertThat(list.timeout()).isZero();
        assertThat(list.includeObject()).isEqualTo(IncludeObject.METADATA);
        assertThat(list.pretty()).isFalse();
    }

    @Test
    void aListHasTheParametersOfKubernetes() {
        ListQuery list = ListQuery.parse(
                query("labelSelector=app=web&fieldSelector=spec.type=NodePort&limit=500&resourceVersion=7"
                        + "&timeoutSeconds=3&includeObject=Object&pretty=true&unknown=x"),
                ObjectKind.SERVICE);
        assertThat(list.labels()).hasToString("app=web");
        assertThat(list.fields()).hasToString("spec.type=NodePort");
        assertThat(list.limit()).isEqualTo(500);
        assertThat(list.resourceVersion()).isEqualTo(7);
        assertThat(list.match()).isEqualTo(Match.NOT_OLDER_THAN);
        assertThat(list.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(list.includeObject()).isEqualTo(IncludeObject.OBJECT);
        assertThat(list.pretty()).isTrue();
    }

    @Test
    void aListMayAskForOneVersionExactly() {
        ListQuery list = ListQuery.parse(query("resourceVersion=7&resourceVersionMatch=Exact"), ObjectKind.POD);
        assertThat(list.match()).isEqualTo(Match.EXACT);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    limit=x             | 400 | strconv.ParseInt: parsing "x": invalid syntax
                    limit=-1            | 400 | limit: Invalid value: -1: must be greater than or equal to 0
                    timeoutSeconds=1.5  | 400 | strconv.ParseInt: parsing "1.5": invalid syntax
                    resourceVersion=abc | 400 | resourceVersion: Invalid value: "abc": strconv.ParseUint: parsing "abc": invalid syntax
                    includeObject=All   | 400 | includeObject: Invalid value: "All": must be 'Metadata', 'Object', 'None', or empty
                    labelSelector=a in  | 400 | unable to parse requirement: found '', expected: '('
                    fieldSelector=x=y   | 400 | field label not supported: x
                    sendInitialEvents=true | 422 | ListOptions.meta.k8s.io "" is invalid: sendInitialEvents: Forbidden: sendInitialEvents is forbidden for list
                    resourceVersionMatch=Exact | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch is forbidden unless resourceVersion is provided
                    resourceVersion=0&resourceVersionMatch=Exact | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"
                    resourceVersion=00&resourceVersionMatch=Exact | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: resourceVersionMatch "exact" is forbidden for resourceVersion "0"
                    resourceVersion=1&resourceVersionMatch=X | 422 | ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Unsupported value: "X": supported values: "", "Exact", "NotOlderThan"
                    """)
    void aBadListIsRefusedInKubernetesWords(String query, int code, String message) {
        refuses(() -> ListQuery.parse(query(query), ObjectKind.SERVICE), code, message);
    }

    @ParameterizedTest
    @CsvSource({"watch=true,true", "watch=1,true", "watch=,true", "watch=false,false", "watch=0,false", "x=y,false"})
    void aWatchIsAskedForByAFlag(String query, boolean asked) {
        assertThat(WatchQuery.isAskedFor(query(query))).isEqualTo(asked);
    }

    @Test
    void aWatchHasTheParametersOfKubernetes() {
        WatchQuery watch = WatchQuery.parse(
                query("watch=true&resourceVersion=7&timeoutSeconds=30&allowWatchBookmarks=true"
                        + "&fieldSelector=metadata.name=web"),
                ObjectKind.SERVICE);
        assertThat(watch.resourceVersion()).isEqualTo(7);
        assertThat(watch.timeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(watch.bookmarks()).isTrue();
        assertThat(watch.initial()).isEqualTo(WatchQuery.Initial.UNSAID);
        assertThat(watch.fields().exactName()).contains("web");
    }

    @Test
    void aWatchMayStartWithThePresentObjects() {
        WatchQuery watch = WatchQuery.parse(
                query("sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true"),
                ObjectKind.SERVICE);
        assertThat(watch.initial()).isEqualTo(WatchQuery.Initial.MARKED);
        assertThat(watch.resourceVersion()).isEqualTo(ListQuery.MOST_RECENT);
    }

    @Test
    void aWatchMayLeaveOutThePresentObjects() {
        WatchQuery watch = WatchQuery.parse(
                query("sendInitialEvents=false&resourceVersionMatch=NotOlderThan"), ObjectKind.SERVICE);
        assertThat(watch.initial()).isEqualTo(WatchQuery.Initial.LEFT_OUT);
    }

    @Test
    void aPageThatGoesOnNamesNoVersion() {
        refuses(
                () -> ListQuery.parse(query("continue=abc&resourceVersion=7"), ObjectKind.SERVICE),
                400,
                "specifying resource version is not allowed when using continue");
        assertThat(ListQuery.parse(query("continue=abc&resourceVersion=0"), ObjectKind.SERVICE)
                        .continueToken())
                .isEqualTo("abc");
    }

    @Test
    void aWatchForMoreSecondsThanATimerHoldsIsCutToWhatItHolds() {
        WatchQuery watch = WatchQuery.parse(query("timeoutSeconds=999999999999999999"), ObjectKind.SERVICE);
        assertThat(watch.timeout().toMillis()).isLessThanOrEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    sendInitialEvents=true | sendInitialEvents requires setting resourceVersionMatch to NotOlderThan
                    resourceVersionMatch=NotOlderThan | resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided
                    """)
    void aBadWatchIsRefusedInKubernetesWords(String query, String reason) {
        refuses(
                () -> WatchQuery.parse(query(query), ObjectKind.SERVICE),
                422,
                "ListOptions.meta.k8s.io \"\" is invalid: resourceVersionMatch: Forbidden: " + reason);
    }

    @Test
    void aWriteWarnsOfUnknownFieldsUnlessItSaysOtherwise() {
        assertThat(WriteQuery.parse(Map.of(), Verb.CREATE))
                .isEqualTo(new WriteQuery(false, "", FieldValidation.WARN, false, false));
        assertThat(WriteQuery.parse(
                        query("dryRun=All&fieldManager=kubectl-create&fieldValidation=Strict&force=true"), Verb.APPLY))
                .isEqualTo(new WriteQuery(true, "kubectl-create", FieldValidation.STRICT, true, false));
        assertThat(WriteQuery.parse(query("fieldValidation=Ignore"), Verb.UPDATE)
                        .fieldValidation())
                .isEqualTo(FieldValidation.IGNORE);
    }

    @ParameterizedTest
    @CsvSource({"dryRun=All,true", "dryRun=&dryRun=All,true", "dryRun=All&dryRun=,true", "dryRun=,false", "x=y,false"})
    void whoAsksForADryRunAnywhereGetsOne(String query, boolean dry) {
        assertThat(WriteQuery.parse(query(query), Verb.UPDATE).dryRun()).isEqualTo(dry);
        assertThat(DeleteQuery.parse(query(query), MissingNode.getInstance()).dryRun())
                .isEqualTo(dry);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    dryRun=Some | dryRun: Unsupported value: "Some": supported values: "All"
                    fieldValidation=Loose | fieldValidation: Unsupported value: "Loose": supported values: "", "Ignore", "Strict", "Warn"
                    fieldManager=a\tb | fieldManager: Invalid value: "a\\tb": invalid character U+0009 (at position 1)
                    """)
    void aBadWriteIsRefusedInKubernetesWords(String query, String error) {
        refuses(
                () -> WriteQuery.parse(query(query), Verb.CREATE),
                422,
                "CreateOptions.meta.k8s.io \"\" is invalid: " + error);
    }

    @Test
    void whoAppliesSaysWhoTheyAreAndNobodyElseForces() {
        refuses(
                () -> WriteQuery.parse(Map.of(), Verb.APPLY),
                422,
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for apply patch");
        refuses(
                () -> WriteQuery.parse(query("force=false"), Verb.PATCH),
                422,
                "PatchOptions.meta.k8s.io \"\" is invalid: force: Forbidden: may not be specified for non-apply patch");
    }

    @Test
    void aFieldManagerHasAtMost128Characters() {
        refuses(
                () -> WriteQuery.parse(query("fieldManager=" + "m".repeat(129)), Verb.PATCH),
                422,
                "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Too long: may not be more than 128 bytes");
    }

    @Test
    void aDeleteIsReadFromItsBodyAndItsQuery() {
        DeleteQuery kubectl = DeleteQuery.parse(Map.of(), tree("{'propagationPolicy':'Background'}"));
        assertThat(kubectl).isEqualTo(new DeleteQuery(false, Grace.OF_THE_OBJECT, Preconditions.NONE, false, false));
        DeleteQuery forced = DeleteQuery.parse(
                query("gracePeriodSeconds=30"),
                tree("{'gracePeriodSeconds':0,'dryRun':['All'],'preconditions':{'uid':'u','resourceVersion':'7'}}"));
        assertThat(forced)
                .isEqualTo(new DeleteQuery(true, Grace.of(Duration.ZERO), new Preconditions("u", "7"), false, false));
        DeleteQuery byQuery = DeleteQuery.parse(query("gracePeriodSeconds=5&dryRun=All"), MissingNode.getInstance());
        assertThat(byQuery)
                .isEqualTo(new DeleteQuery(true, Grace.of(Duration.ofSeconds(5)), Preconditions.NONE, false, false));
    }

    @Test
    void aNegativeGraceIsASecond() {
        DeleteQuery inBody = DeleteQuery.parse(Map.of(), tree("{'gracePeriodSeconds':-1}"));
        DeleteQuery inQuery = DeleteQuery.parse(query("gracePeriodSeconds=-5"), MissingNode.getInstance());
        assertThat(List.of(inBody.grace(), inQuery.grace())).containsOnly(Grace.of(Duration.ofSeconds(1)));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    [] | 400 | the object provided is unrecognized (must be of type DeleteOptions)
                    {'kind':'Service'} | 400 | the object provided is unrecognized (must be of type DeleteOptions)
                    {'gracePeriodSeconds':'x'} | 400 | gracePeriodSeconds: "x" (expected: a number of seconds)
                    {'orphanDependents':1} | 400 | orphanDependents: 1 (expected: true or false)
                    {'orphanDependents':true,'propagationPolicy':'Orphan'} | 422 | DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Invalid value: "Orphan": orphanDependents and deletionPropagation cannot be both set
                    {'dryRun':'All'} | 400 | dryRun: "All" (expected: a list of strings)
                    {'dryRun':{'a':'All'}} | 400 | dryRun: {"a":"All"} (expected: a list of strings)
                    {'dryRun':[7]} | 400 | dryRun: [7] (expected: a list of strings)
                    {'preconditions':'x'} | 400 | preconditions: "x" (expected: an object)
                    {'preconditions':['x']} | 400 | preconditions: ["x"] (expected: an object)
                    {'preconditions':{'uid':7}} | 400 | uid: 7 (expected: a string)
                    {'propagationPolicy':'X'} | 422 | DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "X": supported values: "Background", "Foreground", "Orphan"
                    """)
    void aBadDeleteIsRefused(String body, int code, String message) {
        refuses(() -> DeleteQuery.parse(Map.of(), tree(body)), code, message);
    }

    private static void refuses(ThrowingCallable parse, int code, String message) {
        assertThatThrownBy(parse)
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.status().getCode()).isEqualTo(code))
                .hasMessage(message);
    }

    private static Map<String, List<String>> query(String text) {
        Map<String, List<String>> query = new HashMap<>();
        for (String pair : text.split("&")) {
            int sign = pair.indexOf('=');
            query.computeIfAbsent(pair.substring(0, sign), name -> new ArrayList<>())
                    .add(pair.substring(sign + 1));
        }
        return query;
    }
}
