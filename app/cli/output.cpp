// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include <algorithm>
#include <cstdlib>
#include <string>
#include <unistd.h>

namespace app {

namespace {

/// The next character of a UTF-8 text, and how many bytes it takes. A broken byte is U+FFFD of one byte.
std::pair<char32_t, std::size_t> decode(std::string_view text) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    const std::size_t size = first >= 0xf0 && first < 0xf5 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 0;
    if (size == 0 || first >= 0xf5 || text.size() < size) return {0xfffd, 1};
    char32_t point = first & (0xffU >> (size + 1));
    for (std::size_t i = 1; i < size; ++i) {
        if ((byte(i) & 0xc0) != 0x80) return {0xfffd, 1};
        point = point << 6 | (byte(i) & 0x3f);
    }
    const char32_t least = size == 2 ? 0x80 : size == 3 ? 0x800 : 0x10000;
    if (point < least || point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return {0xfffd, 1};
    return {point, size};
}

bool steersTerminal(char32_t c) {
    if (c == '\n' || c == '\t') return false;
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x61c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool isWide(char32_t c) {
    struct Range {
        char32_t first, last;
    };
    static constexpr Range kWide[] = {{0x1100, 0x115f},   {0x2e80, 0x303e},  {0x3041, 0xa4cf}, {0xac00, 0xd7a3},
                                      {0xf900, 0xfaff},   {0xfe30, 0xfe6f},  {0xff00, 0xff60}, {0xffe0, 0xffe6},
                                      {0x1f300, 0x1faff}, {0x20000, 0x3fffd}};
    return std::ranges::any_of(kWide, [c](const Range& range) { return c >= range.first && c <= range.last; });
}

} // namespace

std::string forTerminal(std::string_view text) {
    static constexpr std::string_view kReplacement = "\xef\xbf\xbd";
    std::string clean;
    clean.reserve(text.size());
    while (!text.empty()) {
        const auto [point, size] = decode(text);
        if (point == 0xfffd || steersTerminal(point)) clean += kReplacement;
        else clean += text.substr(0, size);
        text.remove_prefix(size);
    }
    return clean;
}

std::size_t displayWidth(std::string_view text) {
    std::size_t width = 0;
    while (!text.empty()) {
        const auto [point, size] = decode(text);
        const bool combines =
            (point >= 0x300 && point <= 0x36f) || point == 0x200b || point == 0x200d || point == 0xfeff;
        width += combines ? 0 : isWide(point) ? 2 : 1;
        text.remove_prefix(size);
    }
    return width;
}

std::string Columns::text() const {
    std::vector<std::size_t> widths;
    for (const auto& row : m_rows) {
        if (widths.size() < row.size()) widths.resize(row.size());
        for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], displayWidth(row[i]));
    }
    std::string out;
    for (const auto& row : m_rows) {
        std::string line;
        std::size_t pad = 0;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (!row[i].empty()) {
                line.append(pad, ' ');
                line += row[i];
                pad = 0;
            }
            pad += widths[i] - displayWidth(row[i]) + 2;
        }
        out += line + "\n";
    }
    return out;
}

Json textJson(const Text& text) { return {{"en", text.en}, {"zh", text.zh}}; }

Json errorJson(const Error& error) {
    return {{"code", std::string(model::codeName(error.code))},
            {"what", textJson(error.what)},
            {"where", error.where},
            {"cite", error.cite},
            {"cure", textJson(error.cure)}};
}

Output::Output(std::string program, Language language, bool json, std::FILE* data, std::FILE* messages)
    : m_program(std::move(program)), m_language(language), m_json(json), m_data(data), m_messages(messages),
      m_terminal(isatty(fileno(messages)) == 1) {
    const char* noColour = std::getenv("NO_COLOR");
    const char* terminal = std::getenv("TERM");
    m_colour = m_terminal && (noColour == nullptr || *noColour == '\0') && terminal != nullptr &&
               std::string_view(terminal) != "dumb";
}

int Output::finish(const Result<Reply>& result) {
    clearProgress();
    const Error* error = !result ? &result.error() : result->error ? &*result->error : nullptr;
    if (!result || !result->printed) {
        if (m_json) {
            Json answer = {{"ok", error == nullptr}};
            if (result) answer["data"] = result->data;
            if (error != nullptr) answer["error"] = errorJson(*error);
            // Bytes that are no UTF-8 can come in file names; JSON has no place for them.
            raw(answer.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
        } else if (result) {
            words(result->words);
        }
    }
    if (error != nullptr && !m_json) say(*error);
    if (!intact()) {
        if (error == nullptr) say({Code::failed, {"The answer could not be written", "结果无法写出"}, {}, "stdout"});
        return error == nullptr ? 1 : model::exitCode(error->code);
    }
    return error == nullptr ? 0 : model::exitCode(error->code);
}

void Output::words(std::string_view text) {
    if (!m_json) raw(forTerminal(text));
}

void Output::raw(std::string_view bytes) {
    if (std::fwrite(bytes.data(), 1, bytes.size(), m_data) != bytes.size()) m_broken = true;
}

bool Output::intact() {
    if (std::fflush(m_data) != 0) m_broken = true;
    return !m_broken;
}

void Output::write(std::string_view line) {
    // A terminal that went away takes the messages with it; there is nobody left to tell.
    (void)std::fwrite(line.data(), 1, line.size(), m_messages);
    (void)std::fflush(m_messages);
}

void Output::message(const Text& text) {
    clearProgress();
    const std::string line = forTerminal(text.in(m_language)) + "\n";
    write(line);
}

void Output::say(const Error& error) {
    const std::string name = m_colour ? "\x1b[1;31m" + m_program + "\x1b[0m: " : m_program + ": ";
    const std::string line = name + forTerminal(model::sentence(error, m_language)) + "\n";
    write(line);
}

void Output::progress(const Text& what, std::uint64_t done, std::uint64_t total) {
    if (!m_terminal) return;
    const auto now = std::chrono::steady_clock::now();
    if (m_progressShown && now - m_lastProgress < std::chrono::milliseconds{200}) return;
    m_lastProgress = now;
    m_progressShown = true;
    std::string line = "\r\x1b[K" + forTerminal(what.in(m_language)) + " ";
    line += total == 0 ? std::to_string(done) : std::to_string(done * 100 / total) + " %";
    write(line);
}

void Output::clearProgress() {
    if (!m_progressShown) return;
    m_progressShown = false;
    (void)std::fputs("\r\x1b[K", m_messages);
}

} // namespace app
