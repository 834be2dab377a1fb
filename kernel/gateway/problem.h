#pragma once
// Answers that say no: application/problem+json (RFC 9457) with a reason of schema/reasons.json,
// its words in the language of who asks.

#include <string>
#include <string_view>

#include "kernel/base/result.h"
#include "kernel/gateway/http.h"
#include "schema/reasons.h"

namespace yc::gateway {

using schema::Language;
using schema::Reason;

// What this one refusal adds to the words of its reason. Sentences or clauses; each may be empty.
struct ProblemDetail {
  std::string en;
  std::string zh;
  std::string remedy_en;  // instead of the reason's
  std::string remedy_zh;
  std::string field;  // of the request, that is missing or wrong
};

// The causes and remedies of base::Error are English.
ProblemDetail detail_of(const base::Error& error);

// The first of ours by weight (RFC 9110, 12.5.4); English for others and for none.
Language language_of(std::string_view accept_language);
Language language_of(const HttpRequest& request);

HttpResponse problem(Reason reason, Language language, const ProblemDetail& detail = {});
// With another status than that of the reason.
HttpResponse problem(int status, Reason reason, Language language,
                     const ProblemDetail& detail = {});

// The reason of this name, if there is one.
Reason reason_named(std::string_view name, Reason otherwise);

// The error's own reason, else the one that stands for its kind. Where and why the data failed is
// logged here, for it is not for whoever asks.
HttpResponse problem_of(const base::Error& error, Language language);

}  // namespace yc::gateway
