#pragma once
// A caller's mistake stops the program in every build. Never use it on bytes from outside: those
// end in a Result (see result.h).

namespace yc::base {
[[noreturn]] void assert_failed(const char* condition, const char* file, int line);
}

#define YC_ASSERT(condition) \
  ((condition) ? static_cast<void>(0) : ::yc::base::assert_failed(#condition, __FILE__, __LINE__))
