#include "kernel/identity/testing/authenticator.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

#include "kernel/base/assert.h"
#include "kernel/base/base64url.h"

namespace yc::identity::testing {
namespace {

constexpr std::size_t kIdBytes = 32;

unsigned char* raw(ByteVector& bytes) {
  return reinterpret_cast<unsigned char*>(bytes.data());
}

void add(ByteVector& out, ByteSpan bytes) {
  out.insert(out.end(), bytes.begin(), bytes.end());
}

// Head of a CBOR item (RFC 8949 section 3): major type and argument.
void head(ByteVector& out, unsigned major, std::uint64_t value) {
  if (value < 24) {
    out.push_back(static_cast<std::byte>(major << 5 | value));
  } else if (value < 256) {
    out.push_back(static_cast<std::byte>(major << 5 | 24));
    out.push_back(static_cast<std::byte>(value));
  } else {
    out.push_back(static_cast<std::byte>(major << 5 | 25));
    out.push_back(static_cast<std::byte>(value >> 8));
    out.push_back(static_cast<std::byte>(value));
  }
}
void number(ByteVector& out, std::int64_t value) {
  if (value >= 0) return head(out, 0, static_cast<std::uint64_t>(value));
  head(out, 1, static_cast<std::uint64_t>(-1 - value));
}
void bytes(ByteVector& out, ByteSpan value) {
  head(out, 2, value.size());
  add(out, value);
}
void text(ByteVector& out, std::string_view value) {
  head(out, 3, value.size());
  add(out, std::as_bytes(std::span(value)));
}

EVP_PKEY* make_key(KeyKind kind) {
  switch (kind) {
    case KeyKind::es256:
      return EVP_EC_gen("P-256");
    case KeyKind::eddsa:
      return EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519");
    default:
      return EVP_RSA_gen(2048);
  }
}

ByteVector client_data(const Ceremony& ceremony, std::string_view type) {
  return bytes_of(R"({"type":")" + std::string(ceremony.type.empty() ? type : ceremony.type) +
                  R"(","challenge":")" + ceremony.challenge + R"(","origin":")" + ceremony.origin +
                  R"(","crossOrigin":)" + (ceremony.cross_origin ? "true" : "false") + "}");
}

}  // namespace

ByteVector bytes_of(std::string_view value) {
  const auto span = std::as_bytes(std::span(value));
  return {span.begin(), span.end()};
}

ByteVector bytes_from_hex(std::string_view hex) {
  ByteVector out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::byte>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return out;
}

struct Authenticator::Key {
  KeyKind kind;
  EVP_PKEY* pair;

  ByteVector big_number(const char* name, std::size_t size) const {
    BIGNUM* value = nullptr;
    YC_ASSERT(EVP_PKEY_get_bn_param(pair, name, &value) == 1);
    ByteVector out(size);
    BN_bn2binpad(value, raw(out), static_cast<int>(size));
    BN_free(value);
    return out;
  }

  ByteVector sign(ByteSpan message) const {
    EVP_MD_CTX* context = EVP_MD_CTX_new();
    const EVP_MD* digest = kind == KeyKind::eddsa ? nullptr : EVP_sha256();
    YC_ASSERT(EVP_DigestSignInit(context, nullptr, digest, nullptr, pair) == 1);
    const auto* in = reinterpret_cast<const unsigned char*>(message.data());
    std::size_t size = 0;
    YC_ASSERT(EVP_DigestSign(context, nullptr, &size, in, message.size()) == 1);
    ByteVector out(size);
    YC_ASSERT(EVP_DigestSign(context, raw(out), &size, in, message.size()) == 1);
    out.resize(size);
    EVP_MD_CTX_free(context);
    return out;
  }
};

Authenticator::Authenticator(KeyKind kind, std::uint32_t start)
    : counter(start), key_(new Key{kind, make_key(kind)}), id_(kIdBytes) {
  RAND_bytes(raw(id_), kIdBytes);
}

Authenticator::~Authenticator() {
  EVP_PKEY_free(key_->pair);
}

std::string Authenticator::credential_id() const {
  return base::to_base64url(id_);
}

ByteVector Authenticator::raw_public_key() const {
  if (key_->kind == KeyKind::es256) return key_->big_number(OSSL_PKEY_PARAM_EC_PUB_X, 32);
  if (key_->kind == KeyKind::rs256) return key_->big_number(OSSL_PKEY_PARAM_RSA_N, 256);
  ByteVector out(32);
  std::size_t size = out.size();
  EVP_PKEY_get_raw_public_key(key_->pair, raw(out), &size);
  return out;
}

ByteVector Authenticator::cose_key() const {
  ByteVector out;
  const auto algorithm = [this](std::int64_t real) {
    return claimed_algorithm == 0 ? real : claimed_algorithm;
  };
  switch (key_->kind) {
    case KeyKind::es256:
      head(out, 5, 5);
      number(out, 1), number(out, 2);
      number(out, 3), number(out, algorithm(-7));
      number(out, -1), number(out, 1);
      number(out, -2), bytes(out, key_->big_number(OSSL_PKEY_PARAM_EC_PUB_X, 32));
      number(out, -3), bytes(out, key_->big_number(OSSL_PKEY_PARAM_EC_PUB_Y, 32));
      break;
    case KeyKind::eddsa:
      head(out, 5, 4);
      number(out, 1), number(out, 1);
      number(out, 3), number(out, algorithm(-8));
      number(out, -1), number(out, 6);
      number(out, -2), bytes(out, raw_public_key());
      break;
    case KeyKind::rs256:
      head(out, 5, 4);
      number(out, 1), number(out, 3);
      number(out, 3), number(out, algorithm(-257));
      number(out, -1), bytes(out, raw_public_key());
      number(out, -2), bytes(out, key_->big_number(OSSL_PKEY_PARAM_RSA_E, 3));
      break;
  }
  return out;
}

ByteVector Authenticator::authenticator_data(const Ceremony& ceremony, bool with_credential) const {
  ByteVector out;
  add(out, base::sha256(ceremony.rp_id));
  out.push_back(static_cast<std::byte>(ceremony.flags | (with_credential ? 0x40 : 0)));
  for (int shift = 24; shift >= 0; shift -= 8)
    out.push_back(static_cast<std::byte>(counter >> shift));
  if (!with_credential) return out;
  out.resize(out.size() + 16);  // AAGUID: zeros
  out.push_back(std::byte{0});
  out.push_back(std::byte{kIdBytes});
  add(out, id_);
  add(out, cose_key());
  return out;
}

PasskeyCreation Authenticator::create(const Ceremony& ceremony) {
  ByteVector object;
  head(object, 5, 3);
  text(object, "fmt"), text(object, "none");
  text(object, "attStmt"), head(object, 5, 0);
  text(object, "authData"), bytes(object, authenticator_data(ceremony, true));
  return {client_data(ceremony, "webauthn.create"), std::move(object)};
}

PasskeyAssertion Authenticator::sign(const Ceremony& ceremony) {
  if (counter > 0) ++counter;
  PasskeyAssertion assertion;
  assertion.credential_id = credential_id();
  assertion.client_data_json = client_data(ceremony, "webauthn.get");
  assertion.authenticator_data = authenticator_data(ceremony, false);
  ByteVector message = assertion.authenticator_data;
  add(message, base::sha256(assertion.client_data_json));
  assertion.signature = key_->sign(message);
  return assertion;
}

}  // namespace yc::identity::testing
