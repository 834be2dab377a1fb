#pragma once
// A step of an explanation as a sentence; the texts are those of schema/rights.json.

#include <functional>
#include <string>

#include "kernel/rights/rights.h"

namespace yc::rights {

enum class Language : std::uint8_t { en, zh };

using NameOf = std::function<std::string(base::PrincipalId)>;

// Without name_of, whoever gave a grant is "somebody". Times are UTC.
std::string in_words(const Step& step, Language language, const NameOf& name_of = {});

}  // namespace yc::rights
