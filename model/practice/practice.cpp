// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/practice/practice.h"

#include "embedded/practice_decisions.h"
#include "model/intake/report_reader.h"
#include "model/intake/report_writer.h"
#include "model/workspace/new_folder.h"
#include "model/workspace/office_files.h"

#include <algorithm>
#include <atomic>
#include <sstream>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace model {

namespace {

namespace fs = std::filesystem;

/// A clock for seeded offices: it starts on a working morning and moves a millisecond each time somebody looks.
class SteppingClock final : public Clock {
public:
    [[nodiscard]] Instant now() const override {
        return kStart + std::chrono::milliseconds{m_looks.fetch_add(1, std::memory_order_relaxed)};
    }

private:
    static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 5} + std::chrono::hours{1}};
    mutable std::atomic<std::int64_t> m_looks{0};
};

struct Player {
    const char* label;
    std::set<Role> roles;
    bool certified;
};

std::vector<Player> players() {
    using enum Role;
    // The founder adds the others, and only who reads the cases can let another reader in.
    return {{"supervisor", {supervisor, administrator}, false},
            {"officer", {officer}, false},
            {"investigator-1", {investigator}, true},
            {"investigator-2", {investigator}, true},
            {"custodian", {custodian}, false},
            {"auditor", {auditor}, false}};
}

/// The least that is allowed: these passphrases are written down beside the office.
constexpr crypto::PassphraseCost kPracticeCost{crypto::kMinMemoryKiB, 1, 1};

std::unexpected<Error> stopped() {
    return fail(Code::cancelled, {"Stopped; nothing was left behind", "已停止，未留下任何内容"});
}

Result<std::vector<intake::Report>> publishedRows() {
    std::istringstream stream{std::string(resource::practice_decisions())};
    std::vector<intake::Report> rows;
    std::optional<intake::Problem> wrong;
    const auto read = intake::readReports(stream, intake::ReportFormat::csv,
                                          {.row =
                                               [&](intake::ReportRow&& row) {
                                                   rows.push_back(std::move(row.report));
                                                   return true;
                                               },
                                           .problem =
                                               [&](const intake::Problem& problem) {
                                                   if (!problem.notice && !wrong) wrong = problem;
                                                   return true;
                                               }});
    if (!read) return std::unexpected(read.error());
    if (wrong) return fail(Code::malformed, wrong->reason, wrong->cure, "decisions.csv:" + std::to_string(wrong->line));
    return rows;
}

/// A file in memory that other code can open by its path: made-up reports never touch the disk unsealed.
class MemoryFile {
public:
    static Result<MemoryFile> of(std::string_view content) {
        MemoryFile file(memfd_create("reports", MFD_CLOEXEC));
        while (file.m_descriptor >= 0 && !content.empty()) {
            const auto put = write(file.m_descriptor, content.data(), content.size());
            if (put <= 0) return fail(Code::failed, {"There is not enough memory", "内存不足"});
            content.remove_prefix(static_cast<std::size_t>(put));
        }
        if (file.m_descriptor < 0) return fail(Code::failed, {"There is not enough memory", "内存不足"});
        return file;
    }
    MemoryFile(MemoryFile&& other) noexcept : m_descriptor(std::exchange(other.m_descriptor, -1)) {}
    MemoryFile& operator=(MemoryFile&&) = delete;
    ~MemoryFile() {
        if (m_descriptor >= 0) close(m_descriptor);
    }
    [[nodiscard]] fs::path path() const { return "/proc/self/fd/" + std::to_string(m_descriptor); }

private:
    explicit MemoryFile(int descriptor) : m_descriptor(descriptor) {}
    int m_descriptor;
};

/// splitmix64: the same seed gives the same cases on every machine and with every library.
std::uint64_t mix(std::uint64_t value) {
    value += 0x9e3779b97f4a7c15;
    value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9;
    value = (value ^ (value >> 27)) * 0x94d049bb133111eb;
    return value ^ (value >> 31);
}

/// A published row with other numbers, marked as made up in its id, title, narrative and source.
intake::ReportRow madeUp(const intake::Report& from, std::uint64_t number, std::uint64_t seed) {
    const std::uint64_t dice = mix(seed ^ mix(number));
    const std::string mark = std::to_string(number);
    intake::ReportRow row;
    row.line = number;
    row.report = from;
    intake::Report& report = row.report;
    report.externalId = "synthetic-" + mark;
    report.title = intake::deriveTitle(from);
    report.title.en = "[synthetic " + mark + "] " + report.title.en;
    report.title.zh = "【合成 " + mark + "】" + report.title.zh;
    report.narrativeEn =
        "Synthetic case " + mark + ", made from a published one with other numbers. " + from.narrativeEn;
    report.narrativeZh = "合成案例 " + mark + "，由公布案例改动数字而成。" + from.narrativeZh;
    report.value = law::Money::fromFen(static_cast<std::int64_t>(dice % 200'000'000) + 100);
    report.quantity = std::to_string(dice / 7 % 50'000 + 1);
    report.decisionNo.clear();
    report.fine.reset();
    report.confiscation.reset();
    report.outcome.clear();
    report.sources.clear();
    report.sourceNote = "synthetic";
    return row;
}

/// So many reports go into one act: enough to make its signature cheap, few enough to keep memory small.
constexpr std::uint64_t kBatch = 20'000;

Result<std::uint64_t> importMadeUp(Workspace& officer, const std::vector<intake::Report>& rows,
                                   const PracticeRequest& request, const Progress& progress, std::stop_token stop) {
    std::uint64_t made = 0;
    while (made < request.cases) {
        const std::uint64_t count = std::min(kBatch, request.cases - made);
        std::vector<intake::ReportRow> batch;
        batch.reserve(count);
        for (std::uint64_t i = made; i < made + count; ++i) {
            batch.push_back(madeUp(rows[i % rows.size()], i + 1, request.seed.value_or(1)));
        }
        std::ostringstream text;
        intake::writeReports(text, intake::ReportFormat::jsonLines, batch, intake::Reporters::leaveOut);
        TRY_ASSIGN(const auto file, MemoryFile::of(text.view()));
        TRY_ASSIGN(const auto outcome, officer.importReports({file.path()}, {}, stop));
        if (stop.stop_requested()) return stopped();
        if (outcome.taken != count) {
            const Text why = outcome.problems.empty() ? Text{"no reason was given", "没有给出原因"}
                                                      : outcome.problems.front().problem.reason;
            return fail(Code::failed,
                        model::fill({"A made-up report was not taken in: {0}", "合成举报未能纳入：{0}"}, why));
        }
        made += count;
        if (progress) progress(made, request.cases);
    }
    return made;
}

std::string readme(const std::vector<PracticePerson>& persons, bool seeded) {
    std::string text =
        "This is a practice office of Touchstone. It protects nothing: its passphrases stand here.\n"
        "这是 Touchstone 的练习办公室，不提供任何保护：口令就写在这里。\n\n"
        "The reports are the facts of published decisions; their sources stand in each case. The people are role names.\n"
        "Reasons and grounds are those that were published. What was not published is left open and says so.\n"
        "举报内容取自公布的处罚决定，来源见各案件；人员均为角色名称；理由和事由以公布的为准，未公布的注明未公布。\n\n"
        "The folder papers holds what may be dropped on a case as evidence.\n"
        "papers 文件夹中是可作为证据拖入案件的文件。\n\n";
    if (seeded)
        text +=
            "It was made from a seed: whoever knows the seed knows its keys.\n由种子生成：知道种子即知道全部密钥。\n\n";
    for (const auto& person : persons) text += person.label + "\t" + person.passphrase + "\n";
    return text;
}

/// What a reader of the published decision has in hand, as a file that can be taken in as evidence.
std::string paper(const intake::Report& row) {
    std::string text = row.narrativeZh + "\n\n" + row.narrativeEn + "\n";
    if (!row.decisionNo.empty()) text += "\n" + row.decisionNo;
    if (!row.authority.empty()) text += "\n" + row.authority;
    for (const auto& source : row.sources) text += "\n" + source;
    return text + "\n";
}

Result<PracticeOutcome> make(const PracticeRequest& request, const fs::path& folder, const Surroundings& with,
                             const Progress& progress, const std::stop_token& stop, const Doing& doing) {
    const auto say = [&](const Text& what) {
        if (doing) doing(what);
    };
    TRY_ASSIGN(const auto rows, publishedRows());
    PracticeOutcome outcome;
    say({"Founding the practice office and letting its people in", "正在建立练习办公室并加入人员"});
    for (const Player& player : players()) {
        if (stop.stop_requested()) return stopped();
        PracticePerson person{player.label, {}, practicePassphrase(player.label), nullptr};
        if (outcome.persons.empty()) {
            const FoundRequest found{.folder = folder,
                                     .officeName = "练习办公室 Practice office",
                                     .suite = request.suite,
                                     .name = player.label,
                                     .label = player.label,
                                     .roles = player.roles,
                                     .certified = player.certified,
                                     .cost = kPracticeCost};
            TRY_ASSIGN(person.workspace, Workspace::found(found, crypto::asBytes(person.passphrase), with, {}, stop));
            person.id = person.workspace->me();
        } else {
            TRY_ASSIGN(person.id, outcome.persons.front().workspace->addPerson(
                                      {player.label, player.label, player.roles, player.certified},
                                      crypto::asBytes(person.passphrase)));
        }
        outcome.persons.push_back(std::move(person));
    }
    // Once everybody is there, so that each sees the whole register from the start.
    for (auto& person : outcome.persons) {
        if (person.workspace != nullptr) continue;
        TRY_ASSIGN(person.workspace, Workspace::unlock(folder, person.id, crypto::asBytes(person.passphrase), with));
    }
    TRY(writeWhole(folder / "README.txt", crypto::asBytes(readme(outcome.persons, request.seed.has_value()))));
    const fs::path papers = folder / "papers";
    std::error_code fault;
    fs::create_directory(papers, fault);
    if (fault) return fail(Code::failed, same(fault.message()), {}, papers.string());
    for (const auto& row : rows) {
        const fs::path file = papers / (row.externalId + ".txt");
        TRY(writeWhole(file, crypto::asBytes(paper(row))));
        // The time of a file goes into the record, which shall follow from the seed alone.
        if (request.seed)
            fs::last_write_time(file, std::chrono::clock_cast<std::chrono::file_clock>(with.clock->now()), fault);
    }
    const fs::path list = papers / "decisions.csv";
    TRY(writeWhole(list, crypto::asBytes(resource::practice_decisions())));

    say(model::fill({"Taking in {0} published decisions", "正在纳入 {0} 份公布的决定"}, std::to_string(rows.size())));
    Workspace& officer = *outcome.persons[1].workspace;
    TRY_ASSIGN(outcome.made, importMadeUp(officer, rows, request, progress, stop));
    TRY_ASSIGN(const auto imported, officer.importReports({list}, {}, stop));
    if (stop.stop_requested()) return stopped();
    if (imported.cases.size() != rows.size()) {
        return fail(Code::failed, {"The published decisions were not all taken in", "公布的决定未全部纳入"});
    }
    say({"Carrying some of the cases on, as their people would", "正在按各人职责推进部分案件"});
    TRY(playPractice(outcome.persons, rows, imported.cases, papers, chinaDate(with.clock->now()), stop));
    TRY(officer.exchange());
    for (std::size_t i = 0; i < rows.size(); ++i) {
        TRY_ASSIGN(const auto state, officer.state(imported.cases[i]));
        outcome.cases.push_back({rows[i].externalId, state.reference, state.stage});
    }
    return outcome;
}

} // namespace

std::string practicePassphrase(std::string_view label) { return "practice " + std::string(label); }

bool isPracticeOffice(const fs::path& folder) {
    std::error_code fault;
    return fs::exists(folder / "office.cbor", fault) && fs::exists(folder / "papers" / "decisions.csv", fault);
}

Result<PracticeOutcome> makePractice(const PracticeRequest& request, const Progress& progress, std::stop_token stop,
                                     const Doing& doing) {
    TRY_ASSIGN(auto folder, NewFolder::begin(request.folder));
    const auto system = systemClock();
    const SteppingClock stepping;
    const auto random = request.seed ? crypto::seededRandom(*request.seed) : crypto::systemRandom();
    const Surroundings with{request.seed ? static_cast<const Clock*>(&stepping) : system.get(), random.get()};
    TRY_ASSIGN(auto outcome, make(request, folder.path(), with, progress, stop, doing));
    // Closed before the folder changes its name, and before the clock and the randomness end that they were given.
    for (auto& person : outcome.persons) person.workspace.reset();
    TRY(folder.finish());
    return outcome;
}

} // namespace model
