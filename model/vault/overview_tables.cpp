// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/overview_tables.h"

#include "model/base/result.h"
#include "model/filter/fields.h"
#include "model/filter/print.h"

#include <algorithm>
#include <array>
#include <format>

namespace model {

namespace {

OverviewCell words(Text text) { return {std::move(text), {}, {}, {}, false}; }

OverviewCell numberOf(const Figure& figure) {
    if (!figure.number) return {{"not shown", "不显示"}, {}, {}, {}, true};
    return {same(std::to_string(*figure.number)), static_cast<double>(*figure.number), figure.filter, {}, false};
}

std::string decimal(double value) { return std::format("{:.1f}", value); }

/// "1,820,000.50", as everywhere in the program.
std::string yuan(std::int64_t fen) {
    std::string whole = std::to_string(fen / 100);
    for (std::ptrdiff_t at = std::ssize(whole) - 3; at > 0; at -= 3) whole.insert(static_cast<std::size_t>(at), ",");
    const std::string rest = std::to_string(fen % 100);
    return whole + "." + (rest.size() < 2 ? "0" : "") + rest;
}

class Tables {
public:
    Tables(const Overview& overview, const FilterVocabulary& vocabulary)
        : m_overview(overview), m_vocabulary(vocabulary) {}

    std::vector<OverviewTable> all() {
        return {
            now(),
            load(),
            oldest(),
            weeks(),
            division("minerals", {"Reports by mineral", "按矿产分列的举报"}, FilterField::mineral, m_overview.minerals),
            division("violations", {"Reports by violation", "按违法行为分列的举报"}, FilterField::violation,
                     m_overview.violations),
            division("channels", {"Reports by channel", "按渠道分列的举报"}, FilterField::channel, m_overview.channels),
            division("stages", {"Where the reports of the period stand", "期间内举报现处阶段"}, FilterField::stage,
                     m_overview.stages),
            days(),
            fines()};
    }

    [[nodiscard]] Text titleOf(FilterField field, const std::string& value) const {
        if (value.empty()) return {"not stated", "未填写"};
        const auto& known = m_vocabulary.of(field);
        const auto found = std::ranges::find(known, value, &KnownValue::value);
        return found == known.end() ? same(value) : found->title;
    }

private:
    [[nodiscard]] Text smallNote() const {
        return model::fill(
            {"Groups of fewer than {0} reports are not shown, nor is the next larger one with them, so that "
             "nobody can tell who reported. This is a rule of the program, not of law.",
             "不足 {0} 件举报的分组不显示，并连同次小的一组一并隐去，以免推断出举报人。这是本程序的规则，并非法律规定。"},
            std::to_string(m_overview.asked.smallest));
    }

    OverviewTable now() {
        OverviewTable table{"now", {"In numbers", "概况"}, {}, {{"Cases", "案件"}, {"Number", "数量"}}, {}, false};
        const auto add = [&](Text name, const Figure& figure) {
            table.rows.push_back({words(std::move(name)), numberOf(figure)});
            if (!figure.number) table.note = smallNote();
        };
        add({"Open", "未结"}, m_overview.open);
        add({"Overdue", "逾期"}, m_overview.overdue);
        if (m_overview.toDecide.number) add({"To decide", "待审批"}, m_overview.toDecide);
        add({"Without an approved penalty", "尚未批准处罚"}, m_overview.undecided);
        add({"Received in the period", "期间内收到"}, m_overview.received);
        add({"Closed in the period", "期间内结案"}, m_overview.closed);
        return table;
    }

    OverviewTable load() {
        OverviewTable table{"load", {"Open cases per person", "人均在办案件"},
                            {},     {{"Person", "人员"}, {"Open", "未结"}, {"Overdue", "逾期"}},
                            {},     false};
        table.title = {"Open cases by person", "各人员在办案件"};
        for (const auto& one : m_overview.load) {
            const Text name = one.person ? titleOf(FilterField::assigned, one.person->hex()) : Text{"nobody", "无人"};
            table.rows.push_back({words(name), numberOf(one.open), numberOf(one.overdue)});
            if (!one.open.number) table.note = smallNote();
        }
        return table;
    }

    OverviewTable oldest() {
        OverviewTable table{"oldest", {"Oldest without an approved penalty", "最久未批准处罚"},
                            {},       {{"Case", "案件"}, {"Days open", "已立天数"}, {"Stage", "阶段"}},
                            {},       false};
        table.columns[1] = {"Days", "天数"};
        for (const auto& one : m_overview.oldest) {
            OverviewCell reference = words(same(one.reference));
            reference.opens = one.id;
            OverviewCell age{{"not shown", "不显示"}, {}, {}, one.id, true};
            if (one.days) {
                age = words(same(std::to_string(*one.days)));
                age.value = static_cast<double>(*one.days);
                age.opens = one.id;
            } else {
                table.note = {"How old they are is not shown: it would tell in which week a few reports came.",
                              "不显示天数，以免由此得知少数举报到达的周次。"};
            }
            table.rows.push_back({std::move(reference), std::move(age), words(titleOf(FilterField::stage, one.stage))});
        }
        return table;
    }

    OverviewTable weeks() {
        OverviewTable table{"weeks", {"Reports received and cases closed", "收到举报与结案"},
                            {},      {{"Week", "周"}, {"Received", "收到"}, {"Closed", "结案"}},
                            {},      true};
        for (const auto& week : m_overview.weeks) {
            table.rows.push_back({words(same(partName(week.part))), numberOf(week.received), numberOf(week.closed)});
            if (!week.received.number || !week.closed.number) table.note = smallNote();
        }
        return table;
    }

    OverviewTable division(std::string id, Text title, FilterField field, const Division& division) {
        OverviewTable table{std::move(id), std::move(title), {}, {filterField(field)->title, {"Reports", "举报"}}, {},
                            false};
        table.columns[0] = capital(table.columns[0]);
        for (const auto& group : division.groups)
            table.rows.push_back({words(titleOf(field, group.value)), numberOf(group.cases)});
        if (division.withheld)
            table.note = {"Too few reports to be divided without saying who reported.",
                          "举报过少，分列即可能暴露举报人，故不显示。"};
        else if (division.hidden != 0) {
            table.note = smallNote();
            const Text sum =
                model::fill({" {0} groups are not shown, {1} reports together.", "未显示 {0} 组，共 {1} 件。"},
                            std::to_string(division.hidden), std::to_string(division.inThem));
            table.note.en += sum.en;
            table.note.zh += sum.zh;
        }
        return table;
    }
    static Text capital(Text text) {
        if (!text.en.empty() && text.en[0] >= 'a' && text.en[0] <= 'z') text.en[0] = static_cast<char>(text.en[0] - 32);
        return text;
    }

    OverviewTable days() {
        OverviewTable table{"days",
                            {"Median days in a stage", "各阶段用时中位数（天）"},
                            {"Of the reports of the period, by the cases that have left the stage.",
                             "期间内举报中，按已离开该阶段的案件计算。"},
                            {{"Stage", "阶段"}, {"Days", "天数"}, {"Cases", "案件"}},
                            {},
                            false};
        for (const auto& one : m_overview.days) {
            OverviewCell median{same(decimal(one.median)), one.median, one.cases.filter, {}, false};
            table.rows.push_back(
                {words(titleOf(FilterField::stage, one.stage)), std::move(median), numberOf(one.cases)});
        }
        return table;
    }

    OverviewTable fines() {
        OverviewTable table{"fines", {"Approved fines and the range of the law", "已批准罚款与法定幅度"},
                            {},      {{"Place", "位置"}, {"Cases", "案件"}},
                            {},      false};
        for (const auto& one : m_overview.fines) {
            const auto places = finePlaces();
            const auto found = std::ranges::find(places, one.place, &FilterWord::value);
            table.rows.push_back({words(found == places.end() ? same(one.place) : found->title), numberOf(one.cases)});
        }
        if (table.rows.empty()) return table;
        if (m_overview.fineSum) {
            const std::string sum = yuan(*m_overview.fineSum);
            table.note = {"Fines together: CNY " + sum + ".", "罚款合计：人民币" + sum + "元。"};
        } else {
            table.note = {"The fines together are more than can be counted.", "罚款合计超出可计范围。"};
        }
        return table;
    }

    const Overview& m_overview;
    const FilterVocabulary& m_vocabulary;
};

std::string csvCell(const std::string& text) {
    std::string out;
    // What a spreadsheet takes for a formula it would run; a Chinese one takes the signs of full width too.
    static constexpr std::array<std::string_view, 10> kFormula = {"=",  "+",  "-",  "@",  "\t",
                                                                  "\r", "＝", "＋", "－", "＠"};
    if (std::ranges::any_of(kFormula, [&](std::string_view sign) { return text.starts_with(sign); })) out += '\'';
    out += text;
    if (out.find_first_of(",\"\r\n") == std::string::npos) return out;
    std::string quoted = "\"";
    for (const char c : out) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
    return quoted + "\"";
}

} // namespace

std::vector<OverviewTable> overviewTables(const Overview& overview, const FilterVocabulary& vocabulary) {
    return Tables(overview, vocabulary).all();
}

Text overviewHeading(const Overview& overview, const FilterVocabulary& vocabulary) {
    Text out = model::fill({"{0} to {1} (days in China), computed at {2}", "{0} 至 {1}（中国日期），计算于 {2}"},
                           formatDate(overview.asked.period.first), formatDate(overview.asked.period.last),
                           formatMinute(overview.at));
    if (!overview.asked.filter.conditions.empty()) {
        const auto line = [&](Language language) {
            return printFilter({overview.asked.filter.conditions, CaseOrder::changed, true}, language, vocabulary);
        };
        out.en += "; only " + line(Language::en);
        out.zh += "；仅限 " + line(Language::zh);
    }
    return out;
}

std::string overviewCsv(const std::vector<OverviewTable>& tables, const FilterVocabulary& vocabulary,
                        Language language) {
    std::string out = "\xEF\xBB\xBF";
    const auto line = [&](std::initializer_list<std::string> cells) {
        bool first = true;
        for (const auto& cell : cells) {
            if (!first) out += ',';
            first = false;
            out += csvCell(cell);
        }
        out += "\r\n";
    };
    const auto in = [&](const Text& text) { return text.in(language); };
    line(
        {in({"Table", "表"}), in({"Row", "行"}), in({"Column", "列"}), in({"Number", "数值"}), in({"Filter", "筛选"})});
    for (const auto& table : tables) {
        for (const auto& row : table.rows) {
            for (std::size_t column = 1; column < row.size(); ++column) {
                const auto& cell = row[column];
                const std::string filter = cell.filter ? printFilter(*cell.filter, language, vocabulary) : "";
                line({in(table.title), in(row.front().text), in(table.columns[column]), in(cell.text), filter});
            }
        }
        if (!table.note.empty()) line({in(table.title), "", in({"Note", "说明"}), in(table.note), ""});
    }
    return out;
}

} // namespace model
