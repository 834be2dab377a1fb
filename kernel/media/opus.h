#pragma once
// Opus (RFC 6716, "Definition of the Opus Audio Codec", 2012), as far as voices need it. Used on
// one thread at a time.

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

struct OpusDecoder;
struct OpusEncoder;

namespace yc::media {

inline constexpr int kRoundMs = 40;  // one packet, one round
// A murmur needs no more: decoding and encoding at 16 kHz costs a third of 48 kHz.
inline constexpr int kBedRateHz = 16'000;
inline constexpr std::size_t kBedSamples = kBedRateHz * kRoundMs / 1000;

// Whether these bytes are one Opus packet of exactly one round. What is, every decoder takes.
bool is_voice_packet(std::span<const std::byte> packet);

class VoiceDecoder {
 public:
  VoiceDecoder();
  // Appends the packet's samples at kBedRateHz; the packet must be a voice packet.
  void decode(std::span<const std::byte> packet, std::vector<float>& out);
  void reset();  // another speaker, or the same after a gap

 private:
  struct Deleter {
    void operator()(OpusDecoder* decoder) const;
  };
  std::unique_ptr<OpusDecoder, Deleter> decoder_;
};

class BedEncoder {
 public:
  static constexpr std::size_t kMaxBytes = 160;  // a murmur of 16 kbit/s is 80

  BedEncoder();
  // Appends one packet of kBedSamples samples to `out` and returns its size.
  std::size_t encode(std::span<const float, kBedSamples> samples, std::vector<std::byte>& out);

 private:
  struct Deleter {
    void operator()(OpusEncoder* encoder) const;
  };
  std::unique_ptr<OpusEncoder, Deleter> encoder_;
};

}  // namespace yc::media
