// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workflow/simulate.h"
#include "model/workflow/step_documents.h"
#include "tests/model/workflow/case_log.h"
#include "tests/model/workflow/definitions.h"

#include <QTest>

#include <algorithm>

using namespace model;

namespace {

Step& stepOf(Definition& definition, const std::string& id) {
    const auto in = [&](std::vector<Step>& steps) -> Step* {
        const auto found = std::ranges::find(steps, id, &Step::id);
        return found == steps.end() ? nullptr : &*found;
    };
    if (Step* found = in(definition.steps)) return *found;
    for (auto& side : definition.tracks) {
        if (Step* found = in(side.steps)) return *found;
    }
    qFatal("no step %s", id.c_str());
}

StepDocument entry(const std::string& document, const std::string& since = {}, const std::string& signedIn = {}) {
    return {.document = document, .title = same(document), .cite = "APL 44", .since = since, .signedIn = signedIn};
}

/// In which `begin` needs no paper, `propose` signs a report, `record` a receipt each time, `decide` the decision made
/// since the approval, `close` the very decision that was signed, and `seal` an order of its own seizure.
CaseLog caseWithDocuments() {
    CaseLog log = caseWithTracks();
    stepOf(log.definition, "return").documents = {entry("report")};
    stepOf(log.definition, "record_defence").documents = {entry("defence")};
    stepOf(log.definition, "record").documents = {entry("receipt")};
    stepOf(log.definition, "close").documents = {entry("receipt", {}, "record")};
    stepOf(log.definition, "seal").documents = {entry("order", "approve_seal")};
    return log;
}

DocumentMade document(const std::string& kind, unsigned number, Form form = {},
                      const std::optional<Digest>& opening = {}) {
    DocumentMade body;
    body.item.bytes[0] = static_cast<std::uint8_t>(number);
    body.document = kind;
    body.opening = opening;
    body.name = kind + ".pdf";
    body.form = std::move(form);
    return body;
}

QString why(const Result<Digest>& result) {
    return result ? QString() : QString::fromStdString(result.error().what.en);
}

Digest must(Result<Digest> result) {
    if (!result) qFatal("%s", result.error().what.en.c_str());
    return *result;
}

} // namespace

/// Documents that steps sign: which one it is, what stands against it, and what a crafted event cannot do.
class TestStepDocuments : public QObject {
    Q_OBJECT

private slots:
    /// Without the paper the step is refused, by the desk and by the hub, with the article; with it the step names it.
    void aStepWaitsForItsDocument() {
        CaseLog log = caseWithDocuments();
        const auto seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("sara", "approve_seal", {}, seizure));
        const auto refused = log.take("ivan", "seal", {{"day", log.today()}}, seizure);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::refused);
        QCOMPARE(refused.error().cite, std::string("APL 44"));
        QCOMPARE(refused.error().where, std::string("seal"));
        const auto options = log.options("ivan");
        const auto option = std::ranges::find(options, "seal", &StepOption::step);
        QVERIFY(option != options.end());
        QVERIFY(!option->allowed());
        const auto missing = completeness(log.definition, log.state, log.office, log.now, &log.calendar);
        QVERIFY(std::ranges::any_of(missing, [&](const Missing& one) {
            return !one.guard && one.names == std::vector<std::string>{"order"} && one.on == seizure;
        }));

        const auto made = must(log.say("ivan", document("order", 1, {}, seizure)));
        must(log.take("ivan", "seal", {{"day", log.today()}}, seizure));
        QCOMPARE(log.state.track(seizure)->steps.back().documents, std::vector<Digest>{made});
    }

    /// A paper of another seizure, of the case, from before the approval or taken back is not the one.
    void onlyTheRightOneIsSigned() {
        CaseLog log = caseWithDocuments();
        const auto first = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        const auto second = must(log.take("ivan", "request_seal", {{"items", "y"}}));
        must(log.say("ivan", document("order", 1, {}, first))); // before the approval
        must(log.take("sara", "approve_seal", {}, first));
        must(log.take("sara", "approve_seal", {}, second));
        must(log.say("ivan", document("order", 2, {}, second)));
        QVERIFY(why(log.take("ivan", "seal", {{"day", log.today()}}, first))
                    .contains(QStringLiteral("none was made since")));
        const auto made = must(log.say("ivan", document("order", 3, {}, first)));
        must(log.say("ivan", EventWithdrawn{made}));
        QVERIFY(!log.take("ivan", "seal", {{"day", log.today()}}, first));
        const auto again = must(log.say("ivan", document("order", 4, {}, first)));
        must(log.take("ivan", "seal", {{"day", log.today()}}, first));
        QCOMPARE(log.state.track(first)->steps.back().documents, std::vector<Digest>{again});
        // What was signed stays.
        QVERIFY(!log.mayTakeBack("ivan", again));
        QVERIFY(!log.say("irma", EventWithdrawn{made}));
    }

    /// A crafted step that names none, another one or one too many is refused with and without the contents.
    void craftedStepsAreRefused() {
        CaseLog log = caseWithDocuments();
        const auto seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("sara", "approve_seal", {}, seizure));
        const auto old = must(log.say("ivan", document("order", 1, {}, seizure)));
        const auto newest = must(log.say("ivan", document("order", 2, {}, seizure)));
        auto body = std::get<TrackStep>(log.step("seal", {{"day", log.today()}}, seizure));
        QCOMPARE(body.documents, std::vector<Digest>{newest});
        const auto refusedWith = [&](std::vector<Digest> named) {
            body.documents = std::move(named);
            return !log.ask("ivan", body, true) && !log.ask("ivan", body, false);
        };
        QVERIFY(refusedWith({}));
        QVERIFY(refusedWith({old}));
        QVERIFY(refusedWith({newest, old}));
        QVERIFY(refusedWith({seizure}));
        QVERIFY(!refusedWith({newest}));
        // A step that signs none names none.
        auto other = std::get<TrackStep>(log.step("release_seal", {{"day", log.today()}}, seizure));
        QVERIFY(log.ask("ivan", other, true).has_value());
        other.documents = {newest};
        QVERIFY(!log.ask("ivan", other, false));
    }

    /// What the paper says and the step's form says too is carried over, and cannot differ.
    void theFormSaysWhatTheDocumentSays() {
        CaseLog log = caseWithDocuments();
        const auto seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("sara", "approve_seal", {}, seizure));
        must(log.say("ivan", document("order", 1, {{"day", log.today()}, {"other", "z"}}, seizure)));
        Form form;
        takeOver(log.definition, stepOf(log.definition, "seal"), log.state, form, log.state.track(seizure));
        QCOMPARE(form, (Form{{"day", log.today()}}));
        log.wait(std::chrono::days{1});
        const auto refused = log.take("ivan", "seal", {{"day", log.today()}}, seizure);
        QVERIFY(why(refused).contains(QStringLiteral("in the document")));
        QCOMPARE(refused.error().where, std::string("day"));
        must(log.take("ivan", "seal", {}, seizure));
    }

    /// Who works on the stage, or takes a step that signs one, makes documents; nobody else, and for no track that is
    /// not open.
    void whoMakesDocuments() {
        CaseLog log = caseWithDocuments();
        QVERIFY(log.say("ivan", document("report", 1)).has_value());
        QVERIFY(!log.say("olga", document("report", 2)));
        QVERIFY(!log.say("ivan", document("report", 1))); // the same once more
        QVERIFY(!log.say("ivan", document("order", 3, {}, Digest{})));
        const auto seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure));
        QVERIFY(mayMakeDocument(log.definition, log.state, log.office, log.who("ivan"), "order", nullptr).has_value());
        // The supervisor works on no stage of the investigation, and signs the report that returns a proposal.
        QVERIFY(!mayMakeDocument(log.definition, log.state, log.office, log.who("sara"), "report", nullptr));
        log.definition.steps.front().from = {"investigation"};
        stepOf(log.definition, "close_referred").documents = {entry("report")};
        QVERIFY(mayMakeDocument(log.definition, log.state, log.office, log.who("sara"), "report", nullptr).has_value());
        QVERIFY(!mayMakeDocument(log.definition, log.state, log.office, log.who("sara"), "order", nullptr));
    }

    /// Each taking of a step signs a paper of its own; a later step may sign the very same.
    void eachTakingHasItsOwn() {
        CaseLog log = caseWithDocuments();
        stepOf(log.definition, "release_seal").documents = {entry("order", {}, "seal")};
        stepOf(log.definition, "extend_seal").documents = {entry("extension")};
        const auto seizure = must(log.take("ivan", "request_seal", {{"items", "x"}}));
        must(log.take("sara", "approve_seal", {}, seizure));
        QVERIFY(why(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure))
                    .contains(QStringLiteral("was not signed yet")));
        const auto order = must(log.say("ivan", document("order", 1, {}, seizure)));
        must(log.take("ivan", "seal", {{"day", log.today()}}, seizure));
        must(log.say("ivan", document("order", 2, {}, seizure))); // newer, but not the one that was signed
        must(log.take("ivan", "release_seal", {{"day", log.today()}}, seizure));
        QCOMPARE(log.state.track(seizure)->steps.back().documents, std::vector<Digest>{order});
    }

    /// What the definition's check says about documents.
    void definitionsAreChecked() {
        const std::string text(tracksDefinition());
        const auto with = [&](const std::string& step, const std::string& documents) {
            auto changed = text;
            const auto at = changed.find("\"id\": \"" + step + "\"");
            if (at == std::string::npos) qFatal("no step %s", step.c_str());
            changed.insert(at, "\"documents\": " + documents + ", ");
            const auto problems = checkDefinition(changed);
            return problems.empty() ? QString() : QString::fromStdString(problems.front().what.en);
        };
        const std::string good = R"({"template": "paper", "title": {"en": "Paper", "zh": "文书"}, "cite": "APL 44")";
        QCOMPARE(with("seal", "[" + good + "}]"), QString());
        QCOMPARE(with("seal", "[" + good + R"(, "since": "approve_seal"}])"), QString());
        QVERIFY(with("seal", "[" + good + R"(, "since": "nothing"}])").contains(QStringLiteral("nothing")));
        QVERIFY(with("seal", "[" + good + R"(, "signed": "approve_seal"}])")
                    .contains(QStringLiteral("no step of this track that signs")));
        QVERIFY(with("seal", "[" + good + R"(, "since": "approve_seal", "signed": "approve_seal"}])")
                    .contains(QStringLiteral("either")));
        QVERIFY(with("seal", "[" + good + "}, " + good + "}]").contains(QStringLiteral("already")));
        QVERIFY(with("request_seal", "[" + good + "}]").contains(QStringLiteral("opens a side track")));
        QVERIFY(with("seal", R"([{"template": "paper"}])").contains(QStringLiteral("missing")));
    }
};

QTEST_APPLESS_MAIN(TestStepDocuments)
#include "test_step_documents.moc"
