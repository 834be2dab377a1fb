#pragma once
// A refusal that names its own reason (schema/reasons.json), so that a page can say it in words.

#include <string>

#include "kernel/base/result.h"
#include "schema/messages.h"

namespace yc::identity {

inline std::unexpected<base::Error> refuse(schema::Reason reason, base::ErrorCode code,
                                           std::string cause, std::string remedy) {
  return std::unexpected(
      base::Error{code, std::move(cause), std::move(remedy), schema::name_of(reason)});
}

}  // namespace yc::identity
