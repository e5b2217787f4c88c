// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/document/penalty_words.h"

#include "model/document/words.h"

namespace model::document {
namespace {

bool owes(const std::optional<law::Money>& amount) { return amount && amount->fen() > 0; }

} // namespace

std::vector<Text> penaltyWords(const law::Measures& measures, const std::optional<law::Money>& fine,
                               const std::optional<law::Money>& confiscation) {
    std::vector<Text> out;
    const auto amount = [](const Text& words, law::Money money) {
        return put(words, law::moneyText(money), law::moneyCapitals(money));
    };
    if (measures.warning) out.push_back({"a warning", "警告"});
    if (measures.stopOrder) out.push_back({"an order to stop the violation", "责令停止违法行为"});
    if (owes(confiscation)) {
        out.push_back(
            amount({"confiscation of illegal gains of {0}", "没收违法所得人民币{0}（大写：{1}）"}, *confiscation));
    }
    if (owes(fine))
        out.push_back(amount({"a fine of {0} (in Chinese capitals: {1})", "罚款人民币{0}（大写：{1}）"}, *fine));
    if (measures.revokeLicence) out.push_back({"revocation of the licence", "吊销出口许可证件"});
    if (measures.suspendBusiness) out.push_back({"an order to suspend business for rectification", "责令停业整顿"});
    if (measures.revokeQualification)
        out.push_back(
            {"revocation of the qualification to export the controlled items", "吊销相关管制物项出口经营资格"});
    if (measures.orderCorrection) out.push_back({"an order to correct", "责令改正"});
    if (measures.publicCriticism) out.push_back({"public criticism", "通报批评"});
    if (measures.loseQualification)
        out.push_back({"loss of the qualification to advise and identify", "取消咨询、鉴别资格"});
    return out;
}

} // namespace model::document
