// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/fill.h"
#include "model/template/shipped.h"
#include "model/workflow/penalty_check.h"
#include "tests/model/workflow/case_log.h"

#include <QTest>

#include <algorithm>

using namespace model;

namespace {

std::string templateWith(const std::string& blocks, const std::string& more = {}) {
    return R"({"format": "touchstone-document-1", "id": "paper", "version": 1, "title": {"en": "Paper", "zh": "文书"},
 "cite": "APL 59", )" +
           more +
           R"("fields": [{"id": "no", "title": {"en": "Number", "zh": "文号"}, "type": "text", "required": true},
   {"id": "amount", "title": {"en": "Amount", "zh": "金额"}, "type": "money"},
   {"id": "day", "title": {"en": "Day", "zh": "日期"}, "type": "date"},
   {"id": "words", "title": {"en": "Words", "zh": "内容"}, "type": "longText"},
   {"id": "way", "title": {"en": "Way", "zh": "方式"}, "type": "choice",
    "choices": [{"value": "post", "title": {"en": "by post", "zh": "邮寄"}}]}],
 "blocks": [)" +
           blocks + "]}";
}

std::string block(const std::string& text, const std::string& more = {}) {
    return R"({"style": "body", )" + more + R"("text": {"en": ")" + text + R"(", "zh": ")" + text + R"("}})";
}

/// A case under way, and what fills a paper from it.
struct Desk {
    CaseLog log = caseWithTracks();
    Form fields = {{"no", "1号"}};
    std::optional<Digest> on = {};

    Result<FilledDocument> fill(const std::string& json,
                                document::DocumentLanguage language = document::DocumentLanguage::zh) {
        auto form = parseTemplate(json);
        if (!form) qFatal("%s %s", form.error().what.en.c_str(), form.error().where.c_str());
        log.office.name = "某局";
        const DocumentScene scene{.form = *form,
                                  .definition = log.definition,
                                  .state = log.state,
                                  .office = log.office,
                                  .calendar = &log.calendar,
                                  .fields = fields,
                                  .own = on ? log.state.track(*on) : nullptr,
                                  .author = log.who("ivan"),
                                  .now = log.now,
                                  .fingerprint = {},
                                  .nameOf = [this](PersonId id) { return log.office.people.at(id).name; }};
        return fillDocument(scene, language);
    }
    QStringList lines(const std::string& blocks, document::DocumentLanguage language = document::DocumentLanguage::zh) {
        const auto filled = fill(templateWith(blocks), language);
        if (!filled) return {QString::fromStdString(filled.error().what.en)};
        QStringList out;
        for (const auto& one : filled->script.paragraphs) out << QString::fromStdString(one.text);
        return out;
    }
};

Digest must(Result<Digest> result) {
    if (!result) qFatal("%s", result.error().what.en.c_str());
    return *result;
}

} // namespace

/// Templates filled from a case.
class TestFill : public QObject {
    Q_OBJECT

private slots:
    void valuesStandInBothLanguages() {
        Desk desk;
        desk.fields = {{"no", "1号"}, {"amount", "1820000.50"}, {"day", "2026-03-04"}, {"way", "post"}};
        const auto both =
            desk.lines(block("{office.name} {field.no}") + "," + block("{field.amount} {field.amount.capital}") + "," +
                           block("{field.day} {field.way} {author.name}"),
                       document::DocumentLanguage::both);
        QCOMPARE(both.size(), 7);
        QCOMPARE(both[0], QStringLiteral("某局 1号"));
        QCOMPARE(both[1], QStringLiteral("1,820,000.50元 人民币壹佰捌拾贰万元零伍角"));
        QCOMPARE(both[2], QStringLiteral("2026年3月4日 邮寄 ivan"));
        QVERIFY(both[3].startsWith(QStringLiteral("Reading copy")));
        QCOMPARE(both[5], QStringLiteral("CNY 1,820,000.50 人民币壹佰捌拾贰万元零伍角"));
        QCOMPARE(both[6], QStringLiteral("4 March 2026 by post ivan"));
    }

    /// A block stands where its condition holds, once for each line of its list, and not at all where nothing is said.
    void conditionsAndLists() {
        Desk desk;
        QCOMPARE(
            desk.lines(block("a", R"("if": "field.amount", )") + "," + block("b", R"("unless": "field.amount", )")),
            QStringList{QStringLiteral("b")});
        QCOMPARE(desk.lines(block("{index} {item.name}", R"("each": "assigned.investigator", )")),
                 (QStringList{QStringLiteral("1 ivan"), QStringLiteral("2 irma"), QStringLiteral("3 mila")}));
        QCOMPARE(desk.lines(block("{assigned.investigator}")), QStringList{QStringLiteral("ivan、irma、mila")});
        QCOMPARE(desk.lines(block("{field.words}") + "," + block("x")), QStringList{QStringLiteral("x")});
        EvidenceAdded evidence;
        evidence.category = "documentary";
        evidence.name = "contract.pdf";
        must(desk.log.say("ivan", evidence));
        QCOMPARE(desk.lines(block("{item.name}/{item.category}", R"("each": "evidence", )")),
                 QStringList{QStringLiteral("contract.pdf/书证")});
        QCOMPARE(desk.lines(block("{item.by}", R"("each": "step.begin", )")), QStringList{QStringLiteral("olga")});
    }

    /// What somebody typed keeps its paragraphs, and cannot turn the direction of writing or name a value.
    void whatIsTypedStaysText() {
        Desk desk;
        desk.fields["words"] = "one\n\ntwo {fact.title} \u202Eevil";
        QCOMPARE(desk.lines(block("{field.words}")),
                 (QStringList{QStringLiteral("one"), QStringLiteral("two {fact.title} evil")}));
        QCOMPARE(desk.lines(block("said: {field.words}")),
                 QStringList{QStringLiteral("said: one two {fact.title} evil")});
    }

    /// What the law asks for is refused by name and article, all of it at once; what the template's own form asks for
    /// too.
    void whatIsMissingIsNamed() {
        Desk desk;
        const auto json = templateWith(
            block("x"),
            R"("needs": [{"value": "field.amount", "cite": "APL 59"}, {"value": "evidence", "cite": "APL 46"}], )");
        const auto refused = desk.fill(json);
        QVERIFY(!refused);
        QCOMPARE(refused.error().code, Code::refused);
        QCOMPARE(refused.error().cite, std::string("APL 59"));
        QCOMPARE(refused.error().where, std::string("field.amount"));
        QVERIFY(QString::fromStdString(refused.error().what.en)
                    .contains(QStringLiteral("Amount (APL 59), Evidence (APL 46)")));
        desk.fields.clear();
        const auto unfilled = desk.fill(templateWith(block("x")));
        QVERIFY(!unfilled);
        QCOMPARE(unfilled.error().where, std::string("no"));
    }

    /// A name that the workflow does not have is a mistake of the template, not an empty place.
    void namesMustBeThere() {
        Desk desk;
        for (const char* name : {"fact.moon", "step.moon.x", "step.begin.moon", "assigned.moon", "deadline.moon.due",
                                 "penalty.fine", "moon", "field.moon", "item.name"}) {
            const auto refused = desk.fill(templateWith(block(std::string("{") + name + "}")));
            QVERIFY2(!refused && refused.error().code == Code::malformed, name);
        }
        QVERIFY(!desk.fill(templateWith(block("{item.moon}", R"("each": "evidence", )"))));
        QVERIFY(!desk.fill(templateWith(block("x", R"("each": "fact.title", )"))));
    }

    /// Of several side tracks of a kind it is filled from the one that it is made for.
    void eachTrackHasItsOwnWords() {
        Desk desk;
        const auto first = must(desk.log.take("ivan", "request_seal", {{"items", "scandium"}}));
        const auto second = must(desk.log.take("ivan", "request_seal", {{"items", "yttrium"}}));
        desk.on = first;
        QCOMPARE(desk.lines(block("{step.request_seal.items}")), QStringList{QStringLiteral("scandium")});
        desk.on = second;
        QCOMPARE(desk.lines(block("{step.request_seal.items}")), QStringList{QStringLiteral("yttrium")});
    }

    /// Penalties are computed anew from what was signed.
    void penaltiesAreComputed() {
        Desk desk;
        PenaltyValue value;
        value.facts.violations = {law::ArticleId("ecl34")};
        value.facts.illegalTurnover = law::Money::fromFen(600'000'00);
        value.proposal.fine = law::Money::fromFen(3'000'000'00);
        must(desk.log.take("ivan", "propose", {{"penalty", renderPenaltyValue(value)}}));
        const auto blocks = block("{penalty.fine}（{penalty.fine.capital}）") + "," +
                            block("{item.text}", R"("each": "penalty.measures", )");
        const auto filled = desk.fill(templateWith(blocks, R"("penalty": "propose", )"));
        QVERIFY2(filled.has_value(), filled ? "" : filled.error().what.en.c_str());
        QCOMPARE(filled->script.paragraphs.front().text, std::string("3,000,000.00元（人民币叁佰万元整）"));
        QVERIFY(std::ranges::any_of(filled->script.paragraphs, [](const auto& one) {
            return one.text.contains("罚款人民币3,000,000.00元（大写：叁佰万元整）");
        }));
        QVERIFY(filled->doubts.empty());
    }

    /// An amount whose words differ, and a fact without evidence, are doubts.
    void slipsAreDoubted() {
        Desk desk;
        desk.fields["words"] = "罚款1,000.00元（大写：贰仟元整）";
        const auto filled = desk.fill(templateWith(block("{field.words}")));
        QVERIFY(filled.has_value());
        QCOMPARE(filled->doubts.size(), std::size_t(1));
        ChronologyEntered entry;
        entry.item.bytes[0] = 7;
        entry.fields = {{"from", "2026-03-01"}, {"text", "The goods left"}};
        must(desk.log.say("ivan", entry));
        EvidenceAdded evidence;
        evidence.category = "documentary";
        evidence.name = "contract.pdf";
        must(desk.log.say("ivan", evidence));
        desk.fields.erase("words");
        const auto listed = desk.fill(templateWith(block("{item.name}", R"("each": "evidence", )")));
        QVERIFY(listed.has_value());
        QCOMPARE(listed->doubts.size(), std::size_t(1));
        QVERIFY(listed->doubts.front().en.contains("The goods left"));
    }

    /// The same case gives the same script, and every shipped template can be set.
    void sameSceneSameScript() {
        Desk desk;
        const auto json = templateWith(block("{case.number} {today}"));
        const auto once = desk.fill(json);
        const auto twice = desk.fill(json);
        QCOMPARE(document::typeset(once->script).value(), document::typeset(twice->script).value());
    }
};

QTEST_APPLESS_MAIN(TestFill)
#include "test_fill.moc"
