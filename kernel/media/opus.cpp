#include "kernel/media/opus.h"

#include <opus/opus.h>

#include <array>

#include "kernel/base/assert.h"

namespace yc::media {
namespace {

constexpr int kBedBitRate = 16'000;
constexpr int kFramesMax = 48;  // RFC 6716, 3.2.5

const unsigned char* raw(std::span<const std::byte> bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

}  // namespace

bool is_voice_packet(std::span<const std::byte> packet) {
  if (packet.empty()) return false;
  const auto size = static_cast<opus_int32>(packet.size());
  std::array<opus_int16, kFramesMax> sizes{};
  if (opus_packet_parse(raw(packet), size, nullptr, nullptr, sizes.data(), nullptr) < 1) {
    return false;
  }
  constexpr int kRateHz = 48'000;
  return opus_packet_get_nb_samples(raw(packet), size, kRateHz) == kRateHz * kRoundMs / 1000;
}

void VoiceDecoder::Deleter::operator()(OpusDecoder* decoder) const {
  opus_decoder_destroy(decoder);
}

VoiceDecoder::VoiceDecoder() {
  int error = OPUS_OK;
  decoder_.reset(opus_decoder_create(kBedRateHz, 1, &error));
  YC_ASSERT(error == OPUS_OK);
}

void VoiceDecoder::decode(std::span<const std::byte> packet, std::vector<float>& out) {
  const std::size_t before = out.size();
  out.resize(before + kBedSamples);
  const int samples =
      opus_decode_float(decoder_.get(), raw(packet), static_cast<opus_int32>(packet.size()),
                        &out[before], static_cast<int>(kBedSamples), 0);
  // A packet that parses and yet does not decode is heard as silence.
  out.resize(before + static_cast<std::size_t>(samples > 0 ? samples : 0));
}

void VoiceDecoder::reset() {
  opus_decoder_ctl(decoder_.get(), OPUS_RESET_STATE);
}

void BedEncoder::Deleter::operator()(OpusEncoder* encoder) const {
  opus_encoder_destroy(encoder);
}

BedEncoder::BedEncoder() {
  int error = OPUS_OK;
  encoder_.reset(opus_encoder_create(kBedRateHz, 1, OPUS_APPLICATION_VOIP, &error));
  YC_ASSERT(error == OPUS_OK);
  opus_encoder_ctl(encoder_.get(), OPUS_SET_BITRATE(kBedBitRate));
  opus_encoder_ctl(encoder_.get(), OPUS_SET_COMPLEXITY(1));
}

std::size_t BedEncoder::encode(std::span<const float, kBedSamples> samples,
                               std::vector<std::byte>& out) {
  const std::size_t before = out.size();
  out.resize(before + kMaxBytes);
  const opus_int32 size = opus_encode_float(
      encoder_.get(), samples.data(), static_cast<int>(kBedSamples),
      reinterpret_cast<unsigned char*>(&out[before]), static_cast<opus_int32>(kMaxBytes));
  YC_ASSERT(size > 0);
  out.resize(before + static_cast<std::size_t>(size));
  return static_cast<std::size_t>(size);
}

}  // namespace yc::media
