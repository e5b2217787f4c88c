// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/csv_reader.h"

#include <format>

namespace model::intake {
namespace {

// A cell with more lines than this is a quote that was never closed.
constexpr std::size_t kMaxLinesInRecord = 4096;

Text limitText(std::size_t limit) {
    return fill({"The line is longer than {0} bytes.", "该行超过 {0} 字节。"}, std::to_string(limit));
}

// The grammar of one record, fed with lines.
class Parser {
public:
    enum class State { complete, open, broken };

    // Takes one line; `open` when a quoted cell goes on in the next.
    State feed(std::string_view line) {
        for (std::size_t at = 0; at < line.size(); ++at) {
            const char c = line[at];
            switch (m_place) {
            case Place::start:
                if (c == '"') {
                    m_place = Place::quoted;
                } else if (c == ',') {
                    endCell();
                } else {
                    m_cell.push_back(c);
                    m_place = Place::plain;
                }
                break;
            case Place::plain:
                if (c == ',') {
                    endCell();
                } else if (c == '"') {
                    return brokenWith({"A quote stands inside a cell that does not begin with one.",
                                       "单元格中间出现引号，但单元格并非以引号开头。"});
                } else {
                    m_cell.push_back(c);
                }
                break;
            case Place::quoted:
                if (c == '"') {
                    m_place = Place::afterQuote;
                } else {
                    m_cell.push_back(c);
                }
                break;
            case Place::afterQuote:
                if (c == '"') {
                    m_cell.push_back(c);
                    m_place = Place::quoted;
                } else if (c == ',') {
                    endCell();
                } else {
                    return brokenWith(
                        {"Something follows the closing quote of a cell.", "单元格的结束引号之后还有内容。"});
                }
                break;
            }
        }
        if (m_place == Place::quoted) {
            m_cell.push_back('\n');
            return State::open;
        }
        endCell();
        return State::complete;
    }

    std::vector<std::string> takeCells() { return std::move(m_cells); }
    const Text& reason() const { return m_reason; }

private:
    enum class Place { start, plain, quoted, afterQuote };

    void endCell() {
        m_cells.push_back(std::move(m_cell));
        m_cell.clear();
        m_place = Place::start;
    }
    State brokenWith(Text reason) {
        m_reason = std::move(reason);
        return State::broken;
    }

    Place m_place = Place::start;
    std::string m_cell;
    std::vector<std::string> m_cells;
    Text m_reason;
};

CsvRecord refused(std::uint64_t line, Text reason, Text cure) {
    return {.line = line, .cells = {}, .problem = Problem{line, {}, std::move(reason), std::move(cure)}};
}

} // namespace

CsvReader::CsvReader(std::istream& stream, std::size_t limit) : m_lines(stream, limit), m_limit(limit) {}

std::optional<Line> CsvReader::takeLine() {
    if (m_again.empty()) return m_lines.next();
    Line line = std::move(m_again.front());
    m_again.pop_front();
    return line;
}

std::optional<CsvRecord> CsvReader::next() {
    auto line = takeLine();
    while (line && line->text.empty() && !line->tooLong) line = takeLine();
    if (!line) return std::nullopt;

    const auto number = line->number;
    if (line->tooLong) {
        return refused(number, limitText(m_limit),
                       {"Check for a missing line end or quote.", "请检查是否缺少换行或引号。"});
    }
    Parser parser;
    std::deque<Line> more; // lines of this record after its first
    std::size_t size = line->text.size();
    std::optional<CsvRecord> problem;
    for (const Line* current = &*line;;) {
        if (const auto bad = firstBadUtf8(current->text)) {
            problem = refused(
                number,
                fill({"The text is not UTF-8 at byte {0} of the file.", "文件第 {0} 字节处不是有效的 UTF-8 编码。"},
                     std::to_string(current->offset + *bad + 1)),
                {"Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。"});
            // The lines of a cell with a broken byte belong to this record; only its grammar tells where it ends.
        }
        const auto state = parser.feed(current->text);
        if (state == Parser::State::complete) {
            if (problem) return problem;
            return CsvRecord{.line = number, .cells = parser.takeCells()};
        }
        if (state == Parser::State::broken) {
            if (!problem)
                problem = refused(number, parser.reason(),
                                  {"Put the cell in quotes and double the quotes inside it.",
                                   "请给单元格加引号，并将其中的引号写成两个。"});
            break;
        }
        auto following = takeLine();
        if (following) size += following->text.size() + 1;
        const bool end = !following || following->tooLong || size > m_limit || more.size() + 2 > kMaxLinesInRecord;
        if (following) more.push_back(std::move(*following));
        if (end) {
            problem = refused(number, {"A quote that opens in this row is not closed.", "该行打开的引号没有闭合。"},
                              {"Close the quote at the end of the cell.", "请在单元格末尾补上引号。"});
            break;
        }
        current = &more.back();
    }
    // What looked like the rest of the record may be good rows: they are read again, each on its own.
    while (!more.empty()) {
        m_again.push_front(std::move(more.back()));
        more.pop_back();
    }
    return problem;
}

} // namespace model::intake
