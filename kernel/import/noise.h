#pragma once
// Numbers that look random and depend only on their arguments, so that a bake is the same
// everywhere.

#include <cmath>
#include <cstdint>

namespace yc::import::noise {

// splitmix64 (Steele, Lea and Flood, 2014).
inline std::uint64_t mix(std::uint64_t x) {
  x += 0x9e3779b97f4a7c15ULL;
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
  return x ^ (x >> 31);
}

inline double unit(std::uint64_t seed, std::int64_t a, std::int64_t b = 0, std::int64_t c = 0) {
  const std::uint64_t h =
      mix(mix(mix(seed ^ static_cast<std::uint64_t>(a)) ^ static_cast<std::uint64_t>(b)) ^
          static_cast<std::uint64_t>(c));
  return static_cast<double>(h >> 11) * 0x1.0p-53;
}

// Smooth value noise with period one, 0 to 1.
inline double value(std::int64_t seed, double x, double y) {
  const double fx = std::floor(x), fy = std::floor(y);
  const auto smooth = [](double t) { return t * t * (3.0 - 2.0 * t); };
  const double tx = smooth(x - fx), ty = smooth(y - fy);
  const auto corner = [&](int dx, int dy) {
    return unit(static_cast<std::uint64_t>(seed), static_cast<std::int64_t>(fx) + dx,
                static_cast<std::int64_t>(fy) + dy);
  };
  const double low = corner(0, 0) * (1 - tx) + corner(1, 0) * tx;
  const double high = corner(0, 1) * (1 - tx) + corner(1, 1) * tx;
  return low * (1 - ty) + high * ty;
}

// A stream of draws from one seed.
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  double unit() {
    state_ = mix(state_);
    return static_cast<double>(state_ >> 11) * 0x1.0p-53;
  }
  double between(double low, double high) { return low + (high - low) * unit(); }
  int below(int bound) { return static_cast<int>(unit() * bound); }
  bool chance(double p) { return unit() < p; }

 private:
  std::uint64_t state_;
};

}  // namespace yc::import::noise
