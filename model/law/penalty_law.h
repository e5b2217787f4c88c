// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "model/law/money.h"
#include "model/law/pack.h"

namespace model::law {

/// The name of an article (and paragraph) that is broken, as it is stored: "ecl34", "ecl35p1", "reg40p1". Which rule it
/// stands for is looked up in a PenaltyBook.
class ArticleId {
public:
    ArticleId() = default;
    explicit ArticleId(std::string_view name) : m_name(name) {}
    const std::string& str() const { return m_name; }
    bool empty() const { return m_name.empty(); }
    auto operator<=>(const ArticleId&) const = default;

private:
    std::string m_name;
};

/// Where a rule stands: a short form for codes and refusals ("ECL 34"), and the full name for people.
struct Citation {
    std::string cite = {};
    Text article = {};
    bool operator==(const Citation&) const = default;
};

/// A length of years that the law gives as "a to b"; equal where it gives one number.
struct Years {
    int least = 0;
    int most = 0;
    bool operator==(const Years&) const = default;
};

/// What an article orders beside the fine.
struct Measures {
    bool warning = false;
    bool stopOrder = false;
    bool confiscateGains = false;
    bool revokeLicence = false;
    bool suspendBusiness = false;                 ///< possible in a serious case
    bool revokeQualification = false;             ///< possible in a serious case
    bool orderCorrection = false;                 ///< 责令改正
    bool publicCriticism = false;                 ///< 通报批评
    bool loseQualification = false;               ///< of an adviser, in a serious case
    bool holdGoods = false;                       ///< 货物不予放行
    std::optional<Years> refuseApplications = {}; ///< possible: applications are not accepted for so long
    std::optional<Years> tradeBan = {};           ///< possible: no trade for so long
    bool operator==(const Measures&) const = default;
};

/// The names under which the flags are written in packs and answers, in the order of the struct.
struct MeasureName {
    std::string_view name;
    bool Measures::* flag;
};
std::span<const MeasureName> measureNames();

/// What a fine is measured by.
enum class Basis { none, illegalTurnover, illegalGains, goodsValue, transactionValue };
std::string_view basisName(Basis basis);
Text basisText(Basis basis); ///< "illegal turnover", 违法经营额

/// One end of a fine. Either an amount, or a part or multiple of the basis, or the greater of both; of that the share;
/// and not more than the cap.
struct Bound {
    std::optional<Money> amount = {};
    std::optional<Ratio> times = {};
    std::optional<Ratio> share = {};
    std::optional<Money> cap = {};
};

/// The fine where the basis is `from` or more, up to the next band. `least` is absent where the law says "not more
/// than".
struct Band {
    Money from = {};
    std::optional<Bound> least = {};
    Bound most = {};
};

/// One article as a rule. The first band also holds where there is no basis, if it does not need one. Without bands
/// there is no fine. What holds only in a serious (情节严重) or extremely serious case is added to the rest; its bands,
/// if it has any, replace the ordinary ones.
struct PenaltyRule {
    ArticleId violation = {};
    Citation source = {};
    Text what = {};
    Text summary = {}; ///< the rule in our own words
    Basis basis = Basis::none;
    std::vector<Band> bands = {};
    Measures measures = {};
    struct Tier {
        std::vector<Band> bands = {};
        Measures measures = {};
    };
    Tier serious = {};
    Tier extreme = {};
    ArticleId under = {};                 ///< punished under this article
    Text refer = {};                      ///< not punished here at all; what says who punishes, and how
    std::string group = {};               ///< rules of one group are the cells of one table: exactly one applies
    std::vector<ArticleId> formerly = {}; ///< names of the same violation in earlier packs
    Text unverified = {};                 ///< what of it was not read in the law itself
};

/// A circumstance (行政处罚法 32, 33; 海关办理行政处罚案件程序规定) that lets the authority leave the range.
struct Ground {
    enum class Effect {
        lighterOrReduced, ///< shall be lighter or reduced (应当从轻或者减轻)
        noPenalty,        ///< no penalty shall be imposed (不予行政处罚)
        mayWaive,         ///< the authority may impose none (可以不予行政处罚)
        mayReduce,        ///< the authority may be lighter or reduce (可以从轻或者减轻)
    };
    std::string id = {};
    Citation source = {};
    Effect effect = Effect::lighterOrReduced;
    Text summary = {};
    Text unverified = {};
};

/// A rule that holds for every article: where it stands and what it says.
struct GeneralRule {
    Citation source = {};
    Text summary = {};
    Text unverified = {};
};

/// One pack: the rules of one law in one version, as data (docs/data-files.md). A value; validated as a whole when
/// read. Once shipped a pack never changes, because signed proposals name it.
struct PenaltyLaw {
    std::string id = {};
    Text name = {};
    std::string route = {}; ///< who punishes: "commerce", "customs", "us"
    Currency currency = Currency::cny;
    Date effective = {};            ///< an act that ended before this day is not punished under it
    std::optional<Date> until = {}; ///< last day it was in force
    std::string corrects = {};      ///< id of the pack with whose mistake this one does away
    std::string general = {};       ///< id of the pack of rules that hold for all articles
    Text source = {};               ///< where the text was read
    Text unverified = {};
    std::vector<PenaltyRule> rules = {};
    std::vector<Ground> grounds = {};
    struct Bar {
        Citation source = {};
        int years = 0;
        Text summary = {};
    };
    std::optional<Bar> bar = {}; ///< what may follow from the penalty itself
    struct Criminal {
        Citation source = {};
        Money value = {};
        std::int64_t kilograms = 0;
        Text summary = {};
    };
    std::optional<Criminal> criminal = {}; ///< from where on a person must examine a referral
    struct Yields {
        std::vector<std::string> to = {}; ///< ids of packs
        GeneralRule rule = {};
    };
    std::optional<Yields> yields = {};        ///< special laws that go before it
    std::optional<GeneralRule> oneFine = {};  ///< 行政处罚法 29
    std::optional<GeneralRule> gains = {};    ///< 行政处罚法 28
    std::optional<GeneralRule> laterLaw = {}; ///< 行政处罚法 37
    struct Limitation {
        GeneralRule rule = {};
        int years = 0;
    };
    std::optional<Limitation> limitation = {}; ///< 行政处罚法 36

    static Checked<PenaltyLaw> parse(std::string_view json);

    const PenaltyRule* rule(const ArticleId& article) const;
    const PenaltyRule* formerRule(const ArticleId& article) const; ///< by its name now or in an earlier pack
    const Ground* ground(std::string_view id) const;               ///< null when there is none of this name
};

/// What facts that name no pack mean: the pack that was the only one until there were others.
constexpr std::string_view kFirstPack = "ecl-2020";

/// All packs that are known. A value.
struct PenaltyBook {
    std::vector<PenaltyLaw> packs = {};

    /// The packs that the program carries, resources/law. Read once; it never changes, and any thread may use it.
    static const Checked<PenaltyBook>& shipped();
    /// The packs of these texts. Beside the mistakes in each: an id twice, and names of packs or articles that nothing
    /// has. `where` begins with the id of the pack.
    static Checked<PenaltyBook> parse(std::span<const std::string_view> texts);

    const PenaltyLaw* pack(std::string_view id) const;
    /// The first pack that has the article, corrected packs last.
    const PenaltyLaw* packOf(const ArticleId& article) const;
    const PenaltyRule* rule(const ArticleId& article) const; ///< in packOf()
    const Ground* ground(std::string_view id) const;         ///< in any pack
    /// The packs that facts with these articles and grounds should name: all that hold one of them and were not
    /// corrected; none where `kFirstPack` holds them all, so that its facts keep their form.
    std::vector<std::string> packsFor(std::span<const ArticleId> articles, std::span<const std::string> grounds) const;
};

} // namespace model::law
