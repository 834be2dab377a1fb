#include "kernel/space/refusal.h"

#include <algorithm>
#include <utility>

namespace yc::space {
namespace {

constexpr std::size_t kTextMaxCharacters = 300;  // of cause and remedy in messages.json

std::string shortened(std::string text) {
  if (text.size() <= kTextMaxCharacters) return text;
  std::size_t end = kTextMaxCharacters;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80) --end;  // whole UTF-8
  text.resize(end);
  return text;
}

schema::Reason reason_named(std::string_view name) {
  const auto& names = schema::kReasonNames;
  const auto found = std::find(names.begin(), names.end(), name);
  return found == names.end() ? schema::Reason::denied
                              : static_cast<schema::Reason>(found - names.begin());
}

}  // namespace

schema::Refused refused(schema::Reason reason, std::string cause, std::string remedy) {
  schema::Refused refusal;
  refusal.reason = reason;
  refusal.cause = shortened(std::move(cause));
  refusal.remedy = shortened(std::move(remedy));
  return refusal;
}

schema::Refused refused_by(const rights::Decision& decision, base::WallTime now) {
  schema::Refused refusal = refused(reason_named(decision.reason), decision.text, {});
  if (decision.until.unix_ms > now.unix_ms) {
    const std::int64_t seconds = (decision.until.unix_ms - now.unix_ms + 999) / 1000;
    refusal.retry_after_s = std::min<std::int64_t>(seconds, 31'536'000);
  }
  return refusal;
}

schema::Refused not_durable(const base::Error& error) {
  const bool full = error.code == base::ErrorCode::full;
  return refused(schema::Reason::not_durable,
                 full ? "the disk of the server is full" : "the server could not write it down",
                 "try again in a moment, or tell whoever runs this city");
}

schema::Refused refused_by(const base::Error& error) {
  if (error.code == base::ErrorCode::bad_input)
    return refused(schema::Reason::bad_message, error.cause, error.remedy);
  if (error.code == base::ErrorCode::denied)
    return refused(schema::Reason::denied, error.cause, error.remedy);
  return not_durable(error);
}

}  // namespace yc::space
