// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/fill.h"
#include "model/template/shipped.h"
#include "model/workflow/shipped.h"

#include <QTest>

#include <algorithm>
#include <set>

using namespace model;

namespace {

Definition whole() {
    auto parsed = parseDefinition(shippedDefinitions().back().json);
    if (!parsed) qFatal("%s %s", parsed.error().what.en.c_str(), parsed.error().where.c_str());
    return *std::move(parsed);
}

const std::string kGood = R"({"format": "touchstone-document-1", "id": "paper", "version": 1,
 "title": {"en": "Paper", "zh": "文书"}, "cite": "APL 59",
 "fields": [{"id": "no", "title": {"en": "No", "zh": "号"}, "type": "text"}],
 "needs": [{"value": "fact.party", "cite": "APL 59"}],
 "blocks": [{"style": "body", "text": {"en": "{fact.party} {{x}}", "zh": "{fact.party}"}}]})";

/// The first mistake of kGood with `from` replaced; "" where there is none.
QString mistake(const std::string& from, const std::string& to) {
    auto text = kGood;
    const auto at = text.find(from);
    if (at == std::string::npos) qFatal("not in the text: %s", from.c_str());
    text.replace(at, from.size(), to);
    const auto problems = checkTemplate(text);
    if (problems.empty() != parseTemplate(text).has_value()) qFatal("check and parse differ");
    return problems.empty() ? QString()
                            : QString::fromStdString(problems.front().path + " " + problems.front().what.en);
}

} // namespace

/// Templates as data: their form, and those that the program carries.
class TestTemplate : public QObject {
    Q_OBJECT

private slots:
    void formIsChecked() {
        QCOMPARE(mistake("paper", "paper"), QString());
        QVERIFY(mistake("document-1", "document-2").startsWith(QStringLiteral("/format")));
        QVERIFY(mistake("\"body\"", "\"fancy\"").startsWith(QStringLiteral("/blocks/0/style")));
        QVERIFY(mistake("{fact.party} {{x}}", "{fact.party").startsWith(QStringLiteral("/blocks/0/text")));
        QVERIFY(mistake("{fact.party} {{x}}", "{Fact}").startsWith(QStringLiteral("/blocks/0/text")));
        QVERIFY(mistake("{fact.party} {{x}}", "a } b").startsWith(QStringLiteral("/blocks/0/text")));
        QVERIFY(mistake("\"fact.party\", \"cite\"", "\"fact party\", \"cite\"").startsWith(QStringLiteral("/needs/0")));
        QVERIFY(mistake("\"blocks\": [", "\"blocks\": [], \"x\": [").contains(QStringLiteral("not known")));
        QVERIFY(mistake("\"zh\": \"文书\"", "\"de\": \"x\"").startsWith(QStringLiteral("/title")));
        QVERIFY(mistake("{\"id\": \"no\"",
                        "{\"id\": \"no\", \"type\": \"text\", \"title\": {\"en\": \"N\", \"zh\": \"号\"}}, "
                        "{\"id\": \"no\"")
                    .contains(QStringLiteral("there already")));
        QVERIFY(!checkTemplate("").empty());
        QVERIFY(!checkTemplate("[]").empty());
        QCOMPARE(parseTemplate(std::string(kTemplateBytes + 1, ' ')).error().code, Code::tooLarge);
    }

    void textIsTakenApart() {
        QCOMPARE(*textPieces("a{b.c}d"), (std::vector<std::string>{"a", "b.c", "d"}));
        QCOMPARE(*textPieces("{{a}}"), (std::vector<std::string>{"{a}"}));
        QCOMPARE(*textPieces(""), (std::vector<std::string>{""}));
        QVERIFY(!textPieces("{a"));
        QVERIFY(!textPieces("a}"));
        QVERIFY(!textPieces("{a{b}}"));
        QVERIFY(!textPieces("{}"));
    }

    /// Each is sound, names only what the whole procedure has, and is cited; no paper that a step signs is missing, and
    /// what is called the same there and here has one type.
    void shippedTemplatesFit() {
        const auto definition = whole();
        const RegisterState office;
        std::set<std::string_view> ids;
        for (const auto& [id, json] : shippedTemplates()) {
            ids.insert(id);
            for (const auto& problem : checkTemplate(json))
                QFAIL((std::string(id) + problem.path + ": " + problem.what.en).c_str());
            const auto form = *parseTemplate(json);
            QCOMPARE(form.id, std::string(id));
            for (const auto& problem : checkNames(form, definition))
                QFAIL((std::string(id) + problem.path + ": " + problem.what.en).c_str());
            for (const auto& need : form.needs) QVERIFY(!need.cite.empty());
        }
        QCOMPARE(ids.size(), shippedTemplates().size());
        const auto held = checkDocuments(definition, office);
        QVERIFY2(held.has_value(), held ? "" : held.error().what.en.c_str());
        const auto check = [&](const Step& step) {
            for (const auto& entry : step.documents) {
                const auto form = *templateOf(office, entry.document);
                QCOMPARE(entry.title, form.title);
                for (const auto& field : step.form) {
                    const auto same = std::ranges::find(form.fields, field.id, &Field::id);
                    if (same != form.fields.end()) QVERIFY2(same->type == field.type, field.id.c_str());
                }
            }
        };
        std::size_t signing = 0;
        for (const auto& step : definition.steps) {
            check(step);
            signing += step.documents.empty() ? 0 : 1;
        }
        for (const auto& side : definition.tracks) {
            for (const auto& step : side.steps) {
                check(step);
                signing += step.documents.empty() ? 0 : 1;
            }
        }
        QVERIFY(signing >= 20);
    }

    /// APL 59, paragraph 1: what a decision must state is asked for, item by item.
    void decisionAsksForApl59() {
        const auto form = *templateOf({}, "penalty_decision");
        std::set<std::string> needs;
        for (const auto& need : form.needs) {
            if (need.cite.contains("APL 59")) needs.insert(need.value);
        }
        for (const char* value :
             {"fact.party", "fact.party_address", "evidence", "penalty.measures", "penalty.basis", "field.review_body",
              "field.litigation_court", "office.name", "field.decision_date"}) {
            QVERIFY2(needs.contains(value), value);
        }
    }

    /// An office's own template takes the place of the program's, and a workflow that it does not fit is refused.
    void officesHaveTheirOwn() {
        RegisterState office;
        const auto before = templateIds(office).size();
        office.templates["paper"] = kGood;
        QCOMPARE(templateIds(office).size(), before + 1);
        QCOMPARE(templateOf(office, "paper")->title.en, std::string("Paper"));
        office.templates["demand_letter"] = std::string(kGood);
        QCOMPARE(templateIds(office).size(), before + 1);
        QCOMPARE(templateOf(office, "demand_letter")->id, std::string("paper"));
        auto wrong = kGood;
        wrong.replace(wrong.find("fact.party\""), 11, "fact.moon\"");
        office.templates["demand_letter"] = wrong;
        const auto held = checkDocuments(whole(), office);
        QVERIFY(!held);
        QCOMPARE(held.error().where, std::string("demand"));
        QCOMPARE(templateOf(office, "nothing").error().code, Code::notFound);
    }
};

QTEST_APPLESS_MAIN(TestTemplate)
#include "test_template.moc"
