#include "kernel/identity/assertion.h"

#include <fido.h>
#include <fido/eddsa.h>
#include <fido/es256.h>
#include <fido/rs256.h>

#include <functional>
#include <memory>

namespace yc::identity {
namespace {

void prepare() {
  static const bool kReady = [] {
    fido_init(0);
    return true;
  }();
  static_cast<void>(kReady);
}

const unsigned char* pointer(ByteSpan bytes) {
  return reinterpret_cast<const unsigned char*>(bytes.data());
}

template <typename Key>
bool with_key(Key* (*make)(), void (*release)(Key**), int (*read)(Key*, const void*, std::size_t),
              ByteSpan bytes, const std::function<bool(const void*)>& use) {
  Key* key = make();
  const bool good = key != nullptr && read(key, bytes.data(), bytes.size()) == FIDO_OK && use(key);
  release(&key);
  return good;
}

bool with_key(const CredentialKey& key, const std::function<bool(const void*)>& use) {
  prepare();
  switch (key.algorithm) {
    case kEs256:
      return with_key(es256_pk_new, es256_pk_free, es256_pk_from_ptr, key.bytes, use);
    case kEdDsa:
      return with_key(eddsa_pk_new, eddsa_pk_free, eddsa_pk_from_ptr, key.bytes, use);
    case kRs256:
      return with_key(rs256_pk_new, rs256_pk_free, rs256_pk_from_ptr, key.bytes, use);
    default:
      return false;
  }
}

struct FreeAssert {
  void operator()(fido_assert_t* assert) const { fido_assert_free(&assert); }
};

}  // namespace

bool is_valid_key(const CredentialKey& key) {
  return with_key(key, [](const void*) { return true; });
}

bool is_signed_by(const CredentialKey& key, const SignedAssertion& assertion) {
  prepare();
  const std::unique_ptr<fido_assert_t, FreeAssert> checked(fido_assert_new());
  if (!checked) return false;
  const auto& [rp_id, data, hash, signature] = assertion;
  const bool filled =
      fido_assert_set_rp(checked.get(), rp_id.c_str()) == FIDO_OK &&
      fido_assert_set_count(checked.get(), 1) == FIDO_OK &&
      fido_assert_set_clientdata_hash(checked.get(), pointer(hash), hash.size()) == FIDO_OK &&
      fido_assert_set_authdata_raw(checked.get(), 0, pointer(data), data.size()) == FIDO_OK &&
      fido_assert_set_sig(checked.get(), 0, pointer(signature), signature.size()) == FIDO_OK;
  if (!filled) return false;
  return with_key(key, [&](const void* held) {
    return fido_assert_verify(checked.get(), 0, static_cast<int>(key.algorithm), held) == FIDO_OK;
  });
}

}  // namespace yc::identity
