// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/workspace/report_case.h"

#include "crypto/digest.h"
#include "model/intake/fields.h"
#include "model/workflow/engine.h"

namespace model {

namespace {

std::string joined(const std::vector<std::string>& items) {
    std::string text;
    for (const auto& item : items) {
        if (!text.empty()) text += '\n';
        text += item;
    }
    return text;
}

/// "中文 (English)", or the one that is there.
std::string both(const std::string& zh, const std::string& en) {
    if (zh.empty() || en.empty() || zh == en) return zh.empty() ? en : zh;
    return zh + " (" + en + ")";
}

} // namespace

Form reportForm(const intake::Report& report) {
    Form form;
    const intake::ReporterIdentity nobody;
    for (const auto& field : intake::fields()) {
        auto value = intake::getField(field, report, nobody);
        auto text = value.isList ? joined(value.items) : std::move(value.text);
        if (!text.empty()) form.emplace(field.name, std::move(text));
    }
    return form;
}

Form reportFacts(const Definition& definition, const intake::Report& report) {
    const law::PenaltyFacts suggested = intake::suggestFacts(report);
    const Text title = report.title.empty() ? intake::deriveTitle(report) : report.title;
    const auto actEnd = intake::actEnd(report);
    const std::pair<std::string_view, std::string> values[] = {
        {"title", title.zh.empty() ? title.en : title.zh},
        {"narrative", report.narrativeZh.empty() || report.narrativeEn.empty()
                          ? report.narrativeZh + report.narrativeEn
                          : report.narrativeZh + "\n\n" + report.narrativeEn},
        {"party", report.reportedParty},
        {"goods", both(report.goodsZh, report.goodsEn)},
        {"mineral", report.mineral},
        {"control_code", report.controlCode},
        {"destination", report.destination},
        {"quantity", report.quantity},
        {"unit", report.unit},
        {"value", report.value ? law::formatMoney(*report.value) : std::string()},
        {"gains", report.illegalGains ? law::formatMoney(*report.illegalGains) : std::string()},
        {"violation", suggested.violations.empty() ? std::string() : suggested.violations.front().str()},
        {"act_date", actEnd ? formatDate(*actEnd) : std::string()},
    };
    Form facts;
    for (const auto& [id, value] : values) {
        const Field* field = definition.fact(id);
        if (!field || value.empty()) continue;
        if (auto canonical = canonicalValue(*field, value)) facts.emplace(id, *std::move(canonical));
    }
    return facts;
}

std::int64_t reportKey(const Form& report) {
    CborWriter out;
    cbor::writeForm(out, report);
    const auto digest = crypto::sha256(out.view());
    std::int64_t key = 0;
    for (std::size_t i = 0; i < 8; ++i)
        key = static_cast<std::int64_t>(static_cast<std::uint64_t>(key) << 8 | digest.bytes[i]);
    return key;
}

} // namespace model
