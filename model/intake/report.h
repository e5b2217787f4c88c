// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/base/clock.h"
#include "model/law/money.h"
#include "model/law/penalty.h"

#include <span>
#include <vector>

namespace model::intake {

/// How a report came in.
enum class Channel { web, hotline, letter, visit, transfer, import };
std::string_view channelName(Channel channel);
std::optional<Channel> channelFromName(std::string_view name);
Text channelTitle(Channel channel);
std::span<const Channel> channels();

/// The three kinds of report that the law treats differently.
enum class ReportKind {
    tip,       ///< anyone's report (出口管制法 31)
    mandatory, ///< a service provider that must report (两用物项出口管制条例 36)
    self,      ///< the exporter's own report (条例 25, 35; 行政处罚法 32(3))
};
std::string_view reportKindName(ReportKind kind);
std::optional<ReportKind> reportKindFromName(std::string_view name);

/// What was reported, or what a published decision says. Nothing in it may identify the person who reported. A text is
/// empty and an amount absent where it was not given. Dates are texts because sources give years, months and intervals:
/// "2025", "2025-04", "2025-04-30", "2023-11/2025-02".
struct Report {
    std::string externalId = {}; ///< the name the report has where it comes from; unique within one file
    Text title = {};             ///< derived from goods and authority where the source has none (deriveTitle)
    Channel channel = Channel::import;
    ReportKind reportKind = ReportKind::tip;
    std::optional<Instant> receivedAt = {};
    std::string violationKind = {}; ///< in the source's words: "no licence", "concealed content"
    std::string reportedParty = {}; ///< often empty: published decisions do not always name the party
    std::string partyKind = {};     ///< "exporter", "individual"
    std::string goodsZh = {};
    std::string goodsEn = {};
    std::string mineral = {};
    std::string declaredHs = {};  ///< customs code that was declared
    std::string trueHs = {};      ///< customs code that should have been
    std::string controlCode = {}; ///< of the export control list, "1C905.a.4"
    std::string destination = {};
    std::string declaredName = {}; ///< name of the goods on the declaration
    std::string quantity = {};     ///< a decimal number as given, "17.66"
    std::string unit = {};         ///< "吨", "kg", "片"
    std::optional<law::Money> value = {};
    std::optional<law::Money> illegalGains = {};
    std::string actDate = {};
    std::string authority = {}; ///< the body that decided, or is competent
    std::string decisionNo = {};
    std::string decisionDate = {};
    std::string foundBy = {}; ///< "inspection", "audit"
    std::string outcome = {}; ///< "fine", "fine+confiscation", "no penalty", "criminal"
    std::optional<law::Money> fine = {};
    std::optional<law::Money> confiscation = {};
    std::vector<std::string> lawArticles = {}; ///< "ECL34(1)"
    std::vector<std::string> mitigatingGrounds = {};
    std::string narrativeZh = {};
    std::string narrativeEn = {};
    std::vector<std::string> sources = {}; ///< addresses of public pages
    std::string sourceNote = {};           ///< "secondary: case digest"
    friend bool operator==(const Report&, const Report&) = default;
};

/// Who reported. Kept apart from the report from the first moment: it goes to the custodians, never into a case.
struct ReporterIdentity {
    std::string name = {};
    std::string contact = {};
    friend bool operator==(const ReporterIdentity&, const ReporterIdentity&) = default;
};

/// Something about one place of a file. The row was left out, unless it is a notice.
struct Problem {
    std::uint64_t line = 0; ///< first line of the row, from 1
    std::string field = {}; ///< column or member as the file names it; empty for the whole row
    Text reason = {};
    Text cure = {};
    bool notice = false; ///< the row was taken all the same
    friend bool operator==(const Problem&, const Problem&) = default;
};

/// A report as read, with the line it began on.
struct ReportRow {
    std::uint64_t line = 0;
    Report report = {};
    std::optional<ReporterIdentity> reporter = {};
};

/// A title made of the report's goods and authority (else of its mineral, kind of violation, narrative, or id). The
/// same report always gives the same title.
Text deriveTitle(const Report& report);

/// The last day of the act, where the date says one: "2023-11/2025-02" gives 2025-02-28.
std::optional<Date> actEnd(const Report& report);
/// "2025", "2025-04", "2025-04-30", or two of them with a slash, in order.
bool isDateOrInterval(std::string_view text);

/// The quantity in whole kilograms, rounded down, where the unit is one of mass.
std::optional<std::int64_t> kilograms(const Report& report);

/// What the report suggests for the penalty: the articles it names or its kind of violation implies, and its amounts. A
/// proposal for a person, who states the facts; `violations` is empty where nothing is suggested.
law::PenaltyFacts suggestFacts(const Report& report);

} // namespace model::intake
