// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/forms/value_words.h"

#include "model/case/body.h"
#include "model/law/money.h"

namespace ui {

QString sayPerson(PersonId id, const OfficeView& office) {
    if (const auto* person = office.person(id)) return str(person->name);
    return str(id.hex().substr(0, 8));
}

QString sayValue(const model::Field& field, const std::string& value, const OfficeView& office) {
    if (value.empty()) return {};
    switch (field.type) {
    case model::FieldType::choice:
    case model::FieldType::text: return say(field.words(value));
    case model::FieldType::money:
        if (const auto money = model::law::parseMoney(value)) return say(model::law::moneyText(*money));
        return str(value);
    case model::FieldType::flag: return value == "true" ? say("yes", "是") : say("no", "否");
    case model::FieldType::person:
        if (const auto id = PersonId::fromHex(value)) return sayPerson(*id, office);
        return str(value);
    case model::FieldType::penalty: return say("see the calculation", "见计算");
    case model::FieldType::longText:
    case model::FieldType::date: break;
    }
    return str(value);
}

QString sayDeadline(const model::Deadline& deadline) {
    using model::DeadlineStatus;
    switch (deadline.status) {
    case DeadlineStatus::suspended: return say("suspended", "已中止");
    case DeadlineStatus::met: return say("met", "已按期完成");
    case DeadlineStatus::metLate: return say("done late", "已逾期完成");
    case DeadlineStatus::passed: return say("has run out", "已届满");
    case DeadlineStatus::running:
    case DeadlineStatus::overdue: break;
    }
    if (!deadline.due) return say("runs", "计算中");
    const QString date = str(model::formatDate(*deadline.due));
    const auto now = std::chrono::time_point_cast<std::chrono::milliseconds>(std::chrono::system_clock::now());
    const auto days = (std::chrono::sys_days(*deadline.due) - std::chrono::sys_days(model::chinaDate(now))).count();
    if (deadline.status == DeadlineStatus::overdue || days < 0) {
        return date + say(" · %1 d over", " · 逾期%1天").arg(days < 0 ? -days : 0);
    }
    return date + say(" · %1 d left", " · 余%1天").arg(days);
}

QString sayStage(const model::Definition& definition, const std::string& stage) {
    if (const auto* found = definition.stage(stage)) return say(found->title);
    return str(stage);
}

QString sayCaseRole(const model::Definition& definition, const std::string& role) {
    if (const auto* found = definition.role(role)) return say(found->title);
    return str(role);
}

QString sayEvidenceCategory(const std::string& id) {
    for (const auto& one : model::evidenceCategories()) {
        if (id == one.id) return say(one.title);
    }
    return str(id);
}

namespace {
QString grouped(std::string_view hex, std::size_t group) {
    QString out;
    for (std::size_t i = 0; i < hex.size(); i += group) {
        if (i > 0) out += u' ';
        out += str(hex.substr(i, group));
    }
    return out;
}
} // namespace

QString shortDigest(const model::Digest& digest) { return grouped(digest.hex().substr(0, 16), 4); }
QString longDigest(const model::Digest& digest) { return grouped(digest.hex(), 8); }

} // namespace ui
