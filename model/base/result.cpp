// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/result.h"

#include "model/base/citation.h"

#include <utility>

namespace model {

int exitCode(Code code) {
    switch (code) {
    case Code::failed: return 1;
    case Code::usage: return 2;
    case Code::locked: return 3;
    case Code::damaged:
    case Code::newer: return 4;
    case Code::partial: return 5;
    case Code::network: return 6;
    case Code::refused:
    case Code::ended: return 7;
    case Code::notFound:
    case Code::tooLarge:
    case Code::malformed: return 1;
    case Code::cancelled: return 130;
    }
    std::unreachable();
}

std::string_view codeName(Code code) {
    switch (code) {
    case Code::failed: return "failed";
    case Code::usage: return "usage";
    case Code::locked: return "locked";
    case Code::damaged: return "damaged";
    case Code::newer: return "newer";
    case Code::partial: return "partial";
    case Code::network: return "network";
    case Code::refused: return "refused";
    case Code::notFound: return "not-found";
    case Code::tooLarge: return "too-large";
    case Code::malformed: return "malformed";
    case Code::cancelled: return "cancelled";
    case Code::ended: return "ended";
    }
    std::unreachable();
}

std::string sentence(const Error& error, Language language) {
    const bool zh = language == Language::zh;
    std::string line = error.what.in(language);
    if (!error.where.empty() || !error.cite.empty()) {
        line += zh ? "（" : " (";
        line += error.where;
        if (!error.where.empty() && !error.cite.empty()) line += zh ? "；" : "; ";
        line += citation(error.cite).in(language);
        line += zh ? "）" : ")";
    }
    if (!error.cure.empty()) {
        line += zh ? "。" : ". ";
        line += error.cure.in(language);
    }
    return line;
}

} // namespace model
