// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/seeded_office.h"

#include "crypto/random.h"
#include "model/base/clock.h"
#include "model/intake/report_writer.h"
#include "model/practice/practice.h"

#include <fstream>
#include <random>

namespace bench {
namespace {

model::Result<void> indexAll(model::Workspace& office) {
    for (;;) {
        TRY_ASSIGN(const auto indexed, office.indexWords(5'000));
        if (indexed == 0) return {};
    }
}

} // namespace

model::Result<void> makeOffice(const std::filesystem::path& folder, std::uint64_t rows, model::Surroundings with) {
    model::FoundRequest found;
    found.folder = folder;
    found.officeName = "Bench";
    found.name = found.label = "officer";
    found.roles = {model::Role::officer, model::Role::administrator};
    found.cost = {crypto::kMinMemoryKiB, 1, 1};
    TRY_ASSIGN(auto office, model::Workspace::found(found, crypto::asBytes(kPassphrase), with));
    const auto file = folder.parent_path() / "reports.jsonl";
    std::mt19937_64 random(42);
    static constexpr const char* goods[] = {"锑锭", "金属镓", "锗镜片", "石墨件", "含镝磁钢", "钨粉"};
    for (std::uint64_t made = 0; made < rows;) {
        std::vector<model::intake::ReportRow> batch;
        for (std::uint64_t i = 0; i < 20'000 && made < rows; ++i, ++made) {
            model::intake::ReportRow row;
            row.line = i + 1;
            row.report.externalId = "bench-" + std::to_string(made);
            row.report.goodsZh = goods[random() % std::size(goods)];
            row.report.title = model::same(row.report.goodsZh + " " + std::to_string(made));
            row.report.narrativeZh = "合成：" + row.report.title.zh;
            batch.push_back(std::move(row));
        }
        {
            std::ofstream out(file, std::ios::trunc);
            model::intake::writeReports(out, model::intake::ReportFormat::jsonLines, batch,
                                        model::intake::Reporters::leaveOut);
        }
        TRY_ASSIGN(const auto outcome, office->importReports({file}, {}, {}));
        TRY(indexAll(*office));
        if (outcome.taken != batch.size()) return model::fail(model::Code::failed, {"not all taken in", "未全部纳入"});
    }
    return {};
}

model::Result<void> makeManned(const std::filesystem::path& folder, std::uint64_t rows) {
    model::PracticeRequest request;
    request.folder = folder;
    request.cases = rows;
    request.seed = 1;
    TRY_ASSIGN(const auto made, model::makePractice(request, {}, {}));
    const auto clock = model::systemClock();
    const auto random = crypto::systemRandom();
    for (const auto& person : made.persons) {
        TRY_ASSIGN(const auto office, model::Workspace::unlock(folder, person.id, crypto::asBytes(person.passphrase),
                                                               {clock.get(), random.get()}));
        TRY(office->exchange());
        TRY(indexAll(*office));
    }
    return {};
}

} // namespace bench
