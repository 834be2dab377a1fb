#pragma once
// One participant of a swarm: enters, walks, tells its poses, takes what it is sent.

#include <memory>
#include <string>
#include <vector>

#include "apps/yuancheng/swarm_client.h"
#include "apps/yuancheng/swarm_measure.h"
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
  SwarmTotals totals;
  std::vector<SwarmBot*> by_handle = std::vector<SwarmBot*>(65'536);
  bool measuring = false;
  SpokenPackets spoken;
};

class SwarmBot final : public WsClient::Listener {
 public:
  SwarmBot(SwarmShared& shared, SwarmPattern pattern, int index);

  void connect(Socket socket, const WsUrl& url);
  WsClient* client() { return client_.get(); }

  void act(double seconds);  // one step of its own, 20 times a second

  bool present() const { return present_; }
  bool settled() const { return present_ || refused_ || (client_ && client_->is_closed()); }
  geometry::Vec3 feet() const { return walker_.feet(); }

  // Begins to remember samples of everyone (costs memory for each other participant).
  void speak() { voice_ = std::make_unique<SwarmVoice>(shared_.spoken, index_); }
  void watch(std::size_t people) { newest_sample_.resize(people); }
  bool watches() const { return !newest_sample_.empty(); }
  // Of the newest sample that this viewer holds of another.
  float age_ms_of(const SwarmBot& other, base::MonotonicTime now) const;

  void begin_measuring();
  ViewerBytes received() const;

  void on_open() override;
  void on_text(std::string_view message) override;
  void on_binary(std::span<const std::byte> message) override;
  void on_closed(std::string_view why) override;

 private:
  void on_welcome(const schema::Welcome& welcome);
  void on_crowd(std::span<const std::byte> bytes, const schema::CrowdFrame& frame);
  void tell_pose();
  void say_or_wave();
  template <typename Message>
  void send(const Message& message) {
    client_->send_text(base::dump_json(message.to_json()));
  }

  SwarmShared& shared_;
  SwarmPattern pattern_;
  int index_;
  Walker walker_;
  PoseHistory history_;
  std::unique_ptr<WsClient> client_;
  base::MonotonicTime connected_at_;
  bool present_ = false;
  bool refused_ = false;
  std::uint16_t sequence_ = 0;
  double walked_s_ = 0;  // its own clock: a swarm that is late catches up step by step
  bool told_rest_ = false;
  ViewerCount count_;
  std::unique_ptr<SwarmVoice> voice_;      // null: says nothing aloud
  std::vector<HeldSample> newest_sample_;  // by index of the other; watched viewers only
};

}  // namespace yc::apps
