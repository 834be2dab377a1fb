#pragma once
// The value of an operation on outside bytes or on the outside world, or the error that a person
// reads: what went wrong and what to do about it.

#include <expected>
#include <string>
#include <string_view>
#include <utility>

namespace yc::base {

// What kind of failure, for code that must choose. People read cause and remedy.
enum class ErrorCode {
  bad_input,    // bytes from outside that break a rule
  not_found,    // the thing named is not there
  denied,       // the rights function, or a limit on one party, said no
  conflict,     // the expected state has changed meanwhile, or the thing exists already
  full,         // a bounded buffer or quota is full; the remedy names the setting
  io,           // disk or network refused
  corrupt,      // stored data does not match its checksum or its own log
  unavailable,  // not now: starting, stopping, or behind
};

struct Error {
  ErrorCode code = ErrorCode::bad_input;
  std::string cause;   // one clause, no trailing full stop: "port 8080 is in use"
  std::string remedy;  // one imperative clause: "choose another with --port"; may be empty
  // Name of schema/reasons.json (a literal), where a page must tell this from others of its code;
  // empty otherwise.
  std::string_view reason = {};

  std::string text() const { return remedy.empty() ? cause : cause + "; " + remedy; }
};

template <typename T>
using Result = std::expected<T, Error>;
using Status = std::expected<void, Error>;

inline std::unexpected<Error> fail(ErrorCode code, std::string cause, std::string remedy = {}) {
  return std::unexpected(Error{code, std::move(cause), std::move(remedy), {}});
}

}  // namespace yc::base

// Assigns the value of a Result, or returns its error from the enclosing function.
#define YC_TRY_JOIN2(a, b) a##b
#define YC_TRY_JOIN(a, b) YC_TRY_JOIN2(a, b)
#define YC_TRY_IMPL(tmp, target, ...)                       \
  auto tmp = (__VA_ARGS__);                                 \
  if (!tmp) return std::unexpected(std::move(tmp).error()); \
  target = std::move(*tmp)
#define YC_TRY(target, ...) YC_TRY_IMPL(YC_TRY_JOIN(yc_try_, __LINE__), target, __VA_ARGS__)
#define YC_CHECK_IMPL(tmp, ...) \
  if (auto tmp = (__VA_ARGS__); !tmp) return std::unexpected(std::move(tmp).error())
#define YC_CHECK(...) YC_CHECK_IMPL(YC_TRY_JOIN(yc_check_, __LINE__), __VA_ARGS__)
