// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/manner.h"

#include <cstdlib>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>

namespace app {

namespace {

using model::Language;

Language languageFromEnvironment() {
    for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
        const char* value = std::getenv(name);
        if (value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? Language::zh : Language::en;
    }
    return Language::en;
}

} // namespace

Manner mannerOf(const std::vector<std::string>& arguments) {
    Manner manner{languageFromEnvironment(), false};
    for (std::size_t i = 0; i < arguments.size() && arguments[i] != "--"; ++i) {
        if (arguments[i] == "--json") manner.json = true;
        const std::string value = arguments[i] == "--lang" && i + 1 < arguments.size() ? arguments[i + 1]
                                  : arguments[i].starts_with("--lang=")                ? arguments[i].substr(7)
                                                                                       : "";
        if (value == "en") manner.language = Language::en;
        if (value == "zh") manner.language = Language::zh;
    }
    return manner;
}

void openIfClosed(int descriptor) {
    if (::fcntl(descriptor, F_GETFD) >= 0 || errno != EBADF) return;
    // The lowest free number is this one, because the lower ones were seen to first.
    [[maybe_unused]] const int opened = ::open("/dev/null", descriptor == 0 ? O_RDONLY : O_WRONLY);
}

} // namespace app
