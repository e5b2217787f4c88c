// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/vault/case_query.h"

#include "model/store/search_tokenizer.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace model {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

std::string_view orderColumn(CaseOrder order) {
    switch (order) {
    case CaseOrder::changed: return "changed";
    case CaseOrder::opened: return "opened";
    case CaseOrder::due: return "due";
    case CaseOrder::reference: return "reference";
    case CaseOrder::title: return "title_key";
    case CaseOrder::stage: return "stage";
    }
    std::unreachable();
}

int number(std::string_view digits) {
    int value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return value;
}

/// The days that a value means: from the first to before the second.
using Days = std::pair<Date, Date>;

Days daysOf(const std::string& value) {
    if (value.size() == 4) {
        const std::chrono::year year{number(value)};
        return {year / 1 / 1, (year + std::chrono::years{1}) / 1 / 1};
    }
    if (value.size() == 7) {
        const auto month = std::chrono::year{number(std::string_view(value).substr(0, 4))} /
                           std::chrono::month{static_cast<unsigned>(number(std::string_view(value).substr(5)))};
        return {month / 1, (month + std::chrono::months{1}) / 1};
    }
    const Date day = parseDate(value).value_or(Date{});
    return {day, Date{sys_days(day) + days{1}}};
}

/// Younger is later.
Comparison turned(Comparison comparison) {
    switch (comparison) {
    case Comparison::is: return Comparison::is;
    case Comparison::less: return Comparison::more;
    case Comparison::atMost: return Comparison::atLeast;
    case Comparison::more: return Comparison::less;
    case Comparison::atLeast: return Comparison::atMost;
    }
    std::unreachable();
}

class Where {
public:
    explicit Where(Date today) : m_today(today) {}

    std::string bind(std::string value) {
        values.push_back(std::move(value));
        return "?" + std::to_string(values.size());
    }
    void add(std::string_view condition) {
        text += text.empty() ? " WHERE " : " AND ";
        text += condition;
    }
    void add(const Condition& condition) {
        std::string any;
        if (const auto column = textColumn(condition.field); !column.empty()) {
            const bool stated = condition.field == FilterField::stage || condition.field == FilterField::fine;
            for (const auto& value : condition.values)
                any += (any.empty() ? "" : ",") + bind(!stated && value == "none" ? std::string() : value);
            any = std::string(column) + (condition.negated ? " NOT IN (" : " IN (") + any + ")";
            add(any);
            return;
        }
        for (const auto& value : condition.values) any += (any.empty() ? "" : " OR ") + one(condition, value);
        if (condition.negated) any = "NOT (" + any + ")";
        else if (condition.values.size() > 1) any = "(" + any + ")";
        add(any);
    }

    std::string overdue() { return "(due <> '' AND due < " + bind(formatDate(m_today)) + " AND flags & 1 = 0)"; }

    std::string text;
    std::vector<std::string> values;

private:
    static std::string_view textColumn(FilterField field) {
        switch (field) {
        case FilterField::stage: return "stage";
        case FilterField::mineral: return "mineral";
        case FilterField::violation: return "violation";
        case FilterField::channel: return "channel";
        case FilterField::fine: return "fine";
        default: return {};
        }
    }

    std::string one(const Condition& condition, const std::string& value) {
        switch (condition.field) {
        case FilterField::is: return flag(value);
        case FilterField::assigned:
            if (value == "me") return "flags & 8";
            if (value == "nobody") return "assignees = ''";
            return "n IN (SELECT n FROM case_person WHERE person = unhex(" + bind(value) + "))";
        case FilterField::reference: return "instr(reference, " + bind(value) + ") = 1";
        case FilterField::evidence:
            return "evidence " + sign(condition.comparison) + " CAST(" + bind(value) + " AS INTEGER)";
        case FilterField::opened: return day("opened", condition.comparison, value);
        case FilterField::changed: return day("changed", condition.comparison, value);
        // 0 is no day, and earlier than any.
        case FilterField::closed: return "(closed <> 0 AND " + day("closed", condition.comparison, value) + ")";
        case FilterField::decided: return "(decided <> 0 AND " + day("decided", condition.comparison, value) + ")";
        case FilterField::due: return deadline(condition.comparison, value);
        case FilterField::passed: return "n IN (SELECT n FROM case_stay WHERE stage = " + bind(value) + ")";
        case FilterField::words:
        case FilterField::stage:
        case FilterField::mineral:
        case FilterField::violation:
        case FilterField::channel:
        case FilterField::fine: break;
        }
        std::unreachable();
    }

    std::string flag(const std::string& value) {
        if (value == "open") return "flags & 1 = 0";
        if (value == "closed") return "flags & 1";
        if (value == "mine") return "flags & 8";
        if (value == "waiting") return "flags & 6";                 // the very words of the partial index
        if (value == "refused") return "(flags & 6 AND flags & 4)"; // is found by the same index
        if (value == "overwritten") return "flags & 32";            // of a partial index too
        if (value == "unread") return "flags & 16";                 // as are these
        if (value == "undecided") return "(flags & 1 = 0 AND decided = 0)";
        return overdue();
    }

    static std::string sign(Comparison comparison) {
        switch (comparison) {
        case Comparison::is: return "=";
        case Comparison::less: return "<";
        case Comparison::atMost: return "<=";
        case Comparison::more: return ">";
        case Comparison::atLeast: return ">=";
        }
        std::unreachable();
    }

    /// Compares a column with the days [first, after), each written as `write` does.
    template <typename Write>
    std::string compare(const std::string& column, Comparison comparison, const Days& range, Write write) {
        switch (comparison) {
        case Comparison::is:
            return "(" + column + " >= " + write(range.first) + " AND " + column + " < " + write(range.second) + ")";
        case Comparison::less: return column + " < " + write(range.first);
        case Comparison::atMost: return column + " < " + write(range.second);
        case Comparison::more: return column + " >= " + write(range.second);
        case Comparison::atLeast: return column + " >= " + write(range.first);
        }
        std::unreachable();
    }

    std::string day(const std::string& column, Comparison comparison, const std::string& value) {
        Days range;
        if (value.ends_with('d')) {
            const auto then = sys_days(m_today) - days{number(value)};
            range = {Date{then}, Date{then + days{1}}};
            comparison = turned(comparison);
        } else {
            range = daysOf(value);
        }
        return compare(column, comparison, range, [this](Date at) {
            return "CAST(" + bind(std::to_string(startOfDay(at).time_since_epoch().count())) + " AS INTEGER)";
        });
    }

    std::string deadline(Comparison comparison, const std::string& value) {
        if (value == "none") return "due = ''";
        Days range;
        if (value.ends_with('d')) {
            const auto then = sys_days(m_today) + days{number(value)};
            range = {Date{then}, Date{then + days{1}}};
        } else {
            range = daysOf(value);
        }
        return "(due <> '' AND " + compare("due", comparison, range, [this](Date at) { return bind(formatDate(at)); }) +
               ")";
    }

    Date m_today;
};

/// What is searched for and what must not be there, as MATCH expressions.
struct Words {
    std::string with;
    std::vector<std::string> without;
    bool impossible = false; ///< something is searched for that no text can hold
};

Words wordsOf(const CaseFilter& filter) {
    Words out;
    std::string typed;
    SearchFolder folder;
    for (const auto& condition : filter.conditions) {
        if (condition.field != FilterField::words) continue;
        for (const auto& value : condition.values) {
            if (condition.negated) {
                if (auto match = ftsQuery(folder, value); !match.empty()) out.without.push_back(std::move(match));
            } else {
                typed += (typed.empty() ? "" : " ") + value;
            }
        }
    }
    if (typed.empty()) return out;
    out.with = ftsQuery(folder, typed);
    out.impossible = out.with.empty();
    return out;
}

/// All conditions but the words that are searched for.
void addConditions(const CaseFilter& filter, const Words& words, Where& where) {
    for (const auto& match : words.without)
        where.add("n NOT IN (SELECT rowid FROM case_text WHERE case_text MATCH " + where.bind(match) + ")");
    for (const auto& condition : filter.conditions) {
        if (condition.field != FilterField::words) where.add(condition);
    }
}

void addSearch(const Words& words, Where& where) {
    if (!words.with.empty())
        where.add("n IN (SELECT rowid FROM case_text WHERE case_text MATCH " + where.bind(words.with) + ")");
}

} // namespace

std::vector<CaseQuery> rowQueries(const CaseFilter& filter, Date today, std::size_t limit) {
    const Words words = wordsOf(filter);
    if (words.impossible) return {};
    const std::string direction = filter.descending ? " DESC" : " ASC";
    const std::string cut = limit == 0 ? "" : " LIMIT " + std::to_string(limit);
    Where where(today);
    // Rows are numbered as reports came in, so the index itself gives hits in that order, without sorting them all.
    if (!words.with.empty() && filter.order == CaseOrder::changed) {
        where.add("case_text MATCH " + where.bind(words.with));
        const std::string alone = where.text;
        addConditions(filter, words, where);
        const bool joined = where.text != alone;
        return {{std::string("SELECT case_text.rowid FROM case_text") +
                     (joined ? " CROSS JOIN case_row ON n = case_text.rowid" : "") + where.text +
                     " ORDER BY case_text.rowid" + direction + cut,
                 std::move(where.values)}};
    }
    addSearch(words, where);
    addConditions(filter, words, where);
    if (filter.order == CaseOrder::due) {
        // Cases without a deadline come last whichever way the others are ordered; asked apart, so that both use an
        // index.
        Where none = where;
        where.add("due <> ''");
        none.add("due = ''");
        return {{"SELECT n FROM case_row" + where.text + " ORDER BY due" + direction + cut, std::move(where.values)},
                {"SELECT n FROM case_row" + none.text + " ORDER BY changed DESC" + cut, std::move(none.values)}};
    }
    return {{"SELECT n FROM case_row" + where.text + " ORDER BY " + std::string(orderColumn(filter.order)) + direction +
                 ", n" + direction + cut,
             std::move(where.values)}};
}

std::optional<CaseQuery> countQuery(const CaseFilter& filter, Date today) {
    const Words words = wordsOf(filter);
    if (words.impossible) return std::nullopt;
    Where where(today);
    addSearch(words, where);
    addConditions(filter, words, where);
    return CaseQuery{"SELECT count(*) FROM case_row" + where.text, std::move(where.values)};
}

namespace {

/// The runs of a set as JSON, which is bound as one value: [[1,5],[9,9]].
std::string rangesJson(const RowSet& rows) {
    std::string json = "[";
    for (const auto& [first, last] : rows.ranges()) {
        json += json.size() == 1 ? "[" : ",[";
        json += std::to_string(first) + "," + std::to_string(last) + "]";
    }
    return json + "]";
}

/// The numbers of a set's rows: from the runs to the rows, so that few rows of many are found by their keys.
std::string rowsIn(Where& where, const RowSet& rows) {
    return "(SELECT r.n FROM json_each(" + where.bind(rangesJson(rows)) +
           ") AS span CROSS JOIN case_row AS r ON r.n BETWEEN span.value ->> 0 AND span.value ->> 1)";
}

} // namespace

std::optional<SelectionQueries> selectionQueries(const CaseSelection& selection, Date today) {
    Where where(today);
    if (selection.everything) {
        const Words words = wordsOf(*selection.everything);
        if (words.impossible) return std::nullopt;
        addSearch(words, where);
        addConditions(*selection.everything, words, where);
        if (!selection.rows.empty()) where.add("n NOT IN " + rowsIn(where, selection.rows));
    } else {
        if (selection.rows.empty()) return std::nullopt;
        where.add("n IN " + rowsIn(where, selection.rows));
    }
    const std::string from = " FROM case_row" + where.text;
    // The days of `overdue` are bound last, or their numbers would move those of the conditions.
    const CaseQuery chosen{"SELECT n, id, reference" + from + " ORDER BY n", where.values};
    const CaseQuery people{"SELECT person, count(*) FROM case_person WHERE n IN (SELECT n" + from + ") GROUP BY person",
                           where.values};
    const std::string overdue = where.overdue();
    CaseQuery counts{"SELECT stage, mineral, assignees = '', count(*), sum(" + overdue + "), sum(flags & 6 <> 0)" +
                         from + " GROUP BY 1, 2, 3",
                     where.values};
    return SelectionQueries{chosen, std::move(counts), people};
}

CaseQuery where(const CaseFilter& filter, Date today) {
    const Words words = wordsOf(filter);
    Where out(today);
    if (words.impossible) out.add("0");
    addSearch(words, out);
    addConditions(filter, words, out);
    return {std::move(out.text), std::move(out.values)};
}

} // namespace model
