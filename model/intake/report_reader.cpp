// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/intake/report_reader.h"

#include "crypto/digest.h"
#include "model/intake/csv_reader.h"
#include "model/intake/fields.h"
#include "model/intake/json_line.h"

#include <algorithm>
#include <fstream>
#include <set>
#include <unordered_map>

namespace model::intake {
namespace {

constexpr std::size_t kMaxIdBytes = 200;
// A file that names more unknown members than this is not of our form; the rest need not be remembered.
constexpr std::size_t kMaxUnknownNames = 100;

// The rules that a whole row must hold, and what was seen before. The same for both formats.
class Rows {
public:
    explicit Rows(const ReportSink& sink) : m_sink(sink) {}

    // False when the sink says stop.
    bool refuse(const Problem& problem) {
        ++(problem.notice ? m_summary.notices : m_summary.refused);
        return m_sink.problem(problem);
    }

    bool accept(std::uint64_t line, Draft draft) {
        auto& report = draft.report;
        const auto refused = [&](std::string field, Text reason, Text cure) {
            return refuse(
                {.line = line, .field = std::move(field), .reason = std::move(reason), .cure = std::move(cure)});
        };
        if (report.externalId.empty()) {
            return refused("external_id", {"The row has no id.", "该行没有编号。"},
                           {"Give each report an id of its own.", "请为每条举报填写唯一编号。"});
        }
        if (report.externalId.size() > kMaxIdBytes) {
            return refused("external_id", {"The id is longer than 200 bytes.", "编号超过 200 字节。"},
                           {"Use a shorter id.", "请使用较短的编号。"});
        }
        if (report.goodsZh.empty() && report.goodsEn.empty() && report.narrativeZh.empty() &&
            report.narrativeEn.empty() && report.title.empty()) {
            return refused({},
                           {"The row says nothing: no goods, no narrative, no title.", "该行没有货物、事实或标题。"},
                           {"Describe what was reported.", "请写明举报内容。"});
        }
        const auto [first, isNew] = m_ids.emplace(crypto::sha256(crypto::asBytes(report.externalId)), line);
        if (!isNew) {
            return refused("external_id",
                           fill({"Line {0} has the same id.", "与第 {0} 行编号相同。"}, std::to_string(first->second)),
                           {"Give each report an id of its own, or remove one.", "请使用不同编号，或者删除其中一行。"});
        }
        const auto [same, differs] = m_contents.emplace(contentDigest(draft), line);
        if (!differs) {
            return refused(
                {}, fill({"Line {0} has the same contents.", "与第 {0} 行内容相同。"}, std::to_string(same->second)),
                {"Remove one of them.", "请删除其中一行。"});
        }
        const Text derived = deriveTitle(report);
        const bool titled = !report.title.empty(); // in one language: better than words that nobody wrote
        if (report.title.en.empty()) report.title.en = report.title.zh.empty() ? derived.en : report.title.zh;
        if (report.title.zh.empty()) report.title.zh = titled ? report.title.en : derived.zh;
        ReportRow row{.line = line, .report = std::move(report)};
        if (!draft.reporter.name.empty() || !draft.reporter.contact.empty()) row.reporter = std::move(draft.reporter);
        ++m_summary.rows;
        return m_sink.row(std::move(row));
    }

    ReadSummary& summary() { return m_summary; }

private:
    // All that the row says but its id. Who reported belongs to it: two people may report the same, and both count.
    static crypto::Digest contentDigest(const Draft& draft) {
        std::string all;
        for (const auto& field : fields()) {
            if (field.name == "external_id") continue;
            auto value = getField(field, draft.report, draft.reporter);
            for (const auto& item : value.items) value.text += item + '\x1E';
            all += value.text + '\x1F';
        }
        return crypto::sha256(crypto::asBytes(all));
    }

    const ReportSink& m_sink;
    ReadSummary m_summary;
    std::unordered_map<crypto::Digest, std::uint64_t> m_ids;
    std::unordered_map<crypto::Digest, std::uint64_t> m_contents;
};

std::unexpected<Error> stopped() { return fail(Code::cancelled, {"Reading was stopped.", "读取已停止。"}); }

std::unexpected<Error> broke() {
    return fail(Code::failed, {"The file could not be read to its end.", "文件未能读到末尾。"},
                {"Check the disk or the connection, and try again.", "请检查磁盘或连接后重试。"});
}

std::unexpected<Error> badHeader(Text what, Text cure, std::string where = "line 1") {
    return fail(Code::malformed, std::move(what), std::move(cure), std::move(where));
}

struct Header {
    std::vector<std::string> names;
    std::vector<const Field*> columns; ///< null for one that is not known
};

Result<Header> readHeader(CsvReader& reader) {
    auto record = reader.next();
    if (!record) {
        return badHeader({"The file is empty.", "文件为空。"},
                         {"Begin it with a row of column names.", "首行应为列名。"});
    }
    if (record->problem) return badHeader(record->problem->reason, record->problem->cure);
    Header header;
    for (auto& cell : record->cells) {
        const auto* field = fieldNamed(trimmed(cell));
        if (field != nullptr && std::ranges::find(header.columns, field) != header.columns.end()) {
            return badHeader(fill({"The column \"{0}\" is there twice.", "列“{0}”重复。"}, trimmed(cell)),
                             {"Remove one of them.", "请删除其中一列。"});
        }
        header.columns.push_back(field);
        header.names.emplace_back(trimmed(cell));
    }
    if (std::ranges::find(header.columns, fieldNamed("external_id")) == header.columns.end()) {
        const bool other = record->cells.size() == 1 && record->cells[0].find_first_of(";\t") != std::string::npos;
        if (other) {
            return badHeader({"The columns are not separated by commas.", "各列之间没有用逗号分隔。"},
                             {"Save the file as CSV with commas.", "请另存为以逗号分隔的 CSV 文件。"});
        }
        return badHeader({"The column \"id\" (or \"external_id\") is missing.", "缺少“id”（或“external_id”）列。"},
                         {"Begin the file with a row of column names, such as id,title,narrative,party,goods.",
                          "首行应为列名，例如 id,title,narrative,party,goods。"});
    }
    return header;
}

Problem unknownNames(const std::string& names, std::uint64_t line) {
    return {.line = line,
            .field = names,
            .reason = {"These columns are not known and were left out.", "以下列无法识别，已忽略。"},
            .cure = {"Rename them if they matter.", "如需要，请更正列名。"},
            .notice = true};
}

Result<ReadSummary> readCsv(std::istream& stream, const ReportSink& sink, const ReadLimits& limits) {
    CsvReader reader(stream, limits.lineBytes);
    TRY_ASSIGN(const auto header, readHeader(reader));
    Rows rows(sink);
    std::string unknown;
    for (std::size_t i = 0; i < header.names.size(); ++i) {
        if (header.columns[i] == nullptr) unknown += (unknown.empty() ? "" : ", ") + header.names[i];
    }
    if (!unknown.empty() && !rows.refuse(unknownNames(unknown, 1))) return stopped();

    while (auto record = reader.next()) {
        if (!record->problem && record->cells.size() != header.columns.size()) {
            record->problem =
                Problem{.line = record->line,
                        .reason = model::fill(
                            {"The row has {0} cells, the header {1}.", "该行有 {0} 个单元格，表头有 {1} 个。"},
                            std::to_string(record->cells.size()), std::to_string(header.columns.size())),
                        .cure = {"Put cells that hold commas in quotes.", "含有逗号的单元格请加引号。"}};
        }
        if (record->problem) {
            if (!rows.refuse(*record->problem)) return stopped();
            continue;
        }
        Draft draft;
        bool good = true;
        for (std::size_t i = 0; i < header.columns.size(); ++i) {
            if (header.columns[i] == nullptr) continue;
            auto problem = setField(*header.columns[i], {.text = std::move(record->cells[i])}, draft);
            if (!problem) continue;
            problem->line = record->line;
            problem->field = header.names[i];
            good = good && problem->notice;
            if (!rows.refuse(*problem)) return stopped();
            if (!good) break;
        }
        if (good && !rows.accept(record->line, std::move(draft))) return stopped();
    }
    if (reader.failed()) return broke();
    rows.summary().bytes = reader.bytesRead();
    return rows.summary();
}

// The problem of one line of JSON as a whole, or its members.
std::expected<Members, Problem> membersOf(const Line& line, const ReadLimits& limits) {
    if (line.tooLong) {
        return std::unexpected(Problem{.line = line.number,
                                       .reason = fill({"The line is longer than {0} bytes.", "该行超过 {0} 字节。"},
                                                      std::to_string(limits.lineBytes)),
                                       .cure = {"Write one report in each line.", "请每行写一条举报。"}});
    }
    if (const auto bad = firstBadUtf8(line.text)) {
        return std::unexpected(Problem{.line = line.number,
                                       .reason = fill({"The text is not UTF-8 at byte {0} of the file.",
                                                       "文件第 {0} 字节处不是有效的 UTF-8 编码。"},
                                                      std::to_string(line.offset + *bad + 1)),
                                       .cure = {"Save the file as UTF-8.", "请将文件另存为 UTF-8 编码。"}});
    }
    auto members = readJsonLine(line.text, limits.jsonDepth);
    if (!members) members.error().line = line.number;
    return members;
}

Result<ReadSummary> readJsonLines(std::istream& stream, const ReportSink& sink, const ReadLimits& limits) {
    LineReader reader(stream, limits.lineBytes);
    Rows rows(sink);
    std::unordered_map<std::string, const Field*> known; // names met so far: looking one up in the table is slower
    std::set<std::string> unknown;
    const auto find = [&](const std::string& name) {
        if (const auto found = known.find(name); found != known.end()) return found->second;
        const auto* field = fieldNamed(name);
        if (field != nullptr) known.emplace(name, field);
        return field;
    };
    while (auto line = reader.next()) {
        if (!line->tooLong && trimmed(line->text).empty()) continue;
        auto members = membersOf(*line, limits);
        if (!members) {
            if (!rows.refuse(members.error())) return stopped();
            continue;
        }
        Draft draft;
        bool good = true;
        std::vector<const Field*> seen;
        for (auto& [name, value] : *members) {
            const auto* field = find(name);
            if (field == nullptr) {
                if (unknown.size() >= kMaxUnknownNames || !unknown.insert(name).second) continue;
                if (!rows.refuse(unknownNames(name, line->number))) return stopped();
                continue;
            }
            std::optional<Problem> problem;
            if (std::ranges::find(seen, field) != seen.end()) {
                problem = Problem{.reason = {"Two members name the same field.", "两个成员指向同一字段。"},
                                  .cure = {"Remove one of them.", "请删除其中一个。"}};
            } else {
                problem = setField(*field, std::move(value), draft);
            }
            seen.push_back(field);
            if (!problem) continue;
            problem->line = line->number;
            problem->field = name;
            good = good && problem->notice;
            if (!rows.refuse(*problem)) return stopped();
            if (!good) break;
        }
        if (good && !rows.accept(line->number, std::move(draft))) return stopped();
    }
    if (reader.failed()) return broke();
    rows.summary().bytes = reader.bytesRead();
    return rows.summary();
}

} // namespace

std::optional<ReportFormat> formatOf(const std::filesystem::path& file) {
    auto extension = file.extension().string();
    std::ranges::transform(extension, extension.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    if (extension == ".csv") return ReportFormat::csv;
    if (extension == ".jsonl" || extension == ".ndjson" || extension == ".json") return ReportFormat::jsonLines;
    return std::nullopt;
}

Result<ReadSummary> readReports(std::istream& stream, ReportFormat format, const ReportSink& sink,
                                const ReadLimits& limits) {
    return format == ReportFormat::csv ? readCsv(stream, sink, limits) : readJsonLines(stream, sink, limits);
}

Result<ReadSummary> readReportFile(const std::filesystem::path& file, const ReportSink& sink,
                                   const ReadLimits& limits) {
    std::error_code error;
    const auto status = std::filesystem::status(file, error);
    if (!std::filesystem::exists(status)) {
        return fail(Code::notFound, {"There is no such file.", "文件不存在。"}, {"Check the path.", "请检查路径。"},
                    file.string());
    }
    std::ifstream stream(file, std::ios::binary);
    if (!stream || std::filesystem::is_directory(status)) {
        return fail(Code::failed, {"The file cannot be opened.", "无法打开文件。"},
                    {"Check that it is a file and that you may read it.", "请确认其为文件且有读取权限。"},
                    file.string());
    }
    auto format = formatOf(file);
    if (!format) {
        const int first = (stream >> std::ws).peek();
        format = first == '{' ? ReportFormat::jsonLines : ReportFormat::csv;
        stream.clear();
        stream.seekg(0);
    }
    auto summary = readReports(stream, *format, sink, limits);
    if (!summary) {
        auto& where = summary.error().where;
        where = file.string() + (where.empty() ? "" : ", " + where);
    }
    return summary;
}

} // namespace model::intake
