// Any bytes as a voice of a client: refused, or a packet that the decoder of the murmur takes.
#include <cstdint>
#include <span>

#include "kernel/base/assert.h"
#include "kernel/media/opus.h"
#include "schema/frames.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yc;
  const std::span bytes(reinterpret_cast<const std::byte*>(data), size);
  const auto frame = schema::VoiceFrame::decode(bytes);
  if (!frame) return 0;
  const std::span packet = frame->tail(bytes);
  YC_ASSERT(packet.size() <= schema::VoiceFrame::kTailMax);
  if (!media::is_voice_packet(packet)) return 0;
  media::VoiceDecoder decoder;
  std::vector<float> samples;
  decoder.decode(packet, samples);
  YC_ASSERT(samples.size() == media::kBedSamples || samples.empty());
  return 0;
}
