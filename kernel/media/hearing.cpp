#include "kernel/media/hearing.h"

#include <algorithm>

#include "kernel/base/assert.h"

namespace yc::media {
namespace {

constexpr float kSeatBonus = 4.0f;         // 6 dB
constexpr std::uint32_t kPauseRounds = 5;  // 200 ms
constexpr float kStageBonus = 1e6f;

bool contains(const crowd::Handles& sorted, std::uint16_t handle) {
  return std::binary_search(sorted.begin(), sorted.end(), handle);
}

// Power at the listener's ears; 0 = not heard.
float score_of(const VoiceRound& round, const Speaker& speaker, float x, float z, float hearing_m) {
  if (speaker.stage != kNoStage) {
    const Stage& stage = (*round.stages)[static_cast<std::size_t>(speaker.stage)];
    const double away_x = stage.position.x - x, away_z = stage.position.z - z;
    const bool hears = away_x * away_x + away_z * away_z <= stage.audience_m * stage.audience_m;
    return hears ? kStageBonus * (1.0f + speaker.strength) : 0.0f;
  }
  const float away_x = speaker.x - x, away_z = speaker.z - z;
  const float away_m2 = away_x * away_x + away_z * away_z;
  return away_m2 <= hearing_m * hearing_m ? power_at(speaker.strength, away_m2) : 0.0f;
}

// Seats a speaker, if there is still a place or a lesser one to take it from.
template <typename Seats>
void seat(Seats& seats, const typename Seats::value_type& speaker) {
  std::size_t at = seats.size();
  while (at > 0 && seats[at - 1].rank < speaker.rank) --at;
  if (at == seats.size()) return;
  std::shift_right(seats.begin() + static_cast<std::ptrdiff_t>(at), seats.end(), 1);
  seats[at] = speaker;
}

bool spoke_in(const VoiceRound& round, std::uint16_t handle) {
  const auto at = std::ranges::lower_bound(round.speakers, handle, {}, &Speaker::handle);
  return at != round.speakers.end() && at->handle == handle;
}

}  // namespace

Hearing::Hearing(std::uint16_t own_handle, const HearingSettings& settings)
    : own_handle_(own_handle), settings_(settings) {
  YC_ASSERT(own_handle != 0);
}

bool Hearing::encode(const VoiceRound& round, std::vector<std::byte>& out) {
  const std::uint32_t my_entry = round.snapshot->find(own_handle_);
  if (my_entry == crowd::kNoEntry) return false;
  choose(round, my_entry);
  write(round, bed_for_me(round, my_entry), out);
  return !records_.empty();
}

bool Hearing::is_seated(std::uint16_t handle) const {
  return std::ranges::find(seats_, handle, &Seat::handle) != seats_.end();
}

void Hearing::choose(const VoiceRound& round, std::uint32_t my_entry) {
  const float x = round.snapshot->x(my_entry), z = round.snapshot->z(my_entry);
  const crowd::Handles* hidden = round.snapshot->entry(my_entry).hidden.get();
  const auto hearing_m = static_cast<float>(settings_.hearing_m);
  Seats next{};
  for (const std::uint32_t i : round.candidates_at(x, z)) {
    const Speaker& speaker = round.speakers[i];
    if (speaker.handle == own_handle_) continue;
    const float score = score_of(round, speaker, x, z, hearing_m);
    if (score <= 0.0f || (hidden != nullptr && contains(*hidden, speaker.handle))) continue;
    const float rank = is_seated(speaker.handle) ? score * kSeatBonus : score;
    seat(next, {rank, score, speaker.handle, round.number, i});
  }
  // In a pause between two words a seat is kept.
  for (const Seat& before : seats_) {
    const bool waits = before.handle != 0 && round.number - before.heard <= kPauseRounds;
    if (!waits || std::ranges::find(next, before.handle, &Seat::handle) != next.end()) continue;
    if (hidden != nullptr && contains(*hidden, before.handle)) continue;
    if (spoke_in(round, before.handle)) continue;  // and is not heard here any more
    seat(next, {before.score * kSeatBonus, before.score, before.handle, before.heard, 0});
  }
  seats_ = next;
  heard_count_ = 0;
  for (const Seat& taken : seats_) {
    if (taken.handle != 0) heard_[heard_count_++] = taken.handle;
  }
}

// Nobody hears themselves, or somebody apart from them, in the murmur either.
const VoiceRound::Bed* Hearing::bed_for_me(const VoiceRound& round, std::uint32_t my_entry) const {
  const VoiceRound::Bed* bed =
      round.bed_at(round.snapshot->x(my_entry), round.snapshot->z(my_entry));
  if (bed == nullptr || contains(bed->from, own_handle_)) return nullptr;
  const crowd::Handles* hidden = round.snapshot->entry(my_entry).hidden.get();
  if (hidden == nullptr) return bed;
  const bool meets = std::ranges::any_of(
      bed->from, [&](std::uint16_t handle) { return contains(*hidden, handle); });
  return meets ? nullptr : bed;
}

void Hearing::write(const VoiceRound& round, const VoiceRound::Bed* bed,
                    std::vector<std::byte>& out) {
  records_.clear();
  packets_.clear();
  std::size_t size = schema::VoicesFrame::kHeaderSize;
  const auto add = [&](const schema::VoicesRecord& record, std::span<const std::byte> packet) {
    const std::size_t more = schema::VoicesRecord::kSize + packet.size();
    if (size + more > settings_.bytes_per_round) return;
    size += more;
    records_.push_back(record);
    packets_.push_back(packet);
  };
  for (const Seat& seat : seats_) {
    if (seat.handle == 0 || seat.heard != round.number) continue;
    const Speaker& speaker = round.speakers[seat.speaker];
    for (std::uint32_t i = speaker.first; i < speaker.first + speaker.count; ++i) {
      const VoiceRound::Packet& packet = round.packets[i];
      add({seat.handle, packet.sequence, packet.loudness, packet.size}, round.bytes_of(packet));
    }
  }
  if (bed != nullptr) {
    add({0, static_cast<std::uint16_t>(round.number), bed->loudness, bed->size},
        std::span(round.bytes).subspan(bed->offset, bed->size));
  }
  schema::VoicesFrame frame;
  frame.round = static_cast<std::uint16_t>(round.number);
  frame.count = static_cast<std::uint8_t>(records_.size());
  out.resize(size);
  frame.write(out.data());
  std::byte* at = out.data() + schema::VoicesFrame::kHeaderSize;
  for (const schema::VoicesRecord& record : records_) {
    record.write(at);
    at += schema::VoicesRecord::kSize;
  }
  for (const std::span<const std::byte> packet : packets_) {
    at = std::ranges::copy(packet, at).out;
  }
}

}  // namespace yc::media
