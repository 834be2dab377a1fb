#include "kernel/space/spot.h"

#include <array>
#include <charconv>
#include <cmath>

namespace yc::space {

std::optional<Spot> parse_spot(std::string_view text) {
  std::array<double, 4> numbers{};
  const char* at = text.data();
  const char* const end = at + text.size();
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    if (i > 0 && (at == end || *at++ != ',')) return std::nullopt;
    const auto [next, error] = std::from_chars(at, end, numbers[i], std::chars_format::fixed);
    if (error != std::errc() || !std::isfinite(numbers[i])) return std::nullopt;
    at = next;
  }
  if (at != end) return std::nullopt;
  return Spot{{numbers[0], numbers[1], numbers[2]}, numbers[3]};
}

}  // namespace yc::space
