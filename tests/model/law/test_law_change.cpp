// SPDX-License-Identifier: GPL-3.0-or-later
// 行政处罚法 37: the law at the time when the act ended, or a later one where it is milder. The carried packs hold one
// version of each law, so this works on a book of invented ones.
#include "model/law/penalty.h"

#include <QFile>
#include <QTest>

using namespace model;
using namespace model::law;

namespace {

std::string resource(const char* name) {
    QFile file(QString(RESOURCES_DIR "/law/") + name);
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : std::string();
}

std::string packText(const std::string& id, const std::string& days, const std::string& article,
                     const std::string& most, const std::string& more = {}) {
    return R"({"format":"touchstone-penalty-2","id":")" + id + R"(","law":{"en":")" + id + R"(","zh":")" + id +
           R"("},"route":"commerce","currency":"CNY",)" + days +
           R"(,"general":"apl-2021","source":{"en":"x","zh":"x"},)" + more + R"("articles":[{"id":")" + article +
           R"(","cite":"X 1","article":{"en":"X","zh":"X"},"violation":{"en":"x","zh":"x"},"summary":{"en":"x","zh":"x"},)"
           R"("fine":[{"most":{"amount":")" +
           most + R"("}}],"formerly":["old1"]}]})";
}

Checked<PenaltyBook> bookOf(const std::vector<std::string>& texts) {
    std::vector<std::string_view> views(texts.begin(), texts.end());
    auto book = PenaltyBook::parse(views);
    if (!book) qInfo("%s: %s", book.error().front().where.c_str(), book.error().front().what.en.c_str());
    return book;
}

} // namespace

class TestLawChange : public QObject {
    Q_OBJECT

    static PenaltyBook book(const std::string& laterMost) {
        return bookOf({resource("apl-2021.json"),
                       packText("then", R"("effective":"2020-01-01","until":"2025-12-31")", "old1", "1000"),
                       packText("now", R"("effective":"2026-01-01")", "new1", laterMost)})
            .value();
    }

private slots:
    void theMilderApplies_data() {
        QTest::addColumn<QString>("end");
        QTest::addColumn<QString>("later");
        QTest::addColumn<QString>("law");
        QTest::newRow("ended before, later milder") << "2025-12-31" << "500" << "now";
        QTest::newRow("ended before, later harsher") << "2025-12-31" << "2000" << "then";
        QTest::newRow("ended before, the same") << "2025-12-31" << "1000" << "then";
        QTest::newRow("went on into the new law, which is harsher") << "2026-01-01" << "2000" << "now";
        QTest::newRow("before both") << "2019-12-31" << "500" << "refused";
    }
    void theMilderApplies() {
        QFETCH(QString, end);
        QFETCH(QString, later);
        QFETCH(QString, law);
        const auto laws = book(later.toStdString());
        PenaltyFacts facts{.violations = {ArticleId("old1")}, .actEnd = parseDate(end.toStdString())};
        facts.packs = laws.packsFor(facts.violations, {});
        QCOMPARE(facts.packs, (std::vector<std::string>{"then", "now"}));
        const auto range = computePenalty(laws, facts);
        QCOMPARE(range ? QString::fromStdString(range->law) : QString("refused"), law);
        if (!range || end != "2025-12-31") return;
        const auto words = renderTree(*range, Language::en);
        QVERIFY2(words.contains("Article 37") && words.contains("Not applied because: The later law is"),
                 words.c_str());
        QCOMPARE(range->derivation.at(1).source.cite, std::string("APL 37")); // after the article itself
    }

    void theDayMustBeKnown() {
        const auto laws = book("500");
        const PenaltyFacts facts{.violations = {ArticleId("old1")}, .packs = {"then", "now"}};
        QCOMPARE(computePenalty(laws, facts).error().where, std::string("actEnd"));
    }

    // A signed proposal names its packs, so that a pack that came later changes nothing in it.
    void laterPacksChangeNothing() {
        const auto laws = book("500");
        const PenaltyFacts facts{
            .violations = {ArticleId("old1")}, .actEnd = parseDate("2025-06-01"), .packs = {"then"}};
        QCOMPARE(computePenalty(laws, facts)->law, std::string("then"));
        const PenaltyFacts unknown{.violations = {ArticleId("old1")}, .packs = {"other"}};
        QCOMPARE(computePenalty(laws, unknown).error().where, std::string("packs"));
    }

    void aCorrectionIsAPackOfItsOwn() {
        const auto laws =
            bookOf({resource("apl-2021.json"), packText("p1", R"("effective":"2020-01-01")", "old1", "1000"),
                    packText("p2", R"("effective":"2020-01-01")", "old1", "900", R"("corrects":"p1",)")})
                .value();
        const std::vector<ArticleId> articles = {ArticleId("old1")};
        QCOMPARE(laws.packsFor(articles, {}), std::vector<std::string>{"p2"});
        QCOMPARE(laws.packOf(articles.front())->id, std::string("p2"));
    }

    void aBookIsWhole() {
        const auto place = [](const std::vector<std::string>& texts) {
            const auto made = bookOf(texts);
            return made ? std::string("fine") : made.error().front().where;
        };
        const auto good = packText("p1", R"("effective":"2020-01-01")", "old1", "1000");
        QCOMPARE(place({good}), std::string("p1: /general"));
        QCOMPARE(place({resource("apl-2021.json"), good}), std::string("fine"));
        QCOMPARE(place({resource("apl-2021.json"), good, good}), std::string("p1: /id"));
        QCOMPARE(place({resource("apl-2021.json"),
                        packText("p1", R"("effective":"2020-01-01")", "a", "1", R"("corrects":"p9",)")}),
                 std::string("p1: /corrects"));
        QCOMPARE(place({resource("reg-2024.json"), resource("apl-2021.json")}),
                 std::string("reg-2024: /articles/0/under"));
    }

    void refusesBadPacks_data() {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<QByteArray>("place");
        const auto row = [](const char* from, const char* to, const char* place) {
            QTest::newRow(to) << QByteArray(from) << QByteArray(to) << QByteArray(place);
        };
        row("\"CNY\"", "\"EUR\"", "/currency");
        row("\"illegalGains\"", "\"illegalLosses\"", "/articles/3/basis");
        row("\"basis\": \"illegalGains\",", "", "/articles/3");
        row("\"least\": {\"amount\": \"500000\"}", "\"least\": {\"amount\": \"5000000\"}",
            "/articles/1/serious/fine/0");
        row("\"times\": [10, 1]", "\"times\": [4, 1]", "/articles/1/serious/fine/1");
        row("\"times\": [10, 1]", "\"times\": [10]", "/articles/1/serious/fine/1/most/times");
        row("{\"from\": \"500000\"", "{\"from\": \"0\"", "/articles/1/serious/fine/1");
        row("\"orderCorrection\"", "\"flogging\"", "/articles/1/measures/1");
        row("\"refuseApplications\": [5, 5]", "\"refuseApplications\": [6, 5]", "/articles/4/refuseApplications");
        row("\"under\": \"ecl34\"", "\"over\": \"ecl34\"", "/articles/0/over");
        row("\"effective\": \"2024-12-01\"", "\"effective\": \"2024-12-01\", \"until\": \"2024-11-01\"", "/until");
    }
    void refusesBadPacks() {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(QByteArray, place);
        auto text = resource("reg-2024.json");
        const auto at = text.find(from.toStdString());
        QVERIFY(at != std::string::npos);
        const auto law = PenaltyLaw::parse(text.replace(at, static_cast<std::size_t>(from.size()), to.toStdString()));
        QVERIFY(!law);
        QCOMPARE(QByteArray::fromStdString(law.error().front().where), place);
    }
};

QTEST_APPLESS_MAIN(TestLawChange)
#include "test_law_change.moc"
