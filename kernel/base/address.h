#pragma once
// Internet addresses as text, numeric, without a port.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/result.h"

namespace yc::base {

bool is_numeric_address(const std::string& text);  // IPv4 or IPv6
bool is_loopback(std::string_view address);        // this machine's own, never one person's

// The one way of writing an address: ::ffff:10.0.0.1 is 10.0.0.1, 2001:DB8:0::1 is 2001:db8::1.
// Empty for what is no address.
std::string canonical_address(const std::string& text);

// What counts as one party, for limits and bans: an IPv4 address (also one mapped into IPv6), or of
// an IPv6 address the /64 that one household or machine is given. Any other text as it is.
std::string address_group(const std::string& address);

// Addresses and networks: "127.0.0.1, 10.0.0.0/8, fd00::/8". An IPv4 address that came over an IPv6
// socket (::ffff:10.0.0.1) is in the IPv4 network.
class AddressSet {
 public:
  // bad_input names the first item that is neither.
  static Result<AddressSet> parse(const std::string& list);
  bool contains(const std::string& address) const;  // false for what is no address

 private:
  using Bits = std::array<std::uint8_t, 16>;  // IPv4 as ::ffff:a.b.c.d (RFC 4291, 2.5.5.2)
  struct Network {
    Bits prefix;
    int bits;
  };
  static bool read_address(const std::string& text, Bits& out);
  static bool read_network(const std::string& text, Network& out);

  std::vector<Network> networks_;
};

}  // namespace yc::base
