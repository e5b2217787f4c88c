// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Full-text search that finds Chinese: an FTS5 tokenizer, and queries for it made from what a person typed.
//
// Text without spaces (ideographs, kana) is indexed by overlapping pairs of characters, each at its own position, so a
// query of two or more characters is a phrase of pairs and matches exactly where the characters stand side by side.
// A run's last character stands alone, so that a query of one character is a prefix query that meets each occurrence
// once and the index need not hold every character a second time. Other text is indexed by words. Both are folded
// (SearchFolder).

#include "model/base/result.h"
#include "model/store/database.h"
#include "model/store/search_text.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace model {

/// The tokenizer's name in `CREATE VIRTUAL TABLE … USING fts5(…, tokenize='touchstone')`.
inline constexpr std::string_view kSearchTokenizer = "touchstone";

/// Makes the tokenizer known to one connection. Without it a search table of the store can be neither read nor written.
Result<void> registerSearchTokenizer(Database& database);

/// SQL for a search table that keeps only the index and not the text: rows are inserted with their rowid and deleted by
/// it, and a query gives rowids. `name` and `columns` are the program's own words.
std::string searchTableSql(std::string_view name, std::initializer_list<std::string_view> columns);

/// Makes a MATCH expression from what a person typed: every term, divided by spaces, must occur; a term of several
/// words or ideographs is a phrase; the last word is taken as a beginning, unless a space follows it. Nothing a person
/// types is an operator or a syntax error. Only the first 200 characters count. Empty when there is nothing to search
/// for.
std::string ftsQuery(SearchFolder& folder, std::string_view userText);

} // namespace model
