#pragma once
// Somebody who visits a simulated city: connects over a link that delays and breaks, walks, talks,
// lights lanterns, sometimes lies about where they are, and remembers what was promised.

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "kernel/base/byte_stream.h"
#include "kernel/base/executor.h"
#include "kernel/base/random.h"
#include "kernel/base/sha256.h"
#include "kernel/gateway/websocket.h"
#include "kernel/geometry/walk.h"
#include "kernel/space/manifest.h"
#include "schema/frames.h"

namespace yc::simulation {

// What the people of one city share.
struct Witness {
  const space::Premises& premises;
  base::Random& random;
  std::set<std::string> acknowledged_chat;      // texts that were answered with said
  std::set<std::string> acknowledged_lanterns;  // that somebody saw lit
  std::uint64_t crowd_frames = 0;
  std::uint64_t corrections = 0;
  std::uint64_t expelled = 0;
  std::uint64_t welcomes = 0;
  base::Sha256 hash;    // of all that everyone received, in order
  std::string failure;  // the first invariant that was broken
};

class SimulatedPerson final : private base::ByteStream::Handler, private gateway::WsSink {
 public:
  SimulatedPerson(Witness& witness, int index, bool lies);

  bool connected() const { return stream_ != nullptr; }
  void connect(std::unique_ptr<base::ByteStream> stream);
  void act();  // every 50 ms

 private:
  void on_bytes(std::span<const std::byte> bytes) override;
  void on_writable() override { flush(); }
  void on_closed() override { gone_ = true; }
  void on_message(bool is_text, std::span<const std::byte> message) override;
  void on_ping(std::span<const std::byte> payload) override;
  void on_pong(std::span<const std::byte>) override {}
  void on_close(std::uint16_t, std::string_view) override { gone_ = true; }

  void on_text(const base::Json& message);
  void on_crowd(const schema::CrowdFrame& frame);
  void walk();
  void tell_pose();
  void speak();
  void light_lantern();
  void send(gateway::WsOpcode opcode, std::span<const std::byte> payload);
  template <typename Message>
  void send(const Message& message) {
    const std::string text = base::dump_json(message.to_json());
    send(gateway::WsOpcode::text, std::as_bytes(std::span(text)));
  }
  void flush();

  Witness& witness_;
  int index_;
  bool lies_;
  std::unique_ptr<base::ByteStream> stream_;
  std::unique_ptr<gateway::WsParser> parser_;
  std::string handshake_;
  std::vector<std::byte> unsent_;
  bool upgraded_ = false;
  bool present_ = false;
  bool gone_ = false;
  std::string token_;
  geometry::WalkState state_;
  geometry::Vec3 goal_;
  std::uint16_t sequence_ = 0;
  std::uint32_t time_ms_ = 0;
  std::uint32_t last_tick_ = 0;
  std::int64_t nonce_ = 0;
  std::map<std::int64_t, std::string> said_;  // waiting for an answer
};

}  // namespace yc::simulation
