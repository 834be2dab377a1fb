// Real sockets on this machine's loopback.
#include "kernel/gateway/socket.h"

#include <gtest/gtest.h>

#include <future>

namespace yc::gateway {
namespace {

constexpr auto kPatience = std::chrono::seconds(20);

// Sends back what it reads, and closes at "bye".
class Echo final : public base::ByteStream::Handler {
 public:
  explicit Echo(std::unique_ptr<base::ByteStream> stream) : stream_(std::move(stream)) {
    stream_->start(*this);
  }
  void on_bytes(std::span<const std::byte> bytes) override {
    waiting_.insert(waiting_.end(), bytes.begin(), bytes.end());
    on_writable();
    if (bytes.size() == 3) stream_->close();
  }
  void on_writable() override {
    const std::size_t taken = stream_->write(waiting_);
    waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  void on_closed() override { closed.set_value(); }
  std::promise<void> closed;

 private:
  std::vector<std::byte> waiting_;
  std::unique_ptr<base::ByteStream> stream_;
};

// Sends a megabyte, and "bye" when it has come back.
class Sender final : public base::ByteStream::Handler {
 public:
  static constexpr std::size_t kBytes = 1'000'000;
  explicit Sender(std::unique_ptr<base::ByteStream> stream) : stream_(std::move(stream)) {
    stream_->start(*this);
    on_writable();
  }
  void on_bytes(std::span<const std::byte> bytes) override {
    got += bytes.size();
    if (got == kBytes) stream_->write(std::as_bytes(std::span("bye", 3)));
  }
  void on_writable() override { sent_ += stream_->write(std::span(data_).subspan(sent_)); }
  void on_closed() override { closed.set_value(); }
  std::size_t got = 0;
  std::promise<void> closed;

 private:
  std::vector<std::byte> data_{kBytes};
  std::size_t sent_ = 0;
  std::unique_ptr<base::ByteStream> stream_;
};

// Destroys a value on the executor's thread.
template <typename T>
void drop_on(IoShard& shard, std::unique_ptr<T>& value) {
  std::promise<void> done;
  shard.post([&] {
    value.reset();
    done.set_value();
  });
  done.get_future().wait();
}

TEST(Socket, CarriesAMegabyteThereAndBackAndClosesCleanly) {
  IoShard server("server");
  IoShard far("far");
  std::unique_ptr<Echo> echo;
  std::unique_ptr<Sender> sender;
  std::promise<std::string> address;
  auto listener = Listener::open({&server}, "127.0.0.1", 0,
                                 [&](std::size_t, std::unique_ptr<base::ByteStream> stream) {
                                   address.set_value(stream->peer_address());
                                   echo = std::make_unique<Echo>(std::move(stream));
                                 });
  ASSERT_TRUE(listener);
  std::promise<void> connected;
  connect(far, "127.0.0.1", (*listener)->port(), [&](auto stream) {
    ASSERT_TRUE(stream);
    sender = std::make_unique<Sender>(std::move(*stream));
    connected.set_value();
  });
  connected.get_future().wait();
  EXPECT_EQ(address.get_future().get(), "127.0.0.1");
  EXPECT_EQ(sender->closed.get_future().wait_for(kPatience), std::future_status::ready);
  drop_on(far, sender);
  EXPECT_EQ(echo->closed.get_future().wait_for(kPatience), std::future_status::ready);
  drop_on(server, echo);
}

TEST(Socket, SaysWhyItCannotListen) {
  IoShard shard("shard");
  const auto ignore = [](std::size_t, std::unique_ptr<base::ByteStream>) {};
  auto first = Listener::open({&shard}, "127.0.0.1", 0, ignore);
  ASSERT_TRUE(first);
  const auto second = Listener::open({&shard}, "127.0.0.1", (*first)->port(), ignore);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, base::ErrorCode::conflict);
  EXPECT_NE(second.error().remedy.find("--port"), std::string::npos);
  EXPECT_FALSE(Listener::probe("127.0.0.1", (*first)->port()));
  EXPECT_TRUE(Listener::probe("127.0.0.1", 0));
  const auto nowhere = Listener::probe("nowhere", 0);
  ASSERT_FALSE(nowhere);
  EXPECT_NE(nowhere.error().remedy.find("--listen"), std::string::npos);
}

TEST(Socket, AConnectionThatIsRefusedIsAnError) {
  IoShard shard("shard");
  std::promise<bool> refused;
  connect(shard, "127.0.0.1", 1, [&](auto stream) { refused.set_value(!stream); });
  EXPECT_TRUE(refused.get_future().get());
}

}  // namespace
}  // namespace yc::gateway
