// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/base/cbor.h"
#include "model/vault/case_list.h"

#include <array>

namespace model {

namespace {

struct Word {
    std::size_t at = 0; ///< in characters
    std::size_t length = 0;
    std::string text;
    bool quoted = false;
};

std::size_t characters(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) count += (static_cast<unsigned char>(c) & 0xc0) != 0x80;
    return count;
}

std::unexpected<FilterFault> fault(const Word& word, Text what) {
    return std::unexpected(FilterFault{word.at, word.length, std::move(what)});
}

std::expected<std::vector<Word>, FilterFault> split(std::string_view line) {
    std::vector<Word> words;
    std::size_t i = 0;
    while (i < line.size()) {
        if (line[i] == ' ' || line[i] == '\t') {
            ++i;
            continue;
        }
        Word word{characters(line.substr(0, i)), 0, {}, line[i] == '"'};
        const std::size_t start = i;
        if (word.quoted) {
            const auto end = line.find('"', i + 1);
            if (end == std::string_view::npos) {
                word.length = characters(line.substr(start));
                return fault(word, {"The quotation mark is not closed", "引号未闭合"});
            }
            word.text = line.substr(i + 1, end - i - 1);
            i = end + 1;
        } else {
            while (i < line.size() && line[i] != ' ' && line[i] != '\t') ++i;
            word.text = line.substr(start, i - start);
        }
        word.length = characters(line.substr(start, i - start));
        words.push_back(std::move(word));
    }
    return words;
}

constexpr std::array<std::pair<std::string_view, CaseOrder>, 6> kOrders = {{{"changed", CaseOrder::changed},
                                                                            {"opened", CaseOrder::opened},
                                                                            {"due", CaseOrder::due},
                                                                            {"reference", CaseOrder::reference},
                                                                            {"title", CaseOrder::title},
                                                                            {"stage", CaseOrder::stage}}};

/// Reads `field:value`; false if the field is not one of the grammar.
std::expected<bool, FilterFault> readField(const Word& word, std::string_view field, std::string_view value,
                                           CaseFilter& filter) {
    if (value.empty() &&
        (field == "stage" || field == "mineral" || field == "channel" || field == "is" || field == "sort")) {
        return fault(word, {"A value must follow the colon", "冒号后须有值"});
    }
    if (field == "stage") filter.stages.emplace_back(value);
    else if (field == "mineral") filter.mineral = value;
    else if (field == "channel") filter.channel = value;
    else if (field == "is") {
        if (value == "open") filter.openOnly = true;
        else if (value == "mine") filter.mineOnly = true;
        else if (value == "waiting") filter.waitingOnly = true;
        else return fault(word, {"is: takes open, mine or waiting", "is: 可用 open、mine 或 waiting"});
    } else if (field == "sort") {
        filter.descending = value.starts_with('-');
        if (filter.descending) value.remove_prefix(1);
        const auto* const found = std::ranges::find(kOrders, value, &std::pair<std::string_view, CaseOrder>::first);
        if (found == kOrders.end()) {
            return fault(word, {"sort: takes changed, opened, due, reference, title or stage",
                                "sort: 可用 changed、opened、due、reference、title 或 stage"});
        }
        filter.order = found->second;
    } else {
        return false;
    }
    return true;
}

} // namespace

std::expected<CaseFilter, FilterFault> parseFilter(std::string_view line) {
    if (!isUtf8(line)) return std::unexpected(FilterFault{0, 0, {"The filter is not UTF-8", "筛选条件不是 UTF-8"}});
    CaseFilter filter;
    auto words = split(line);
    if (!words) return std::unexpected(words.error());
    for (const auto& word : *words) {
        const auto colon = word.text.find(':');
        if (!word.quoted && colon != std::string::npos && colon != 0) {
            const auto known = readField(word, std::string_view(word.text).substr(0, colon),
                                         std::string_view(word.text).substr(colon + 1), filter);
            if (!known) return std::unexpected(known.error());
            if (*known) continue;
        }
        if (!filter.words.empty()) filter.words += ' ';
        filter.words += word.text;
    }
    return filter;
}

} // namespace model
