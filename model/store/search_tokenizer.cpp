// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/search_tokenizer.h"

#include "model/store/database_error.h"

#include <sqlcipher/sqlite3.h>

#include <memory>
#include <new>
#include <vector>

namespace model {

namespace {

constexpr std::size_t kWordLimit = 96;   // bytes of a word that count: no one types more, and base64 fills an index
constexpr std::size_t kQueryLimit = 200; // characters of a query that count

using Emit = int (*)(void* context, int flags, const char* token, int length, int start, int end);

/// Divides one text into tokens. `query`: the text is a phrase to look for, so the last character of a run is left out
/// where the pair before it says the same, unless something follows that must stand behind it.
class Scanner {
public:
    Scanner(SearchFolder& folder, bool query, void* context, Emit sink)
        : m_folder(folder), m_query(query), m_context(context), m_emit(sink) {}

    int scan(std::string_view text) {
        for (std::size_t at = 0; at < text.size() && m_code == SQLITE_OK;) {
            const std::size_t start = at;
            const char32_t raw = SearchFolder::next(text, at);
            const auto [begin, end] = m_folder.foldOne(raw);
            for (const char32_t* c = begin; c != end; ++c) take(*c, start, at);
        }
        endWord();
        endRun();
        if (m_tailWaits && m_runLength == 1) emitTail();
        return m_code;
    }

private:
    void take(char32_t c, std::size_t start, std::size_t end) {
        switch (m_folder.classOf(c)) {
        case SearchClass::word:
            endRun();
            if (m_word.empty()) m_wordStart = start;
            if (m_word.size() < kWordLimit) SearchFolder::append(m_word, c);
            m_wordEnd = end;
            break;
        case SearchClass::han: takeHan(c, start, end); break;
        case SearchClass::separator:
            endWord();
            endRun();
            break;
        }
    }

    void takeHan(char32_t c, std::size_t start, std::size_t end) {
        endWord();
        if (!m_inRun) {
            emitTail();
            m_inRun = true;
            m_runLength = 0;
            m_last.clear();
        }
        if (++m_runLength > 1) {
            m_pair = m_last;
            SearchFolder::append(m_pair, c);
            emit(m_pair, m_lastStart, end);
        }
        m_last.clear();
        SearchFolder::append(m_last, c);
        m_lastStart = start;
        m_lastEnd = end;
    }

    void endRun() {
        if (!m_inRun) return;
        m_inRun = false;
        m_tailWaits = true;
        if (!m_query) emitTail();
    }

    void emitTail() {
        if (!m_tailWaits) return;
        m_tailWaits = false;
        emit(m_last, m_lastStart, m_lastEnd);
    }

    void endWord() {
        if (m_word.empty()) return;
        emitTail();
        emit(m_word, m_wordStart, m_wordEnd);
        m_word.clear();
    }

    void emit(const std::string& token, std::size_t start, std::size_t end) {
        if (m_code != SQLITE_OK) return;
        m_code = m_emit(m_context, 0, token.data(), static_cast<int>(token.size()), static_cast<int>(start),
                        static_cast<int>(end));
    }

    SearchFolder& m_folder;
    bool m_query;
    void* m_context;
    Emit m_emit;
    int m_code = SQLITE_OK;

    std::string m_word; // of the script of words that is being read
    std::size_t m_wordStart = 0, m_wordEnd = 0;

    bool m_inRun = false; // in a run of ideographs
    bool m_tailWaits = false;
    std::size_t m_runLength = 0;
    std::string m_last, m_pair;
    std::size_t m_lastStart = 0, m_lastEnd = 0;
};

// ---- FTS5

int create(void*, const char**, int, Fts5Tokenizer** out) {
    auto* folder = new (std::nothrow) SearchFolder();
    *out = reinterpret_cast<Fts5Tokenizer*>(folder);
    return folder ? SQLITE_OK : SQLITE_NOMEM;
}

void destroy(Fts5Tokenizer* tokenizer) { delete reinterpret_cast<SearchFolder*>(tokenizer); }

int tokenize(Fts5Tokenizer* tokenizer, void* context, int flags, const char* text, int length, Emit emit) {
    if (!text || length <= 0) return SQLITE_OK;
    Scanner scanner(*reinterpret_cast<SearchFolder*>(tokenizer), (flags & FTS5_TOKENIZE_QUERY) != 0, context, emit);
    return scanner.scan({text, static_cast<std::size_t>(length)});
}

int countToken(void* context, int, const char*, int, int, int) {
    ++*static_cast<int*>(context);
    return SQLITE_OK;
}

} // namespace

Result<void> registerSearchTokenizer(Database& database) {
    fts5_api* api = nullptr;
    sqlite3_stmt* statement = nullptr;
    int code = sqlite3_prepare_v2(database.handle(), "SELECT fts5(?1)", -1, &statement, nullptr);
    if (code == SQLITE_OK) {
        sqlite3_bind_pointer(statement, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
        (void)sqlite3_step(statement);
    }
    sqlite3_finalize(statement);
    if (api) {
        fts5_tokenizer functions{create, destroy, tokenize};
        code = api->xCreateTokenizer(api, std::string(kSearchTokenizer).c_str(), nullptr, &functions, nullptr);
    }
    if (!api || code != SQLITE_OK) {
        return std::unexpected(
            databaseError(database.handle(), code == SQLITE_OK ? SQLITE_ERROR : code, database.path().string()));
    }
    return {};
}

std::string searchTableSql(std::string_view name, std::initializer_list<std::string_view> columns) {
    std::string sql = "CREATE VIRTUAL TABLE " + std::string(name) + " USING fts5(";
    for (const std::string_view column : columns) sql.append(column).append(", ");
    return sql + "content='', contentless_delete=1, tokenize='" + std::string(kSearchTokenizer) + "')";
}

std::string ftsQuery(SearchFolder& folder, std::string_view userText) {
    // Folded first, so that what folding makes of a character (a space, a quote) is seen here and not by FTS5.
    std::vector<std::string> terms(1);
    std::size_t at = 0;
    for (std::size_t read = 0; read < kQueryLimit && at < userText.size(); ++read) {
        const auto [begin, end] = folder.foldOne(SearchFolder::next(userText, at));
        for (const char32_t* c = begin; c != end; ++c) {
            const bool space = *c <= 0x20 || *c == 0x3000 || *c == 0xA0 || *c == 0xFFFD || *c == 0x7F;
            if (!space) SearchFolder::append(terms.back(), *c);
            else if (!terms.back().empty()) terms.emplace_back();
        }
    }
    std::string query;
    for (std::size_t i = 0; i < terms.size(); ++i) {
        int tokens = 0;
        Scanner(folder, true, &tokens, countToken).scan(terms[i]);
        if (tokens == 0) continue; // nothing but punctuation
        if (!query.empty()) query += " AND ";
        query += '"';
        std::size_t letters = 0; // of the last word or run
        auto last = SearchClass::separator;
        bool apart = true; // punctuation stands behind it
        for (std::size_t j = 0; j < terms[i].size();) {
            const std::size_t start = j;
            const SearchClass now = folder.classOf(SearchFolder::next(terms[i], j));
            query.append(terms[i], start, j - start);
            if (terms[i][start] == '"') query += '"';
            if (now != SearchClass::separator) {
                letters = now == last && !apart ? letters + 1 : 1;
                last = now;
            }
            apart = now == SearchClass::separator;
        }
        query += '"';
        const bool openWord = last == SearchClass::word && !apart && i + 1 == terms.size();
        const bool oneIdeograph = last == SearchClass::han && letters == 1;
        if (openWord || oneIdeograph) query += " *";
    }
    return query;
}

} // namespace model
