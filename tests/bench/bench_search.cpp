// SPDX-License-Identifier: GPL-3.0-or-later

// Full-text search over short Chinese and English texts made from a seed: building the index, and from a query to the
// newest 50 rows, beside FTS5's own trigram tokenizer over the same texts in the same run (which cannot find two
// characters). The texts are harder than real ones: words follow each other at random, so most pairs across words occur
// once.
//   bench_search [--rows 1000000] [--dir PLACE]

#include "model/store/search_tokenizer.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>
#include <string_view>
#include <vector>

using namespace model;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

namespace {

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Words with the usual few that are everywhere and the many that are rare (Zipf), two to four ideographs each.
class Texts {
public:
    explicit Texts(unsigned seed) : m_random(seed) {
        std::uniform_int_distribution<char32_t> ideograph(0x4E00, 0x4E00 + 3500);
        for (int i = 0; i < kWords; ++i) {
            std::string word;
            const int length = i % 7 == 0 ? 4 : i % 5 == 0 ? 3 : 2;
            for (int j = 0; j < length; ++j) SearchFolder::append(word, ideograph(m_random));
            m_words.push_back(word);
        }
    }
    const std::string& word(int rank) const { return m_words[static_cast<std::size_t>(rank)]; }

    std::string next() {
        std::string text;
        for (int i = 0; i < 14; ++i) text += m_words[rank()];
        static constexpr const char* english[] = {" antimony ", " export licence ", " GB-2024 ", " gallium ", " 海关 "};
        text += english[m_random() % std::size(english)];
        text += std::to_string(m_random() % 100000);
        return text;
    }

    static constexpr int kWords = 20000;

private:
    std::size_t rank() {
        const double u = std::uniform_real_distribution<double>(0, 1)(m_random);
        return static_cast<std::size_t>(std::pow(static_cast<double>(kWords), u)) - 1;
    }
    std::mt19937 m_random;
    std::vector<std::string> m_words;
};

struct Built {
    double seconds = 0;
    double megabytes = 0;
};

template <typename T>
T must(Result<T> result) {
    if (!result) {
        std::fprintf(stderr, "%s (%s)\n", result.error().what.en.c_str(), result.error().where.c_str());
        std::exit(1);
    }
    if constexpr (!std::is_void_v<T>) return std::move(*result);
}

Built build(Database& db, const std::string& table, int rows, std::size_t& bytes) {
    Texts texts(7);
    bytes = 0;
    const auto before = must(db.value<std::int64_t>("SELECT page_count FROM pragma_page_count"));
    const auto start = Clock::now();
    auto transaction = must(Transaction::begin(db));
    auto insert = must(db.prepare("INSERT INTO " + table + "(rowid, body) VALUES(?1, ?2)"));
    for (int i = 0; i < rows; ++i) {
        const std::string text = texts.next();
        bytes += text.size();
        must(insert.with(i + 1, text).run());
    }
    must(transaction.commit());
    const double seconds = since(start);
    const auto after = must(db.value<std::int64_t>("SELECT page_count FROM pragma_page_count"));
    return {seconds, static_cast<double>(after - before) * 4096 / 1e6};
}

/// p50, p99 and worst of asking for the newest 50, in milliseconds.
void ask(Database& db, SearchFolder& folder, const char* name, const std::vector<std::string>& questions, bool& holds,
         double limitMs) {
    std::vector<double> times;
    long found = 0;
    for (const auto& question : questions) {
        const auto start = Clock::now();
        auto rows = must(db.prepare("SELECT rowid FROM ours WHERE ours MATCH ?1 ORDER BY rowid DESC LIMIT 50"));
        rows.with(ftsQuery(folder, question));
        while (must(rows.step())) ++found;
        times.push_back(since(start) * 1e3);
    }
    std::ranges::sort(times);
    const double p99 = times[times.size() * 99 / 100];
    std::printf("  %-34s p50 %7.3f  p99 %7.3f  max %7.3f ms   %.1f rows each\n", name, times[times.size() / 2], p99,
                times.back(), static_cast<double>(found) / static_cast<double>(questions.size()));
    if (limitMs > 0 && p99 > limitMs) holds = false;
}

} // namespace

int main(int argc, char** argv) {
    int rows = 1'000'000;
    fs::path place = fs::current_path();
    for (int i = 1; i + 1 < argc; i += 2) {
        const std::string_view option = argv[i];
        if (option == "--rows") rows = std::atoi(argv[i + 1]);
        else if (option == "--dir") place = argv[i + 1];
        else return 2;
    }
    place /= "bench_search.data";
    fs::remove_all(place);
    fs::create_directories(place);
    PageProfile pages;
    pages.cacheKib = 65536;
    auto db = must(Database::open(place / "search.db", crypto::Secret(Bytes(32, 1)), OpenMode::create, pages));
    must(registerSearchTokenizer(db));
    must(db.execute(searchTableSql("ours", {"body"})));
    must(db.execute(
        "CREATE VIRTUAL TABLE trigrams USING fts5(body, content='', contentless_delete=1, tokenize='trigram')"));

    Texts texts(7);
    SearchFolder folder;
    std::size_t bytes = 0;
    auto start = Clock::now();
    for (int i = 0; i < rows; ++i) bytes += texts.next().size();
    const double making = since(start);
    Texts again(7);
    start = Clock::now();
    std::size_t folded = 0;
    for (int i = 0; i < rows; ++i) folded += folder.fold(again.next()).size();
    std::printf("%d texts of %.0f bytes: made in %.1f s, folded in %.1f s more\n", rows,
                static_cast<double>(bytes) / rows, making, since(start) - making);
    const Built ours = build(db, "ours", rows, bytes);
    const Built trigrams = build(db, "trigrams", rows, bytes);
    std::printf("  %-34s %6.1f s %7.1f MB\n  %-34s %6.1f s %7.1f MB (%.2f x)\n", "index: trigram, built in",
                trigrams.seconds - making, trigrams.megabytes, "index: touchstone", ours.seconds - making,
                ours.megabytes, (ours.seconds - making) / (trigrams.seconds - making));

    std::vector<std::string> common, usual, one, two, phrase, word;
    for (int i = 0; i < 500; ++i) {
        common.push_back(texts.word(i % 10).substr(0, 6));
        usual.push_back(texts.word(20 + i * 37 % (Texts::kWords - 20)).substr(0, 6));
        one.push_back(texts.word(i * 37 % Texts::kWords).substr(0, 3));
        two.push_back(texts.word(i % 100).substr(0, 6) + " " + texts.word(i * 37 % Texts::kWords).substr(0, 6));
        phrase.push_back(texts.word(i * 7).substr(0, 12));
        word.push_back(i % 2 ? "antim" : "gallium");
    }
    bool holds = true;
    std::printf("the newest 50 rows\n");
    ask(db, folder, "two ideographs, everywhere", common, holds, 30);
    ask(db, folder, "two ideographs, any", usual, holds, 30);
    ask(db, folder, "a word of up to four", phrase, holds, 30);
    ask(db, folder, "two words", two, holds, 0);
    ask(db, folder, "one ideograph", one, holds, 0);
    ask(db, folder, "the beginning of a word", word, holds, 0);
    std::printf("two ideographs, p99 to the first rows under 30 ms: %s\n", holds ? "yes" : "NO");
    fs::remove_all(place);
    return holds ? 0 : 1;
}
