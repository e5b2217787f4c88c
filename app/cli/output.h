// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/command.h"

#include <chrono>
#include <cstdio>

namespace app {

/// Where answers and messages go: data to stdout, messages to stderr. Words from outside (a report's title, a file's
/// name) cannot command the terminal: what would steer it is replaced before it is written.
class Output {
public:
    /// `program` stands before each error.
    Output(std::string program, Language language, bool json, std::FILE* data, std::FILE* messages);

    [[nodiscard]] Language language() const { return m_language; }
    [[nodiscard]] bool json() const { return m_json; }
    [[nodiscard]] const std::string& in(const Text& text) const { return text.in(m_language); }

    /// Writes what a command answered, and its error if it has one. The exit code.
    int finish(const Result<Reply>& result);
    /// Words for people, on stdout. Nothing with --json.
    void words(std::string_view text);
    /// Bytes on stdout as they are.
    void raw(std::string_view bytes);
    void message(const Text& text);
    /// A line on stderr that is written over, at most five times a second; nothing where stderr is no terminal.
    void progress(const Text& what, std::uint64_t done, std::uint64_t total);
    /// False once something could not be written to stdout: the other end is gone or the disk is full.
    [[nodiscard]] bool intact();

private:
    void say(const Error& error);
    void write(std::string_view line);
    void clearProgress();

    std::string m_program;
    Language m_language;
    bool m_json;
    std::FILE* m_data;
    std::FILE* m_messages;
    bool m_terminal;
    bool m_colour;
    bool m_progressShown = false;
    bool m_broken = false;
    std::chrono::steady_clock::time_point m_lastProgress{};
};

/// Replaces control characters (but newline and tab), marks that turn the writing direction, and broken UTF-8.
std::string forTerminal(std::string_view text);

/// Columns of words, aligned by the width they take on a terminal (a Chinese character takes two).
class Columns {
public:
    void row(std::vector<std::string> cells) { m_rows.push_back(std::move(cells)); }
    [[nodiscard]] std::string text() const;

private:
    std::vector<std::vector<std::string>> m_rows;
};

/// How many columns of a terminal a text takes.
std::size_t displayWidth(std::string_view text);

/// {"code","what":{"en","zh"},"where","cite","cure":{"en","zh"}}.
Json errorJson(const Error& error);
/// {"en":…,"zh":…}.
Json textJson(const Text& text);

} // namespace app
