#pragma once
// One participant of a swarm: enters, walks, tells its poses, takes what it is sent.

#include <memory>
#include <string>
#include <vector>

#include "apps/yuancheng/swarm_client.h"
#include "apps/yuancheng/swarm_measure.h"
#include "apps/yuancheng/swarm_view.h"
#include "apps/yuancheng/swarm_voice.h"
#include "apps/yuancheng/swarm_walker.h"
#include "schema/frames.h"
#include "schema/messages.h"

namespace yc::apps {

class SwarmBot;

// What the bots of one swarm share.
struct SwarmShared {
  const base::Clock& clock;
  base::Random& random;
  const SwarmGround& ground;
  base::SeededRandom looks;  // drawn in order: the same seed, the same people
  SwarmTotals totals;
  SpaceTime time{};
  std::vector<std::string> spaces{};  // keys; empty = all are in the city
  bool measuring = false;
  SpokenPackets spoken{};
};

class SwarmBot final : public WsClient::Listener {
 public:
  SwarmBot(SwarmShared& shared, SwarmPattern pattern, int index);

  void connect(Socket socket, const WsUrl& url);
  WsClient* client() { return client_.get(); }

  void act(double seconds, base::MonotonicTime due);  // one step of its own, 20 times a second
  void ask_time();                                    // of the space's clock

  bool present() const { return present_; }
  bool settled() const { return present_ || refused_ || (client_ && client_->is_closed()); }
  int index() const { return index_; }
  std::uint16_t handle() const { return handle_; }
  // Between two steps it goes on as in the last.
  geometry::Vec3 feet(base::MonotonicTime now) const;
  const MotionHistory& history() const { return history_; }

  void speak() { voice_ = std::make_unique<SwarmVoice>(shared_.spoken, index_); }
  // Begins to decode what it is told of the others (costs memory for each).
  void watch() { watches_ = true; }
  const SwarmView* view() const { return view_.get(); }
  base::MonotonicTime welcomed_at() const { return welcomed_at_; }
  // How long ago the others' motions that this viewer holds were confirmed, at most.
  base::MonotonicTime told_at() const { return told_at_; }

  void begin_measuring();
  ViewerBytes received() const;

  void on_open() override;
  void on_text(std::string_view message) override;
  void on_binary(std::span<const std::byte> message) override;
  void on_closed(std::string_view why) override;

 private:
  void on_welcome(const schema::Welcome& welcome);
  void on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame);
  void on_cells(std::span<const std::byte> bytes, const schema::CrowdCellsFrame& frame);
  double now_tick(std::uint32_t frame_tick) const;
  bool must_tell() const;
  void tell_motion();
  void say_or_wave();
  template <typename Message>
  void send(const Message& message) {
    client_->send_text(base::dump_json(message.to_json()));
  }

  SwarmShared& shared_;
  SwarmPattern pattern_;
  int index_;
  std::uint64_t look_;
  Walker walker_;
  MotionHistory history_;
  std::unique_ptr<WsClient> client_;
  base::MonotonicTime connected_at_;
  bool present_ = false;
  std::uint16_t handle_ = 0;
  bool refused_ = false;
  std::uint16_t sequence_ = 0;
  double clock_s_ = 0;  // its own: of the steps that it was to make
  base::MonotonicTime stepped_at_;
  schema::CrowdRecord told_;  // the motion that the server knows
  double told_s_ = 0;         // of clock_s_
  double told_yaw_ = 0;
  base::MonotonicTime asked_at_;  // when the last ping was sent
  base::MonotonicTime welcomed_at_;
  base::MonotonicTime told_at_;
  ViewerCount count_;
  std::unique_ptr<SwarmVoice> voice_;  // null: says nothing aloud
  bool watches_ = false;
  std::unique_ptr<SwarmView> view_;  // watched viewers only
};

}  // namespace yc::apps
