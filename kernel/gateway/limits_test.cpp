#include "kernel/gateway/limits.h"

#include <gtest/gtest.h>

namespace yc::gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

base::MonotonicTime at(base::Duration since_start) {
  return {since_start};
}

TEST(TokenBucket, LetsFiveSecondsThroughAtOnceThenTheRate) {
  TokenBucket bucket(2, at(seconds(0)));
  for (int i = 0; i < 10; ++i) EXPECT_TRUE(bucket.take(1, at(seconds(0)))) << i;
  EXPECT_FALSE(bucket.take(1, at(seconds(0))));
  EXPECT_FALSE(bucket.take(1, at(milliseconds(400))));
  EXPECT_TRUE(bucket.take(1, at(milliseconds(500))));
  EXPECT_FALSE(bucket.take(1, at(milliseconds(900))));
  EXPECT_TRUE(bucket.full(at(seconds(10))));
}

Limits tight() {
  Limits limits;
  limits.connections = 5;
  limits.connections_per_address = 2;
  limits.new_connections_per_second = 1;
  return limits;
}

TEST(AddressBook, CountsConnectionsOfAnAddressAndInAll) {
  AddressBook book(tight());
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(0))), Admission::admitted);
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(0))), Admission::admitted);
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(0))), Admission::too_many_from_address);
  EXPECT_EQ(book.admit("2.2.2.2", false, at(seconds(0))), Admission::admitted);
  EXPECT_EQ(book.admit("3.3.3.3", true, at(seconds(0))), Admission::admitted);
  EXPECT_EQ(book.admit("4.4.4.4", true, at(seconds(0))), Admission::server_full);
  for (const char* address : {"1.1.1.1", "1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3", "4.4.4.4"}) {
    book.release(address);
  }
  EXPECT_EQ(book.open(), 0u);
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(0))), Admission::admitted);
}

TEST(AddressBook, LimitsHowFastAnAddressComesBack) {
  AddressBook book(tight());
  int admitted = 0;
  for (int i = 0; i < 20; ++i) {
    if (book.admit("1.1.1.1", false, at(seconds(0))) == Admission::admitted) ++admitted;
    book.release("1.1.1.1");
  }
  EXPECT_EQ(admitted, 5);
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(1))), Admission::admitted);
}

TEST(AddressBook, ForgetsQuietAddresses) {
  AddressBook book(Limits{});
  for (int i = 0; i < 4000; ++i) {
    const std::string address = "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256);
    book.admit(address, false, at(seconds(0)));
    book.release(address);
  }
  for (int i = 0; i < 100; ++i) {
    book.admit("1.1.1.1", true, at(seconds(100)));
    book.release("1.1.1.1");
  }
  EXPECT_EQ(book.addresses(), 1u);
}

TEST(AddressGroup, TakesTheNetworkOfAnIpv6Subscriber) {
  EXPECT_EQ(address_group("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), address_group("2001:db8:1:2:ffff::1"));
  EXPECT_NE(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
  EXPECT_EQ(address_group("::1"), "::/64");
}

TEST(Limits, EachComesFromItsSetting) {
  base::Settings settings;
  ASSERT_TRUE(settings.set("limits.connections", "7", base::SettingOrigin::flag));
  ASSERT_TRUE(settings.set("limits.handshake-seconds", "0.5", base::SettingOrigin::flag));
  ASSERT_TRUE(settings.set("limits.relax-loopback", "on", base::SettingOrigin::flag));
  const Limits limits = Limits::from(settings);
  EXPECT_EQ(limits.connections, 7u);
  EXPECT_EQ(limits.handshake, milliseconds(500));
  EXPECT_TRUE(limits.relax_loopback);
}

}  // namespace
}  // namespace yc::gateway
