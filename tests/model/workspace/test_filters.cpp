// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/office.h"

#include "model/filter/fields.h"
#include "model/filter/parse.h"
#include "model/filter/print.h"

#include <algorithm>
#include <random>

using namespace model;

namespace {

/// What a condition means, told a second time over the lines of the list, so that the two can be compared.
class Oracle {
public:
    Oracle(Date today, std::string me, std::map<std::string, std::string> names)
        : m_today(today), m_me(std::move(me)), m_names(std::move(names)) {}

    [[nodiscard]] bool holds(const Condition& condition, const CaseRow& row) const {
        const bool any =
            std::ranges::any_of(condition.values, [&](const auto& value) { return one(condition, value, row); });
        return any != condition.negated;
    }

private:
    [[nodiscard]] bool one(const Condition& condition, const std::string& value, const CaseRow& row) const {
        switch (condition.field) {
        case FilterField::stage: return row.stage == value;
        case FilterField::mineral: return row.mineral == (value == "none" ? "" : value);
        case FilterField::violation: return row.violation == (value == "none" ? "" : value);
        case FilterField::channel: return row.channel == (value == "none" ? "" : value);
        case FilterField::fine: return row.fine == value;
        case FilterField::closed:
            return row.closedAt != Instant{} && day(condition.comparison, value, chinaDate(row.closedAt));
        case FilterField::decided:
            return row.decidedAt != Instant{} && day(condition.comparison, value, chinaDate(row.decidedAt));
        case FilterField::passed: break; // not in the line; tests/model/vault/test_overview.cpp looks at it
        case FilterField::reference: return row.reference.starts_with(value);
        case FilterField::assigned:
            if (value == "nobody") return row.assignees.empty();
            return row.assignees.contains(value == "me" ? m_me : m_names.at(value));
        case FilterField::evidence: return compares(condition.comparison, int(row.evidence) - std::stoi(value));
        case FilterField::opened: return day(condition.comparison, value, chinaDate(row.opened));
        case FilterField::changed: return day(condition.comparison, value, chinaDate(row.changed));
        case FilterField::due: {
            if (value == "none") return row.due.empty();
            if (row.due.empty()) return false;
            const auto due = *parseDate(row.due);
            if (value.back() == 'd') return compares(condition.comparison, apart(due, m_today) - std::stoi(value));
            return compares(condition.comparison, row.due.substr(0, value.size()).compare(value));
        }
        case FilterField::is:
            if (value == "open") return !row.closed;
            if (value == "closed") return row.closed;
            if (value == "mine") return row.assignees.contains(m_me);
            if (value == "waiting") return row.waiting || row.refused;
            if (value == "refused") return row.refused;
            if (value == "undecided") return !row.closed && row.decidedAt == Instant{};
            if (value == "unread") return row.unread;
            return !row.closed && !row.due.empty() && apart(*parseDate(row.due), m_today) < 0;
        case FilterField::words: break;
        }
        return false;
    }
    static int apart(Date a, Date b) {
        return static_cast<int>((std::chrono::sys_days(a) - std::chrono::sys_days(b)).count());
    }
    static bool compares(Comparison comparison, int difference) {
        switch (comparison) {
        case Comparison::is: return difference == 0;
        case Comparison::less: return difference < 0;
        case Comparison::atMost: return difference <= 0;
        case Comparison::more: return difference > 0;
        case Comparison::atLeast: return difference >= 0;
        }
        return false;
    }
    [[nodiscard]] bool day(Comparison comparison, const std::string& value, Date then) const {
        if (value.back() == 'd') return compares(comparison, apart(m_today, then) - std::stoi(value));
        return compares(comparison, formatDate(then).substr(0, value.size()).compare(value));
    }

    Date m_today;
    std::string m_me;
    std::map<std::string, std::string> m_names;
};

} // namespace

class TestFilters : public QObject {
    Q_OBJECT

private slots:
    /// Any filter shows what it says, and as many as are counted.
    void showsWhatItSays() {
        TestOffice office;
        std::map<std::string, std::string> names;
        {
            auto officer = office.as("officer");
            must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
            auto list = must(officer->list());
            const auto rows = must(list.page(must(list.rows({}))));
            QCOMPARE(rows.size(), 28u);
            // Some are worked on, over weeks, so that stages, deadlines, evidence and people differ.
            const QString paper = QString::fromStdString((office.scratch() / "paper.txt").string());
            QFile file(paper);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write("paper") == 5);
            file.close();
            for (std::size_t i = 0; i < 16; ++i) {
                office.clock().advance(std::chrono::hours{31});
                if (i == 2) { // one comes to its end at once
                    must(officer->takeStep(rows[i].id, "reject", {{"reason", "Not ours."}}));
                    continue;
                }
                must(officer->takeStep(rows[i].id, "accept", {}));
                must(officer->setFacts(rows[i].id,
                                       {{"party", "A trading company"}, {"party_address", "1 Harbour Road"}}));
                if (i % 3 == 0) must(officer->setFacts(rows[i].id, {{"violation", i % 2 == 0 ? "ecl34" : "ecl36"}}));
                if (i % 4 == 0) must(officer->addEvidence(rows[i].id, {paper.toStdString()}, "electronic", "", {}, {}));
                if (i % 2 == 0) continue;
                must(officer->takeStep(rows[i].id, "verify", {{"findings", "Goods without a licence."}}));
                must(officer->takeStep(rows[i].id, "propose_filing",
                                       {{"filing_reason", "A violation is likely."}, {"jurisdiction", "Ours."}}));
                if (i % 5 == 0) continue;
                auto supervisor = office.as("supervisor");
                must(supervisor->takeStep(rows[i].id, "approve_filing", {}));
                must(supervisor->assign(rows[i].id, office.id(i % 3 == 0 ? "investigator-2" : "investigator-1"),
                                        "investigator"));
            }
        }
        office.clock().advance(std::chrono::hours{24 * 40});
        auto me = office.as("investigator-1");
        must(me->exchange());
        const auto vocabulary = me->vocabulary();
        for (const auto& one : vocabulary.of(FilterField::assigned)) names[one.value] = one.title.en;
        QVERIFY(vocabulary.of(FilterField::stage).size() > 10 && vocabulary.of(FilterField::mineral).size() > 10);
        auto list = must(me->list());
        const auto all = must(list.page(must(list.rows({}))));
        QVERIFY(std::ranges::any_of(all, [](const auto& row) { return !row.due.empty(); }));
        QVERIFY(std::ranges::any_of(all, [](const auto& row) { return row.assignees == "investigator-1"; }));
        QVERIFY(std::ranges::any_of(all, [](const auto& row) { return row.violation == "ecl34"; }));

        const Date today = chinaDate(office.clock().now());
        const Oracle oracle(today, "investigator-1", names);
        const auto seed = qEnvironmentVariableIsSet("TOUCHSTONE_SEED")
                              ? qEnvironmentVariable("TOUCHSTONE_SEED").toUInt()
                              : std::random_device{}();
        qInfo("TOUCHSTONE_SEED=%u", seed);
        std::mt19937 random(seed);
        const auto& seen = all;
        int hits = 0;
        for (int i = 0; i < 1'500; ++i) {
            const CaseFilter filter = anyFilter(random, vocabulary, seen);
            const std::string line = printFilter(filter);
            const auto parsed = parseFilter(line, vocabulary);
            QVERIFY2(parsed && parsed->filter == filter, line.c_str());
            std::vector<std::int64_t> expected;
            for (const auto& row : all) {
                if (std::ranges::all_of(filter.conditions, [&](const auto& one) { return oracle.holds(one, row); }))
                    expected.push_back(row.row);
            }
            auto found = must(list.rows(filter));
            QVERIFY2(must(list.count(filter)) == found.size(), line.c_str());
            std::ranges::sort(found);
            std::ranges::sort(expected);
            QVERIFY2(found == expected, line.c_str());
            hits += found.empty() || found.size() == all.size() ? 0 : 1;
        }
        QVERIFY2(hits > 60, qPrintable(QString::number(hits)));
    }

    void searchesAndExcludesWords() {
        TestOffice office;
        auto officer = office.as("officer");
        must(officer->importReports({RESOURCES_DIR "/practice/decisions.csv"}, {}, {}));
        while (must(officer->indexWords(1'000)) != 0) {
        }
        auto list = must(officer->list());
        const auto shows = [&](std::string_view line) {
            const auto parsed = parseFilter(line, officer->vocabulary());
            if (!parsed) qFatal("%s", parsed.error().what.en.c_str());
            const auto rows = must(list.rows(parsed->filter));
            if (rows.size() != must(list.count(parsed->filter))) qFatal("counted otherwise");
            return std::set<std::int64_t>(rows.begin(), rows.end());
        };
        const auto all = shows("");
        const auto some = shows("石墨");
        QVERIFY(!some.empty() && some.size() < all.size());
        auto others = shows("-石墨");
        QCOMPARE(some.size() + others.size(), all.size());
        others.merge(std::set(some));
        QVERIFY(others == all);
        QVERIFY(shows("石墨 sort:title") == some);
        QVERIFY(shows("石墨 sort:due") == some);
        QVERIFY(shows("石墨 -石墨").empty());
        QVERIFY(shows("。").empty()); // nothing that a text could hold
        // The Chinese title finds what stands in the fact.
        QVERIFY(!shows("矿产：石墨").empty());
        QVERIFY(shows("矿产：石墨") == shows("mineral:graphite"));
    }

    /// Titles stand by pinyin, in both directions, whatever language the window has; people too.
    void titlesAndPeopleAreOrderedByPinyin() {
        TestOffice office;
        auto officer = office.as("officer");
        for (const char* title :
             {"张三举报镓出口", "Zebra trading", "北京某公司", "阿里木举报", "王某举报锑", "apple"}) {
            intake::Report report;
            report.title = same(title);
            report.externalId = title;
            must(officer->receiveReport(report));
        }
        auto list = must(officer->list());
        const auto titles = [&](bool descending) {
            CaseFilter filter;
            filter.order = CaseOrder::title;
            filter.descending = descending;
            std::vector<std::string> shown;
            for (const auto& row : must(list.page(must(list.rows(filter))))) shown.push_back(row.title);
            return shown;
        };
        std::vector<std::string> right{"阿里木举报",     "北京某公司", "王某举报锑",
                                       "张三举报镓出口", "apple",      "Zebra trading"};
        QCOMPARE(titles(false), right);
        std::ranges::reverse(right);
        QCOMPARE(titles(true), right);

        auto admin = office.as("admin");
        for (const char* name : {"张伟", "李娜", "安琪"})
            must(admin->addPerson({name, name, {Role::officer}, false}, crypto::asBytes("words")));
        std::vector<std::string> names;
        for (const auto& id : admin->peopleByName()) names.push_back(admin->nameOf(id));
        QCOMPARE(names.size(), admin->office().people.size());
        names.resize(3);
        QCOMPARE(names, (std::vector<std::string>{"安琪", "李娜", "张伟"}));
    }

    void keepsFiltersSealed() {
        TestOffice office;
        {
            auto officer = office.as("officer");
            QVERIFY(must(officer->savedFilters()).empty());
            must(officer->keepFilters({{"到期", "期限<7天"}, {"Tungsten", "mineral:tungsten -is:closed"}}));
            QVERIFY(!officer->keepFilters({{"bad", "due<"}}));
        }
        auto officer = office.as("officer");
        QCOMPARE(must(officer->savedFilters()).size(), 2u);
        QCOMPARE(must(officer->savedFilters())[1].line, std::string("mineral:tungsten -is:closed"));
        QVERIFY(must(office.as("auditor")->savedFilters()).empty());
    }

    void knowsPinyin() {
        TestOffice office;
        auto vocabulary = office.as("officer")->vocabulary();
        addPinyin(vocabulary);
        const auto& stages = vocabulary.of(FilterField::stage);
        const auto found = std::ranges::find(stages, "investigation", &KnownValue::value);
        QVERIFY(found != stages.end());
        QCOMPARE(found->initials, std::string("dcqz"));
        QCOMPARE(found->pinyin, std::string("diaochaquzheng"));
    }

private:
    static CaseFilter anyFilter(std::mt19937& random, const FilterVocabulary& vocabulary,
                                const std::vector<CaseRow>& seen) {
        const auto pick = [&](const auto& from) -> const auto& { return from[random() % from.size()]; };
        CaseFilter filter;
        for (auto n = random() % 4 == 0 ? 2 : 1; n > 0; --n) {
            auto field = pick(filterFields());
            while (field.field == FilterField::passed) field = pick(filterFields());
            Condition condition;
            condition.field = field.field;
            condition.negated = random() % 4 == 0;
            if (field.compares()) condition.comparison = static_cast<Comparison>(random() % 5);
            const auto several = condition.comparison == Comparison::is ? 1 + random() % 2 : 1;
            for (std::size_t v = 0; v < several; ++v) {
                const auto& row = pick(seen);
                const bool compared = condition.comparison != Comparison::is;
                switch (field.values) {
                case FilterValues::known:
                case FilterValues::likely:
                    if (const auto fixed = fixedWords(field.field); !fixed.empty())
                        condition.values.emplace_back(pick(fixed).value);
                    else if (field.values == FilterValues::likely && random() % 8 == 0)
                        condition.values.emplace_back("none");
                    else condition.values.push_back(pick(vocabulary.of(field.field)).value);
                    break;
                case FilterValues::person:
                    condition.values.push_back(random() % 3 == 0   ? "nobody"
                                               : random() % 2 == 0 ? "me"
                                                                   : pick(vocabulary.of(field.field)).value);
                    break;
                case FilterValues::text: condition.values.push_back(row.reference.substr(0, random() % 9 + 1)); break;
                case FilterValues::number: condition.values.push_back(std::to_string(random() % 3)); break;
                case FilterValues::age:
                case FilterValues::deadline: {
                    const std::string day = field.field == FilterField::due && !row.due.empty() ? row.due
                                            : field.field == FilterField::opened ? formatDate(chinaDate(row.opened))
                                                                                 : formatDate(chinaDate(row.changed));
                    static constexpr std::size_t kLengths[] = {4, 7, 10};
                    if (compared && random() % 2 == 0) condition.values.push_back(std::to_string(random() % 70) + "d");
                    else if (!compared && field.field == FilterField::due && random() % 3 == 0)
                        condition.values.push_back("none");
                    else condition.values.push_back(day.substr(0, kLengths[random() % 3]));
                    break;
                }
                }
            }
            filter.conditions.push_back(std::move(condition));
        }
        return filter;
    }
};

QTEST_GUILESS_MAIN(TestFilters)
#include "test_filters.moc"
