// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/ui/walk/practice.h"

#include "tests/ui/walk/practice_people.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace walk {

std::string trackedDefinition() {
    QFile file(QStringLiteral(TEST_DATA_DIR "/workflow/penalty-tracks.json"));
    if (!file.open(QIODevice::ReadOnly)) throw Lost("the side tracks are not there");
    const auto shipped = model::shippedDefinition();
    auto whole = QJsonDocument::fromJson(QByteArray(shipped.data(), static_cast<qsizetype>(shipped.size()))).object();
    whole[QStringLiteral("tracks")] = QJsonDocument::fromJson(file.readAll()).array();
    return QJsonDocument(whole).toJson(QJsonDocument::Compact).toStdString();
}

void addCaseWithTracks(const std::filesystem::path& office) {
    PracticePeople people(office);
    const auto as = [&](const char* label) -> model::Workspace& { return people.as(label); };
    const auto done = [](model::Result<model::Receipt> said) { return PracticePeople::done(std::move(said)); };
    done(as("supervisor").adoptWorkflow(trackedDefinition()));
    model::intake::Report report;
    report.title = {"Gallium sent abroad as scrap", "镓锭伪报废料出口"};
    report.channel = model::intake::Channel::web;
    report.goodsEn = "Gallium ingots";
    report.goodsZh = "镓锭";
    report.narrativeEn = "Twenty gallium ingots were declared as aluminium scrap.";
    report.narrativeZh = "镓锭二十件以铝废料名义申报出口。";
    const auto id = must(as("officer").receiveReport(report));
    const auto take = [&](const char* label, const char* step, const model::Form& form = {},
                          const std::optional<model::Digest>& on = {}) {
        return done(as(label).takeStep(id, step, form, on));
    };
    done(as("officer").setFacts(id, {{"party", "河池某矿业有限公司"}, {"goods", "镓锭"}}));
    take("officer", "accept");
    take("officer", "verify", {{"findings", "属实"}});
    take("officer", "propose_filing", {{"filing_reason", "涉嫌无证出口"}, {"jurisdiction", "本局"}});
    take("supervisor", "approve_filing");
    for (const char* label : {"investigator-1", "investigator-2"})
        done(as("supervisor").assign(id, as(label).me(), "investigator"));
    take("investigator-1", "begin_investigation");
    const auto ask = [&](const char* items) { return take("investigator-1", "request_seal", {{"items", items}}); };
    const auto first = ask("三号仓库镓锭二十件");
    take("supervisor", "approve_seal", {}, first);
    const auto day = people.today();
    take("investigator-1", "seal", {{"sealed_on", day}, {"inventory", "镓锭二十件"}}, first);
    const auto second = ask("报关单据及账册");
    take("supervisor", "approve_seal", {}, second);
    take("supervisor", "refuse_seal", {}, ask("五号仓库"));
}

} // namespace walk
