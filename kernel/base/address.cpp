#include "kernel/base/address.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>
#include <span>
#include <utility>

namespace yc::base {
namespace {

constexpr int kAddressBits = 128;
constexpr int kMappedBits = 96;      // before the IPv4 address
constexpr int kSubscriberBits = 64;  // what one household or machine is given (RFC 6177)

bool same_prefix(std::span<const std::uint8_t> a, std::span<const std::uint8_t> b, int bits) {
  const auto whole = static_cast<std::size_t>(bits / 8);
  if (!std::equal(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(whole), b.begin()))
    return false;
  if (bits % 8 == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
  return (a[whole] & mask) == (b[whole] & mask);
}

// An IPv4 address that was mapped into IPv6 as itself.
std::string text_of(const in6_addr& six) {
  std::array<char, INET6_ADDRSTRLEN> out{};
  if (IN6_IS_ADDR_V4MAPPED(&six)) {
    return ::inet_ntop(AF_INET, &six.s6_addr[kMappedBits / 8], out.data(), out.size());
  }
  return ::inet_ntop(AF_INET6, &six, out.data(), out.size());
}

}  // namespace

bool is_numeric_address(const std::string& text) {
  std::array<std::uint8_t, 16> bytes{};
  return ::inet_pton(AF_INET, text.c_str(), bytes.data()) == 1 ||
         ::inet_pton(AF_INET6, text.c_str(), bytes.data()) == 1;
}

bool is_loopback(std::string_view address) {
  return address == "::1" || address.starts_with("127.") || address.starts_with("::ffff:127.");
}

std::string canonical_address(const std::string& text) {
  in_addr four{};
  in6_addr six{};
  if (::inet_pton(AF_INET, text.c_str(), &four) == 1) return text;
  if (::inet_pton(AF_INET6, text.c_str(), &six) != 1) return {};
  return text_of(six);
}

std::string address_group(const std::string& address) {
  in6_addr six{};
  if (::inet_pton(AF_INET6, address.c_str(), &six) != 1) return address;
  if (IN6_IS_ADDR_V4MAPPED(&six)) return text_of(six);
  std::memset(&six.s6_addr[kSubscriberBits / 8], 0, (kAddressBits - kSubscriberBits) / 8);
  return text_of(six) + "/64";
}

bool AddressSet::read_address(const std::string& text, Bits& out) {
  if (::inet_pton(AF_INET6, text.c_str(), out.data()) == 1) return true;
  out = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
  return ::inet_pton(AF_INET, text.c_str(), out.data() + kMappedBits / 8) == 1;
}

bool AddressSet::read_network(const std::string& text, Network& out) {
  const std::size_t slash = text.find('/');
  const std::string address = text.substr(0, slash);
  if (!read_address(address, out.prefix)) return false;
  out.bits = kAddressBits;
  if (slash == std::string::npos) return true;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data() + slash + 1, end, out.bits);
  if (error != std::errc{} || rest != end) return false;
  if (address.find(':') == std::string::npos) out.bits += kMappedBits;
  const int least = address.find(':') == std::string::npos ? kMappedBits : 0;
  return out.bits >= least && out.bits <= kAddressBits;
}

Result<AddressSet> AddressSet::parse(const std::string& list) {
  AddressSet out;
  std::string item;
  for (const char c : list + ",") {
    if (c != ',') {
      if (c != ' ') item += c;
      continue;
    }
    if (item.empty()) continue;
    Network network{};
    if (!read_network(item, network)) {
      return fail(ErrorCode::bad_input,
                  "\"" + item + "\" is neither a numeric address nor a network",
                  "list them like 127.0.0.1, 10.0.0.0/8, fd00::/8");
    }
    out.networks_.push_back(network);
    item.clear();
  }
  return out;
}

bool AddressSet::contains(const std::string& address) const {
  Bits bits{};
  if (!read_address(address, bits)) return false;
  return std::ranges::any_of(networks_, [&](const Network& network) {
    return same_prefix(bits, network.prefix, network.bits);
  });
}

}  // namespace yc::base
