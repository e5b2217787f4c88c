// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/store/collation.h"

#include <unicode/coll.h>
#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>

namespace model {

struct Collation::Impl {
    std::unique_ptr<icu::Collator> collator;
};

Collation::Collation() : m_impl(std::make_unique<Impl>()) {
    UErrorCode error = U_ZERO_ERROR;
    m_impl->collator.reset(icu::Collator::createInstance(icu::Locale("zh@collation=pinyin"), error));
    if (U_FAILURE(error)) m_impl->collator.reset();
}

Collation::Collation(Collation&&) noexcept = default;
Collation& Collation::operator=(Collation&&) noexcept = default;
Collation::~Collation() = default;

std::string Collation::key(std::string_view utf8, std::size_t most) const {
    if (!m_impl->collator) return std::string(utf8.substr(0, most));
    const auto text =
        icu::UnicodeString::fromUTF8(icu::StringPiece(utf8.data(), static_cast<std::int32_t>(utf8.size())));
    std::string key(std::max<std::size_t>(most, 1), '\0');
    // What does not fit is cut off, and the whole length is given back, with the zero at its end.
    const auto whole = m_impl->collator->getSortKey(text, reinterpret_cast<std::uint8_t*>(key.data()),
                                                    static_cast<std::int32_t>(key.size()));
    const auto used = static_cast<std::size_t>(std::max(whole - 1, 0));
    key.resize(std::min(used, key.size()));
    return key;
}

} // namespace model
