// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/ctl/context.h"

#include "model/workspace/hub_oversight.h"
#include "model/workspace/setup_rules.h"
#include "model/workspace/tokens.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <unistd.h>

namespace app {

namespace {

std::optional<int> passphraseDescriptor(const Invocation& call) {
    const auto word = call.find("passphrase-fd");
    if (!word) return std::nullopt;
    int number = -1;
    const auto [end, error] = std::from_chars(word->data(), word->data() + word->size(), number);
    // A descriptor that cannot exist is reported by the first read from it.
    return error == std::errc{} && end == word->data() + word->size() ? number : -1;
}

std::string tokenModule(const Invocation& call) {
    if (const auto named = call.find("module")) return *named;
    const char* const fromEnvironment = std::getenv("TOUCHSTONE_TOKEN_MODULE");
    const bool set = fromEnvironment != nullptr && *fromEnvironment != '\0';
    return set ? fromEnvironment : std::string(crypto::kSystemTokenModule);
}

std::string labels(const model::OfficeInfo& office) {
    std::string line;
    for (const auto& profile : office.profiles) line += (line.empty() ? "" : ", ") + profile.label;
    return line;
}

Text systemWords(int number) { return same(std::strerror(number)); }

} // namespace

Context::Context(const Invocation& call, const Program& program, Output& output, const Interrupt& interrupt)
    : m_call(call), m_program(program), m_output(output), m_interrupt(interrupt),
      m_passphrases(passphraseDescriptor(call), output.language(), interrupt), m_clock(model::systemClock()),
      m_random(crypto::systemRandom()), m_tokens(std::make_unique<crypto::Tokens>(tokenModule(call))) {}

model::Progress Context::progress(Text what) {
    return [this, what = std::move(what)](std::uint64_t done, std::uint64_t total) {
        m_output.progress(what, done, total);
    };
}

void Context::note(const Text& text) {
    if (!m_output.json()) m_output.message(text);
}

Result<crypto::Secret> Context::newPassphrase(const std::string& label) {
    TRY_ASSIGN(auto passphrase, m_passphrases.askNew(model::fill({"New passphrase of {0}", "{0} 的新口令"}, label)));
    if (const auto advice = model::passphraseAdvice(passphrase.view()); !advice.empty()) note(advice);
    return passphrase;
}

Result<crypto::Secret> Context::newSecret(const std::string& label, std::optional<crypto::TokenName>& token) {
    const auto word = m_call.find("token");
    if (!word) return newPassphrase(label);
    TRY_ASSIGN(const auto found, model::tokenCalled(*word, surroundings()));
    token = found.name;
    return askPin(found);
}

/// Asks for the PIN of a token, after what it says of the tries that are left.
Result<crypto::Secret> Context::askPin(const crypto::TokenInfo& token) {
    if (const Text tries = model::tokenTries(token); !tries.empty())
        note(model::fill({"{0}: {1}.", "{0}：{1}。"}, model::tokenTitle(token.name), tries));
    return m_passphrases.ask(model::fill({"PIN of {0}", "{0}的 PIN 码"}, model::tokenTitle(token.name)));
}

/// What opens the keys of a person: their passphrase, or the PIN of the token that has them.
Result<crypto::Secret> Context::askSecret(const std::filesystem::path& folder, const model::Profile& profile) {
    TRY_ASSIGN(const auto token, model::tokenAsked(folder, profile, surroundings()));
    if (token) return askPin(*token);
    return m_passphrases.ask(model::fill({"Passphrase of {0}", "{0} 的口令"}, profile.label));
}

Result<std::filesystem::path> Context::officeFolder() const {
    if (const auto given = m_call.find("office")) return std::filesystem::path(*given);
    const char* fromEnvironment = std::getenv("TOUCHSTONE_OFFICE");
    if (fromEnvironment != nullptr && *fromEnvironment != '\0') return std::filesystem::path(fromEnvironment);
    return fail(
        Code::usage, {"Which office? None was named", "没有指明办公室"},
        {"Give --office DIR, or set TOUCHSTONE_OFFICE. The desk founds its office in ~/.local/share/touchstone "
         "where no other folder is named.",
         "请给出 --office DIR，或设置 TOUCHSTONE_OFFICE。桌面程序未另选文件夹时，办公室在 ~/.local/share/touchstone。"});
}

/// What the exchange at the unlock did or asks that nobody asked it for.
void Context::noteOf(const model::HubOversight& oversight) {
    if (oversight.givenBack() > 0)
        note(model::fill({"The hub was set back; {0} commits that it had lost were given back to it.",
                          "服务器曾被回退；已向其交还所缺的 {0} 条提交记录。"},
                         std::to_string(oversight.givenBack())));
    if (oversight.question())
        note(
            {"The exchange has stopped with a question; touchstonectl hub exchange says which. What is said here waits.",
             "同步已中止并等待决定，详见 touchstonectl hub exchange。此处提交的内容处于待发状态。"});
}

Result<std::unique_ptr<model::Workspace>> Context::open(Hub hub) {
    TRY_ASSIGN(const auto folder, officeFolder());
    TRY_ASSIGN(const auto office, model::inspectOffice(folder));
    const char* fromEnvironment = std::getenv("TOUCHSTONE_PERSON");
    const std::string word = m_call.find("person").value_or(fromEnvironment == nullptr ? "" : fromEnvironment);
    std::vector<model::Profile> found;
    // An id is tried even where no profile shows it: what is wrong with the person's files is then said by name.
    const auto id = model::PersonId::fromHex(word);
    for (const auto& profile : office.profiles) {
        if (word.empty() || profile.label == word || profile.id == id) found.push_back(profile);
    }
    if (id && found.empty()) found.push_back({*id, word, true});
    if (found.size() != 1) {
        const Text what =
            word.empty() ? Text{"Which person? None was named", "没有指明使用者"}
            : found.empty()
                ? model::fill({"Nobody here is called \"{0}\"", "这里没有名为“{0}”的人"}, word)
                : model::fill({"Several persons are called \"{0}\"; use the id", "有多个“{0}”，请用标识"}, word);
        return fail(Code::usage, what,
                    model::fill({"Give --person one of: {0}", "请用 --person 给出其一：{0}"}, labels(office)),
                    folder.string());
    }
    TRY_ASSIGN(const auto passphrase, askSecret(folder, found.front()));
    auto with = surroundings();
    with.opensWithoutHub = hub == Hub::leave;
    TRY_ASSIGN(auto workspace, model::Workspace::unlock(folder, found.front().id, passphrase.view(), with));
    noteOf(workspace->hubOversight());
    if (workspace->ended()) {
        note(model::fill({"{0}. What had come to this machine stays readable; nothing new comes, and nothing is taken",
                          "{0}。本机已收到的内容仍可阅读，但不再收到新内容，此处提交的内容也不再被接受"},
                         workspace->ended()->what));
    }
    return workspace;
}

Result<std::filesystem::path> fullPath(const std::filesystem::path& path) {
    std::error_code fault;
    auto whole = std::filesystem::absolute(path, fault);
    if (fault) return fail(Code::failed, same(fault.message()), {}, path.string());
    return whole.lexically_normal();
}

Result<model::PersonId> personOf(const model::Workspace& workspace, std::string_view word) {
    std::vector<model::PersonId> found;
    const auto add = [&](model::PersonId id) {
        if (!std::ranges::contains(found, id)) found.push_back(id);
    };
    const auto& people = workspace.office().people;
    const auto id = model::PersonId::fromHex(word);
    for (const auto& [one, person] : people) {
        if ((id && one == *id) || person.name == word) add(one);
    }
    if (const auto office = model::inspectOffice(workspace.folder())) {
        for (const auto& profile : office->profiles) {
            if (profile.label == word || (id && profile.id == *id)) add(profile.id);
        }
    }
    if (found.size() == 1) return found.front();
    if (found.empty()) {
        return fail(
            Code::notFound,
            model::fill({"Nobody in this office is called \"{0}\"", "本办公室没有名为“{0}”的人"}, std::string(word)),
            {"touchstonectl person list names everyone.", "touchstonectl person list 列出所有人。"});
    }
    return fail(Code::usage, model::fill({"Several persons are called \"{0}\"", "有多个“{0}”"}, std::string(word)),
                {"Use the id that touchstonectl person list shows.", "请使用 touchstonectl person list 显示的标识。"});
}

Result<std::pair<std::string, std::string>> parseSetting(const std::string& word) {
    const auto equals = word.find('=');
    if (equals == std::string::npos || equals == 0) {
        return fail(Code::usage, model::fill({"\"{0}\" is not FIELD=VALUE", "“{0}”不是 FIELD=VALUE"}, word), {},
                    "--set");
    }
    std::string value = word.substr(equals + 1);
    if (value.starts_with("@")) {
        TRY_ASSIGN(value, readFile(value.substr(1), model::kSealedLimit));
    }
    return std::pair(word.substr(0, equals), std::move(value));
}

Result<std::string> readFile(const std::string& path, std::size_t limit) {
    const bool standard = path == "-";
    const int descriptor = standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0) {
        return fail(Code::failed,
                    model::fill({"The file cannot be opened: {0}", "无法打开文件：{0}"}, systemWords(errno)), {}, path);
    }
    std::string content;
    int fault = 0;
    while (content.size() <= limit) {
        const std::size_t before = content.size();
        content.resize(std::min(limit + 1, before + 65536));
        const auto got = ::read(descriptor, content.data() + before, content.size() - before);
        content.resize(before + (got > 0 ? static_cast<std::size_t>(got) : 0));
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) fault = errno;
        if (got <= 0) break;
    }
    if (!standard) ::close(descriptor);
    if (fault != 0) {
        return fail(Code::failed,
                    model::fill({"The file cannot be read: {0}", "无法读取文件：{0}"}, systemWords(fault)), {}, path);
    }
    if (content.size() > limit) {
        return fail(Code::tooLarge,
                    model::fill({"The file is larger than {0} bytes", "文件超过 {0} 字节"}, std::to_string(limit)), {},
                    path);
    }
    return content;
}

Result<void> writeNewFile(const std::filesystem::path& path, crypto::ByteView bytes) {
    const int descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        return fail(
            Code::failed, model::fill({"The file cannot be made: {0}", "无法创建文件：{0}"}, systemWords(errno)),
            errno == EEXIST ? Text{"Choose another name; nothing is overwritten.", "请换一个文件名；不会覆盖已有文件。"}
                            : Text{},
            path.string());
    }
    int fault = 0;
    while (!bytes.empty() && fault == 0) {
        const auto put = ::write(descriptor, bytes.data(), bytes.size());
        if (put < 0 && errno != EINTR) fault = errno;
        if (put > 0) bytes = bytes.subspan(static_cast<std::size_t>(put));
    }
    if (fault == 0 && ::fsync(descriptor) != 0 && errno != EINVAL) fault = errno;
    if (::close(descriptor) != 0 && fault == 0) fault = errno;
    if (fault == 0) return {};
    ::unlink(path.c_str());
    return fail(Code::failed, model::fill({"The file cannot be written: {0}", "无法写入文件：{0}"}, systemWords(fault)),
                {}, path.string());
}

} // namespace app
