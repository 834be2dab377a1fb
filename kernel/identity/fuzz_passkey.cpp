// What a passkey sends, any bytes: u16 length and attestation object, then client data. Whatever is
// in them ends in a value or in words; a key that is read is asked for a signature.
#include <cstdint>

#include "kernel/base/assert.h"
#include "kernel/base/simulation.h"
#include "kernel/identity/assertion.h"
#include "kernel/identity/webauthn.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace yc::identity;
  if (size < 2) return 0;
  const auto input = std::as_bytes(std::span(data, size)).subspan(2);
  const std::size_t length = std::min<std::size_t>(data[0] | data[1] << 8, input.size());
  const ByteSpan object = input.first(length);
  const ByteSpan client_data = input.subspan(length);
  if (const auto attestation = read_attestation(object)) {
    YC_ASSERT(!attestation->credential_id.empty());
    static_cast<void>(is_valid_key(attestation->key));
    const SignedAssertion assertion{"city.example", object, yc::base::sha256(client_data), object};
    YC_ASSERT(!is_signed_by(attestation->key, assertion));
  }
  static yc::base::SimulatedScheduler scheduler(1);
  WebAuthn webauthn(scheduler, scheduler.random(), 1);
  PasskeyAssertion assertion;
  assertion.client_data_json.assign(client_data.begin(), client_data.end());
  YC_ASSERT(!webauthn.begin_assertion(assertion));  // no challenge is open
  return 0;
}
