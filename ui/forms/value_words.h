// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/session/office_port.h"
#include "ui/text/say.h"

#include <QString>

namespace ui {

/// A field's value as a person reads it: a choice by its title, money with its groups, a person by name.
QString sayValue(const model::Field& field, const std::string& value, const OfficeView& office);
QString sayPerson(PersonId id, const OfficeView& office);
/// "2026-03-18 · 2 d left", "suspended", "met".
QString sayDeadline(const model::Deadline& deadline);
QString sayStage(const model::Definition& definition, const std::string& stage);
QString sayCaseRole(const model::Definition& definition, const std::string& role);
/// One of the eight kinds of evidence (APL 46) by the name that events carry.
QString sayEvidenceCategory(const std::string& id);
/// The first 16 hexadecimal digits, in groups of four.
QString shortDigest(const model::Digest& digest);
/// All 64, in groups of eight.
QString longDigest(const model::Digest& digest);

} // namespace ui
