#include "kernel/gateway/problem.h"

#include <charconv>
#include <cmath>

#include "kernel/base/json.h"
#include "kernel/base/log.h"

namespace yc::gateway {
namespace {

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// "zh-CN;q=0.8": the language if it is ours, and its weight in thousandths.
struct Wish {
  bool ours = false;
  Language language = Language::en;
  int weight = 1000;
};

Wish wish_of(std::string_view item) {
  const auto semicolon = item.find(';');
  std::string tag(trimmed(item.substr(0, semicolon)));
  for (char& c : tag) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  Wish out;
  out.ours = tag == "zh" || tag.starts_with("zh-") || tag == "en" || tag.starts_with("en-");
  out.language = tag.starts_with("zh") ? Language::zh : Language::en;
  if (semicolon == std::string_view::npos) return out;
  const std::string_view weight = trimmed(item.substr(semicolon + 1));
  double value = 0;
  if (!weight.starts_with("q=")) return out;
  std::from_chars(weight.data() + 2, weight.data() + weight.size(), value);
  out.weight = value >= 0 && value <= 1 ? static_cast<int>(std::lround(value * 1000)) : 0;
  return out;
}

Reason reason_of(base::ErrorCode code) {
  switch (code) {
    case base::ErrorCode::bad_input:
      return Reason::bad_input;
    case base::ErrorCode::not_found:
      return Reason::not_found;
    case base::ErrorCode::denied:
      return Reason::denied;
    case base::ErrorCode::conflict:
      return Reason::conflict;
    default:
      return Reason::not_durable;
  }
}

}  // namespace

ProblemDetail detail_of(const base::Error& error) {
  ProblemDetail out;
  out.en = error.cause;
  out.remedy_en = error.remedy;
  return out;
}

Language language_of(std::string_view accept_language) {
  Wish best;
  best.weight = 0;
  while (!accept_language.empty()) {
    const auto comma = accept_language.find(',');
    const Wish wish = wish_of(accept_language.substr(0, comma));
    if (wish.ours && wish.weight > best.weight) best = wish;
    if (comma == std::string_view::npos) break;
    accept_language.remove_prefix(comma + 1);
  }
  return best.language;
}

Language language_of(const HttpRequest& request) {
  return language_of(request.header("accept-language"));
}

HttpResponse problem(int status, Reason reason, Language language, const ProblemDetail& detail) {
  const schema::ReasonText& text = text_of(reason, language);
  const bool chinese = language == Language::zh;
  const std::string& told = chinese ? detail.zh : detail.en;
  const std::string& remedy = chinese ? detail.remedy_zh : detail.remedy_en;
  const std::string_view name = name_of(reason);
  base::Json json{{"type", "/api#" + std::string(name)},
                  {"title", text.title},
                  {"status", status},
                  {"reason", name},
                  {"remedy", remedy.empty() ? std::string(text.remedy) : remedy}};
  if (!told.empty()) json["detail"] = told;
  if (!detail.field.empty()) json["field"] = detail.field;
  HttpResponse out;
  out.status = status;
  out.set("Content-Type", "application/problem+json");
  out.set("Content-Language",
          std::string(schema::kLanguageTags[static_cast<std::size_t>(language)]));
  out.set("Cache-Control", "no-store");
  const std::string body = base::dump_json(json) + "\n";
  const auto bytes = std::as_bytes(std::span(body));
  out.body = std::make_shared<const base::Bytes>(bytes.begin(), bytes.end());
  return out;
}

HttpResponse problem(Reason reason, Language language, const ProblemDetail& detail) {
  return problem(status_of(reason), reason, language, detail);
}

Reason reason_named(std::string_view name, Reason otherwise) {
  const auto found = std::ranges::find(schema::kReasonNames, name);
  if (found == schema::kReasonNames.end()) return otherwise;
  return static_cast<Reason>(found - schema::kReasonNames.begin());
}

HttpResponse problem_of(const base::Error& error, Language language) {
  const Reason reason = reason_named(error.reason, reason_of(error.code));
  if (reason != Reason::not_durable) return problem(reason, language, detail_of(error));
  base::log_warning("not_durable", {{"cause", error.text()}});
  return problem(reason, language);
}

}  // namespace yc::gateway
