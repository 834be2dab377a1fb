#include "kernel/base/address.h"

#include <gtest/gtest.h>

namespace yc::base {
namespace {

// RFC 5952, and RFC 4291 2.5.5.2 for the mapped ones.
TEST(Address, HasOneWayOfWriting) {
  EXPECT_EQ(canonical_address("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(canonical_address("::ffff:192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(canonical_address("::FFFF:c000:207"), "192.0.2.7");
  EXPECT_EQ(canonical_address("2001:0DB8:0:0::1"), "2001:db8::1");
  for (const char* none : {"", "unknown", "192.0.2.7:80", "[2001:db8::1]", "192.0.2", "fe80::1%e"})
    EXPECT_EQ(canonical_address(none), "") << none;
}

TEST(Address, AnIPv6SubscriberIsOneParty) {
  EXPECT_EQ(address_group("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(address_group("2001:db8:1:2:3:4:5:6"), address_group("2001:db8:1:2:ffff::1"));
  EXPECT_NE(address_group("2001:db8:1:2::1"), address_group("2001:db8:1:3::1"));
  EXPECT_EQ(address_group("::1"), "::/64");
  EXPECT_EQ(address_group("2001:db8::1"), address_group("2001:db8:0:0:5::"));
  EXPECT_NE(address_group("fd00:0:0:1::"), address_group("fd00:0:0:2::"));
  EXPECT_EQ(address_group("::ffff:192.0.2.7"), address_group("192.0.2.7"));
}

TEST(AddressSet, HoldsSingleAddresses) {
  const auto set = AddressSet::parse("127.0.0.1, 2001:db8::1");
  ASSERT_TRUE(set);
  EXPECT_TRUE(set->contains("127.0.0.1"));
  EXPECT_FALSE(set->contains("127.0.0.2"));
  EXPECT_TRUE(set->contains("2001:db8:0::1")) << "the same address, written otherwise";
  EXPECT_FALSE(set->contains("2001:db8::2"));
  EXPECT_FALSE(set->contains(""));
  EXPECT_FALSE(AddressSet::parse("")->contains("127.0.0.1"));
}

// Bounds of the networks by RFC 4632.
TEST(AddressSet, HoldsNetworksToTheirBounds) {
  const auto set = AddressSet::parse("10.0.0.0/8,192.0.2.64/26,fd00::/7,198.51.100.3/32");
  ASSERT_TRUE(set);
  for (const char* in : {"10.0.0.0", "10.255.255.255", "192.0.2.64", "192.0.2.127", "fd12::9",
                         "fc00::", "198.51.100.3", "::ffff:10.1.2.3"}) {
    EXPECT_TRUE(set->contains(in)) << in;
  }
  for (const char* out : {"9.255.255.255", "11.0.0.0", "192.0.2.63", "192.0.2.128",
                          "fe00::", "198.51.100.2", "::10.1.2.3"}) {
    EXPECT_FALSE(set->contains(out)) << out;
  }
  EXPECT_TRUE(AddressSet::parse("0.0.0.0/0")->contains("203.0.113.9"));
  EXPECT_FALSE(AddressSet::parse("0.0.0.0/0")->contains("2001:db8::1"));
}

TEST(AddressSet, NamesWhatItCannotRead) {
  for (const char* wrong : {"localhost", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0/8",
                            "fd00::/129", "10.0.0.0/8x", "1.2.3.4:80"}) {
    const auto set = AddressSet::parse(std::string("127.0.0.1,") + wrong);
    ASSERT_FALSE(set) << wrong;
    EXPECT_NE(set.error().cause.find(wrong), std::string::npos);
  }
}

}  // namespace
}  // namespace yc::base
