#include "apps/yuancheng/swarm_bot.h"

#include <algorithm>
#include <array>
#include <utility>

namespace yc::apps {
namespace {

constexpr double kTalkPerSecond = 0.02;  // of each one on a plaza
constexpr std::uint8_t kGaitStand = 0;
constexpr std::uint8_t kGaitWalk = 1;

double ms_between(base::MonotonicTime from, base::MonotonicTime to) {
  return std::chrono::duration<double, std::milli>(to - from).count();
}

bool names(std::string_view message, std::string_view type) {
  return message.find("\"type\":\"" + std::string(type) + "\"") != message.npos;
}

}  // namespace

SwarmBot::SwarmBot(SwarmShared& shared, SwarmPattern pattern, int index)
    : shared_(shared), pattern_(pattern), index_(index), walker_(pattern, index, shared.random) {}

void SwarmBot::connect(Socket socket, const WsUrl& url) {
  client_ = std::make_unique<WsClient>(std::move(socket), url, shared_.random, *this);
  connected_at_ = shared_.clock.monotonic();
}

void SwarmBot::on_open() {
  schema::Hello hello;
  hello.protocol = schema::kProtocolVersion;
  hello.name = "swarm " + std::to_string(index_ + 1);
  hello.place = shared_.ground.place;
  send(hello);
}

void SwarmBot::on_text(std::string_view message) {
  // Names of people come often and are of no use here: not parsed.
  if (names(message, "people")) return;
  if (names(message, "heard")) {
    ++shared_.totals.heard;
    return;
  }
  const auto json = base::parse_json(message);
  if (!json) return client_->close("a message that is no JSON");
  if (names(message, "welcome")) {
    const auto welcome = schema::Welcome::parse(*json);
    if (!welcome) return client_->close("a welcome against the schema");
    on_welcome(*welcome);
  } else if (names(message, "refused") && !present_) {
    refused_ = true;
    ++shared_.totals.refused[(*json)["reason"].get<std::string>()];
  }
}

void SwarmBot::on_welcome(const schema::Welcome& welcome) {
  present_ = true;
  ++shared_.totals.joined;
  const base::MonotonicTime now = shared_.clock.monotonic();
  shared_.totals.join_ms.push_back(static_cast<float>(ms_between(connected_at_, now)));
  walker_.put({welcome.x, welcome.y, welcome.z});
  history_.add(crowd::to_wire(walker_.feet()), now);
  shared_.by_handle[static_cast<std::size_t>(welcome.you.handle)] = this;
}

void SwarmBot::on_binary(std::span<const std::byte> message) {
  if (const auto frame = schema::CrowdFrame::decode(message)) return on_crowd(message, *frame);
  if (const auto correction = schema::CorrectionFrame::decode(message)) {
    ++shared_.totals.corrections[std::to_string(correction->cause)];
    walker_.put(crowd::from_wire(crowd::position_of(*correction)));
    history_.add(crowd::position_of(*correction), shared_.clock.monotonic());
    return;
  }
  if (const auto voices = schema::VoicesFrame::decode(message)) {
    if (shared_.measuring) count_.hear(voices->count, message.size());
    return;
  }
  if (!schema::HandsFrame::decode(message)) client_->close("a frame against the schema");
}

void SwarmBot::on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame) {
  if (shared_.measuring) count_.take(frame.tick, frame.count);
  if (newest_sample_.empty()) return;
  for (std::size_t i = 0; i < frame.count; ++i) {
    const schema::CrowdRecord record = schema::CrowdFrame::record(bytes, i);
    const SwarmBot* other = shared_.by_handle[record.handle];
    if (other == nullptr) continue;  // not of this swarm
    const crowd::WirePosition position = crowd::position_of(record);
    if (const base::MonotonicTime* told = other->history_.when(position)) {
      newest_sample_[static_cast<std::size_t>(other->index_)] = {position, *told};
    } else {
      ++shared_.totals.unknown_samples;
    }
  }
}

float SwarmBot::age_ms_of(const SwarmBot& other, base::MonotonicTime now) const {
  return newest_sample_[static_cast<std::size_t>(other.index_)].age_ms(other.history_, now);
}

void SwarmBot::on_closed(std::string_view why) {
  if (shared_.measuring && present_) ++shared_.totals.closed[std::string(why)];
  if (!present_ && !refused_) ++shared_.totals.refused[std::string(why)];
  present_ = false;
}

void SwarmBot::act(double seconds) {
  if (!present_) return;
  if (voice_) {
    voice_->speak(seconds,
                  [this](std::span<const std::byte> frame) { client_->send_binary(frame); });
  }
  walker_.advance(shared_.ground, seconds);
  walked_s_ += seconds;
  if (walker_.moving() || !told_rest_) {
    tell_pose();
  } else {
    history_.stay(shared_.clock.monotonic());
  }
  told_rest_ = !walker_.moving();
  if (pattern_ == SwarmPattern::plaza && shared_.random.chance(kTalkPerSecond * seconds)) {
    say_or_wave();
  }
}

void SwarmBot::tell_pose() {
  if (!crowd::fits_wire(walker_.feet())) return;
  const base::MonotonicTime now = shared_.clock.monotonic();
  schema::PoseFrame pose;
  pose.sequence = ++sequence_;
  pose.time_ms = static_cast<std::uint32_t>(walked_s_ * 1000.0);
  const crowd::WirePosition position = crowd::to_wire(walker_.feet());
  crowd::set_position(pose, position);
  pose.yaw = crowd::yaw_to_u16(walker_.yaw());
  pose.gait = walker_.moving() ? kGaitWalk : kGaitStand;
  std::array<std::byte, schema::PoseFrame::kHeaderSize> bytes;
  pose.write(bytes.data());
  history_.add(position, now);
  client_->send_binary(bytes);
}

void SwarmBot::say_or_wave() {
  if (shared_.random.chance(0.5)) {
    send(schema::Emote{schema::EmoteEmote::wave});
  } else {
    send(schema::Say{sequence_ + 1u, schema::SayScope::near, 0, "hello from the swarm"});
  }
}

void SwarmBot::begin_measuring() {
  count_ = {};
  count_.bytes_in_before = client_->bytes_in();
  count_.bytes_out_before = client_->bytes_out();
}

ViewerBytes SwarmBot::received() const {
  return {count_, client_->bytes_in(), client_->bytes_out()};
}

}  // namespace yc::apps
