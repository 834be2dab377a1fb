#include "tests/simulation/simulated_person.h"

#include <array>
#include <cmath>
#include <utility>

#include "kernel/crowd/wire_position.h"
#include "schema/messages.h"

namespace yc::simulation {
namespace {

using geometry::Vec3;

constexpr double kStepS = 0.05;
constexpr double kReachM = 70.0;
constexpr double kSpeakChance = 0.02;
constexpr double kLanternChance = 0.05;
constexpr double kLieChance = 0.01;
constexpr std::size_t kLongestMessage = 1 << 20;

}  // namespace

SimulatedPerson::SimulatedPerson(Witness& witness, int index, bool lies)
    : witness_(witness), index_(index), lies_(lies) {}

void SimulatedPerson::connect(std::unique_ptr<base::ByteStream> stream) {
  stream_ = std::move(stream);
  parser_ = std::make_unique<gateway::WsParser>(gateway::WsSide::client, kLongestMessage);
  handshake_.clear();
  unsent_.clear();
  said_.clear();
  upgraded_ = present_ = gone_ = false;
  last_tick_ = 0;
  stream_->start(*this);
  constexpr std::string_view kRequest =
      "GET /ws HTTP/1.1\r\nHost: city\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
  const auto bytes = std::as_bytes(std::span(kRequest));
  unsent_.assign(bytes.begin(), bytes.end());
  flush();
}

void SimulatedPerson::act() {
  if (gone_) stream_ = nullptr;
  if (stream_ == nullptr || !present_) return;
  walk();
  tell_pose();
  if (witness_.random.chance(kSpeakChance)) speak();
  if (witness_.random.chance(kLanternChance)) light_lantern();
}

void SimulatedPerson::walk() {
  const double dx = goal_.x - state_.feet.x;
  const double dz = goal_.z - state_.feet.z;
  const double left = std::hypot(dx, dz);
  base::Random& random = witness_.random;
  if (left < 1.0 || random.chance(0.02)) {
    goal_ = {(random.unit() * 2 - 1) * kReachM, 0, (random.unit() * 2 - 1) * kReachM};
    return;
  }
  const double speed = 5.0;
  if (lies_ && random.chance(kLieChance)) {
    state_.feet = goal_;  // at once, through whatever is between
  } else if (lies_) {     // straight through walls
    state_.feet += Vec3{dx / left * speed * kStepS, 0.0, dz / left * speed * kStepS};
  } else {
    state_ = geometry::step(*witness_.premises.ground, state_,
                            {dx / left * speed, dz / left * speed, random.chance(0.02)}, kStepS);
  }
}

void SimulatedPerson::tell_pose() {
  time_ms_ += 50;
  if (!crowd::fits_wire(state_.feet)) return;
  schema::PoseFrame pose;
  pose.sequence = ++sequence_;
  pose.time_ms = time_ms_;
  pose.gait = 1;
  crowd::set_position(pose, crowd::to_wire(state_.feet));
  std::array<std::byte, schema::PoseFrame::kHeaderSize> bytes;
  pose.write(bytes.data());
  send(gateway::WsOpcode::binary, bytes);
}

void SimulatedPerson::speak() {
  schema::Say say;
  say.nonce = ++nonce_;
  say.scope = witness_.random.chance(0.5) ? schema::SayScope::near : schema::SayScope::space;
  say.text = "person " + std::to_string(index_) + " says " + std::to_string(nonce_);
  said_[nonce_] = say.text;
  send(say);
}

void SimulatedPerson::light_lantern() {
  for (const space::LanternSpot& lantern : witness_.premises.manifest.lanterns) {
    if (geometry::distance(lantern.position, state_.feet) > 4.0) continue;
    send(schema::LightLantern{lantern.id});
    return;
  }
}

void SimulatedPerson::send(gateway::WsOpcode opcode, std::span<const std::byte> payload) {
  if (stream_ == nullptr || gone_) return;
  base::Bytes frame;
  gateway::append_frame(frame, opcode, payload, std::array<std::uint8_t, 4>{1, 2, 3, 4});
  unsent_.insert(unsent_.end(), frame.begin(), frame.end());
  flush();
}

void SimulatedPerson::flush() {
  if (stream_ == nullptr || unsent_.empty()) return;
  const std::size_t taken = stream_->write(unsent_);
  unsent_.erase(unsent_.begin(), unsent_.begin() + static_cast<std::ptrdiff_t>(taken));
}

void SimulatedPerson::on_bytes(std::span<const std::byte> bytes) {
  const std::array who{static_cast<std::byte>(index_)};
  witness_.hash.add(who);
  witness_.hash.add(bytes);
  if (!upgraded_) {
    handshake_.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    const auto end = handshake_.find("\r\n\r\n");
    if (end == std::string::npos) return;
    upgraded_ = true;
    schema::Hello hello;
    hello.protocol = schema::kProtocolVersion;
    hello.name = "person " + std::to_string(index_);
    hello.token = token_;
    send(hello);
    const std::string rest = handshake_.substr(end + 4);
    parser_->feed(std::as_bytes(std::span(rest)), *this);
    return;
  }
  if (parser_->feed(bytes, *this)) witness_.failure = "the server broke RFC 6455";
}

void SimulatedPerson::on_ping(std::span<const std::byte> payload) {
  send(gateway::WsOpcode::pong, payload);
}

void SimulatedPerson::on_message(bool is_text, std::span<const std::byte> message) {
  if (is_text) {
    const auto json =
        base::parse_json({reinterpret_cast<const char*>(message.data()), message.size()});
    if (!json) {
      witness_.failure = "a text message that is no JSON";
      return;
    }
    return on_text(*json);
  }
  if (const auto crowd = schema::CrowdFrame::decode(message)) return on_crowd(*crowd);
  if (const auto correction = schema::CorrectionFrame::decode(message)) {
    ++witness_.corrections;
    state_ = {crowd::from_wire(crowd::position_of(*correction)), 0.0, false};
    return;
  }
  witness_.failure = "a binary message that is no frame";
}

void SimulatedPerson::on_crowd(const schema::CrowdFrame& frame) {
  ++witness_.crowd_frames;
  if (last_tick_ != 0 && frame.tick <= last_tick_) {
    witness_.failure = "two frames of one tick, or a tick that goes back";
  }
  last_tick_ = frame.tick;
}

void SimulatedPerson::on_text(const base::Json& message) {
  const std::string type = message["type"];
  if (type == "welcome") {
    present_ = true;
    ++witness_.welcomes;
    token_ = message["token"];
    state_ = {{message["x"], message["y"], message["z"]}, 0.0, false};
    goal_ = state_.feet;
  } else if (type == "said") {
    const auto said = said_.extract(message["nonce"].get<std::int64_t>());
    if (said) witness_.acknowledged_chat.insert(said.mapped());
  } else if (type == "lantern_lit") {
    witness_.acknowledged_lanterns.insert(message["lantern"]["id"]);
  } else if (type == "refused" && message["reason"] == "token_unknown") {
    token_.clear();  // it was never durable
  } else if (type == "refused" && message["reason"] == "impossible_pose") {
    ++witness_.expelled;
  }
}

}  // namespace yc::simulation
