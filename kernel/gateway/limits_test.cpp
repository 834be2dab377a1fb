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
  const auto admit = [&](const char* address, bool unlimited) {
    return book.admit(address, unlimited, at(seconds(0))).admission;
  };
  EXPECT_EQ(admit("1.1.1.1", false), Admission::admitted);
  EXPECT_EQ(admit("1.1.1.1", false), Admission::admitted);
  EXPECT_EQ(admit("1.1.1.1", false), Admission::too_many_from_address);
  EXPECT_EQ(admit("2.2.2.2", false), Admission::admitted);
  for (int i = 0; i < 2; ++i) EXPECT_EQ(admit("3.3.3.3", true), Admission::admitted);
  EXPECT_EQ(admit("4.4.4.4", true), Admission::server_full);
  EXPECT_EQ(book.open(), 5u);
  for (const char* address : {"1.1.1.1", "1.1.1.1", "2.2.2.2", "3.3.3.3", "3.3.3.3"}) {
    book.release(address, Admission::admitted);
  }
  book.release("1.1.1.1", Admission::too_many_from_address);
  book.release("4.4.4.4", Admission::server_full);
  EXPECT_EQ(book.open(), 0u);
  EXPECT_EQ(admit("1.1.1.1", false), Admission::admitted);
}

TEST(AddressBook, RefusedConnectionsTakeNobodysPlace) {
  AddressBook book(tight());
  std::size_t told = 0;
  for (int i = 0; i < 1000; ++i) {
    const Arrival arrival = book.admit("6.6.6.6", false, at(seconds(0)));
    if (arrival.admission != Admission::admitted && arrival.stays) ++told;
  }
  EXPECT_EQ(told, AddressBook::kToldPerAddressMax);
  EXPECT_EQ(book.open(), 2u);
  EXPECT_EQ(book.admit("7.7.7.7", false, at(seconds(0))).admission, Admission::admitted);
}

TEST(AddressBook, TellsOnlySoManyAtOnceWhy) {
  AddressBook book(tight());
  std::size_t told = 0;
  for (int i = 0; i < 1000; ++i) {
    const std::string address = "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256);
    const Arrival arrival = book.admit(address, false, at(seconds(0)));
    if (arrival.admission != Admission::admitted && arrival.stays) ++told;
  }
  EXPECT_EQ(told, AddressBook::kToldMax);
}

TEST(AddressBook, LimitsHowFastAnAddressComesBack) {
  AddressBook book(tight());
  int admitted = 0;
  for (int i = 0; i < 20; ++i) {
    const Admission admission = book.admit("1.1.1.1", false, at(seconds(0))).admission;
    if (admission == Admission::admitted) ++admitted;
    book.release("1.1.1.1", admission);
  }
  EXPECT_EQ(admitted, 5);
  EXPECT_EQ(book.admit("1.1.1.1", false, at(seconds(1))).admission, Admission::admitted);
}

TEST(AddressBook, ForgetsQuietAddresses) {
  AddressBook book(Limits{});
  for (int i = 0; i < 4000; ++i) {
    const std::string address = "10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256);
    book.release(address, book.admit(address, false, at(seconds(0))).admission);
  }
  for (int i = 0; i < 100; ++i) {
    book.release("1.1.1.1", book.admit("1.1.1.1", true, at(seconds(100))).admission);
  }
  EXPECT_EQ(book.addresses(), 1u);
}

TEST(NewGuests, ComeAtTheRateOfTheirAddress) {
  Limits limits;
  limits.new_guests_per_second = 2;
  NewGuests guests(limits);
  int made = 0;
  for (int i = 0; i < 340; ++i) made += guests.take("1.1.1.1", at(seconds(0))) ? 1 : 0;
  EXPECT_EQ(made, 10);
  EXPECT_TRUE(guests.take("2.2.2.2", at(seconds(0))));
  EXPECT_TRUE(guests.take("1.1.1.1", at(milliseconds(500))));
  EXPECT_FALSE(guests.take("1.1.1.1", at(milliseconds(500))));
}

TEST(NewGuests, OfOneIpv6SubscriberAreCountedTogether) {
  Limits limits;
  limits.new_guests_per_second = 0.2;
  NewGuests guests(limits);
  EXPECT_TRUE(guests.take("2001:db8:1:2::1", at(seconds(0))));
  EXPECT_FALSE(guests.take("2001:db8:1:2:ffff::9", at(seconds(0))));
  EXPECT_TRUE(guests.take("2001:db8:1:3::1", at(seconds(0))));
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
