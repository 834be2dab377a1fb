#include "kernel/identity/attestation.h"

#include <cbor.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <string_view>

#include "kernel/identity/refuse.h"

namespace yc::identity {
namespace {

constexpr std::size_t kFixedBytes = 37;  // RP id hash, flags, counter
constexpr std::size_t kAaguidBytes = 16;
constexpr std::size_t kRsaModulusBytes = 256;
constexpr std::size_t kRsaExponentBytes = 3;
constexpr std::size_t kCurveBytes = 32;

std::unexpected<base::Error> malformed(std::string what) {
  return refuse(schema::Reason::passkey_malformed, base::ErrorCode::bad_input,
                "what the passkey sent cannot be read: " + what,
                "try another passkey or another browser");
}

struct Item {
  enum class Kind { none, integer, bytes, text, array, map, other } kind = Kind::none;
  std::int64_t integer = 0;
  std::uint64_t count = 0;  // of an array or map
  ByteSpan bytes;           // of bytes or text

  std::string_view text() const {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
};

template <typename Number>
void on_unsigned(void* item, Number value) {
  const bool fits = std::uint64_t{value} <= INT64_MAX;
  *static_cast<Item*>(item) = {
      fits ? Item::Kind::integer : Item::Kind::other, static_cast<std::int64_t>(value), 0, {}};
}
template <typename Number>
void on_negative(void* item, Number value) {  // CBOR writes -1 - value
  const bool fits = std::uint64_t{value} <= INT64_MAX;
  *static_cast<Item*>(item) = {
      fits ? Item::Kind::integer : Item::Kind::other, -1 - static_cast<std::int64_t>(value), 0, {}};
}
template <Item::Kind kind>
void on_string(void* item, cbor_data data, std::size_t size) {
  *static_cast<Item*>(item) = {kind, 0, 0, {reinterpret_cast<const std::byte*>(data), size}};
}
template <Item::Kind kind>
void on_collection(void* item, std::size_t count) {
  *static_cast<Item*>(item) = {kind, 0, count, {}};
}
template <typename... Value>
void on_other(void* item, Value... /*value*/) {
  *static_cast<Item*>(item) = {Item::Kind::other, 0, 0, {}};
}

// What has no callback of its own (lengths left open, tags, breaks) leaves kind none: CTAP2's CBOR
// forbids it.
cbor_callbacks make_callbacks() {
  cbor_callbacks calls = cbor_empty_callbacks;
  calls.uint8 = on_unsigned<std::uint8_t>;
  calls.uint16 = on_unsigned<std::uint16_t>;
  calls.uint32 = on_unsigned<std::uint32_t>;
  calls.uint64 = on_unsigned<std::uint64_t>;
  calls.negint8 = on_negative<std::uint8_t>;
  calls.negint16 = on_negative<std::uint16_t>;
  calls.negint32 = on_negative<std::uint32_t>;
  calls.negint64 = on_negative<std::uint64_t>;
  calls.byte_string = on_string<Item::Kind::bytes>;
  calls.string = on_string<Item::Kind::text>;
  calls.array_start = on_collection<Item::Kind::array>;
  calls.map_start = on_collection<Item::Kind::map>;
  calls.null = on_other<>;
  calls.undefined = on_other<>;
  calls.boolean = on_other<bool>;
  calls.float2 = on_other<float>;
  calls.float4 = on_other<float>;
  calls.float8 = on_other<double>;
  return calls;
}

// One item after another, by libcbor's streaming decoder: it allocates nothing, so that a length
// that is only claimed costs nothing.
class CborReader {
 public:
  explicit CborReader(ByteSpan bytes) : bytes_(bytes) {}

  std::optional<Item> next() {
    static const cbor_callbacks kCalls = make_callbacks();
    Item item;
    const cbor_decoder_result result = cbor_stream_decode(
        reinterpret_cast<cbor_data>(bytes_.data()), bytes_.size(), &kCalls, &item);
    if (result.status != CBOR_DECODER_FINISHED || item.kind == Item::Kind::none)
      return std::nullopt;
    bytes_ = bytes_.subspan(result.read);
    return item;
  }

  // Over the next item and all that is in it.
  bool skip() {
    for (std::uint64_t waiting = 1; waiting > 0; --waiting) {
      const auto item = next();
      if (!item) return false;
      const bool map = item->kind == Item::Kind::map;
      if (item->count > bytes_.size()) return false;  // each needs a byte at least
      waiting += map ? item->count * 2 : item->count;
    }
    return true;
  }

  ByteSpan left() const { return bytes_; }

 private:
  ByteSpan bytes_;
};

// The labels of a COSE key that matter (RFC 9052 section 7, RFC 9053, RFC 8230).
struct CoseKey {
  std::int64_t type = 0;       // 1
  std::int64_t algorithm = 0;  // 3
  std::int64_t curve = 0;      // -1 of a curve
  ByteSpan n;                  // -1 of RSA
  ByteSpan x_or_e;             // -2
  ByteSpan y;                  // -3
};

bool read_label(CborReader& reader, std::int64_t label, CoseKey& key) {
  if (label != 1 && label != 3 && (label < -3 || label > -1)) return reader.skip();
  const auto value = reader.next();
  if (!value) return false;
  const bool integer = value->kind == Item::Kind::integer;
  if (!integer && value->kind != Item::Kind::bytes) return false;
  switch (label) {
    case 1:
      key.type = value->integer;
      return integer;
    case 3:
      key.algorithm = value->integer;
      return integer;
    case -1:
      (integer ? key.curve = value->integer : (key.n = value->bytes, 0));
      return true;
    case -2:
      key.x_or_e = value->bytes;
      return !integer;
    default:
      key.y = value->bytes;
      return !integer;
  }
}

ByteVector joined(ByteSpan a, ByteSpan b) {
  ByteVector bytes(a.begin(), a.end());
  bytes.insert(bytes.end(), b.begin(), b.end());
  return bytes;
}

base::Result<CredentialKey> usable(const CoseKey& key) {
  constexpr std::int64_t kOkp = 1, kEc2 = 2, kRsa = 3, kP256 = 1, kEd25519 = 6;
  if (key.algorithm == kEs256 && key.type == kEc2 && key.curve == kP256 &&
      key.x_or_e.size() == kCurveBytes && key.y.size() == kCurveBytes)
    return CredentialKey{kEs256, joined(key.x_or_e, key.y)};
  if (key.algorithm == kEdDsa && key.type == kOkp && key.curve == kEd25519 &&
      key.x_or_e.size() == kCurveBytes)
    return CredentialKey{kEdDsa, joined(key.x_or_e, {})};
  if (key.algorithm == kRs256 && key.type == kRsa && key.n.size() == kRsaModulusBytes &&
      key.x_or_e.size() == kRsaExponentBytes)
    return CredentialKey{kRs256, joined(key.n, key.x_or_e)};
  return refuse(schema::Reason::passkey_algorithm, base::ErrorCode::bad_input,
                "the passkey signs with algorithm " + std::to_string(key.algorithm) +
                    " or a key of a form that is not known here",
                "use another device or a password");
}

base::Result<CredentialKey> read_key(CborReader& reader) {
  const auto map = reader.next();
  if (!map || map->kind != Item::Kind::map) return malformed("its key is not a map");
  CoseKey key;
  for (std::uint64_t i = 0; i < map->count; ++i) {
    const auto label = reader.next();
    if (!label || label->kind != Item::Kind::integer || !read_label(reader, label->integer, key))
      return malformed("its key is damaged");
  }
  return usable(key);
}

// Behind the fixed part: AAGUID, u16 length and credential id, key, extensions.
base::Result<Attestation> read_credential(ByteSpan bytes) {
  Attestation attestation;
  YC_TRY(attestation.data, read_authenticator_data(bytes));
  if (!attestation.data.has_credential) return malformed("it names no credential");
  ByteSpan rest = bytes.subspan(kFixedBytes);
  if (rest.size() < kAaguidBytes + 2) return malformed("its credential is cut short");
  const auto byte = [&rest](std::size_t i) { return std::to_integer<std::size_t>(rest[i]); };
  const std::size_t length = byte(kAaguidBytes) << 8 | byte(kAaguidBytes + 1);
  rest = rest.subspan(kAaguidBytes + 2);
  if (length == 0 || length > kMaxCredentialIdBytes || length > rest.size())
    return malformed("its credential id has " + std::to_string(length) + " bytes");
  const ByteSpan id = rest.first(length);
  attestation.credential_id.assign(id.begin(), id.end());
  CborReader reader(rest.subspan(length));
  YC_TRY(attestation.key, read_key(reader));
  if (attestation.data.has_extensions && !reader.skip()) return malformed("its extensions");
  if (!reader.left().empty()) return malformed("bytes are left over");
  return attestation;
}

}  // namespace

base::Result<AuthenticatorData> read_authenticator_data(ByteSpan bytes) {
  if (bytes.size() < kFixedBytes || bytes.size() > kMaxAuthenticatorDataBytes)
    return malformed("authenticator data of " + std::to_string(bytes.size()) + " bytes");
  AuthenticatorData data;
  std::copy_n(bytes.begin(), data.rp_id_hash.size(), data.rp_id_hash.begin());
  const auto flags = std::to_integer<unsigned>(bytes[32]);
  data.user_present = (flags & 0x01) != 0;
  data.user_verified = (flags & 0x04) != 0;
  data.has_credential = (flags & 0x40) != 0;
  data.has_extensions = (flags & 0x80) != 0;
  for (const std::byte byte : bytes.subspan(33, 4))
    data.counter = data.counter << 8 | std::to_integer<std::uint32_t>(byte);
  return data;
}

base::Result<Attestation> read_attestation(ByteSpan object) {
  if (object.size() > kMaxAttestationBytes) return malformed("it is too large");
  CborReader reader(object);
  const auto map = reader.next();
  if (!map || map->kind != Item::Kind::map) return malformed("it is not a map");
  std::optional<ByteSpan> data;
  for (std::uint64_t i = 0; i < map->count; ++i) {
    const auto name = reader.next();
    if (!name || name->kind != Item::Kind::text) return malformed("a name is missing");
    if (name->text() != "authData") {
      if (!reader.skip()) return malformed("it is damaged");
      continue;
    }
    const auto value = reader.next();
    if (!value || value->kind != Item::Kind::bytes || data) return malformed("its data");
    data = value->bytes;
  }
  if (!data) return malformed("it holds no authenticator data");
  if (!reader.left().empty()) return malformed("bytes are left over");
  return read_credential(*data);
}

}  // namespace yc::identity
