#pragma once
// Where randomness enters. Secrets come from SystemRandom; simulations pass a SeededRandom.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace yc::base {

class Random {
 public:
  virtual ~Random() = default;
  virtual void fill(std::span<std::byte> out) = 0;

  std::uint64_t next_u64();
  std::uint64_t below(std::uint64_t bound);  // uniform in [0, bound); bound > 0
  double unit();                             // uniform in [0, 1)
  bool chance(double probability) { return unit() < probability; }
};

class SystemRandom final : public Random {  // thread-safe; getrandom(2)
 public:
  void fill(std::span<std::byte> out) override;
};

// xoshiro256** (Blackman and Vigna, 2018) seeded by splitmix64. Not for secrets; one thread.
class SeededRandom final : public Random {
 public:
  explicit SeededRandom(std::uint64_t seed);
  void fill(std::span<std::byte> out) override;

 private:
  std::uint64_t step();
  std::array<std::uint64_t, 4> state_;
};

}  // namespace yc::base
