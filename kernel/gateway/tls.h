#pragma once
// TLS over any ByteStream, by OpenSSL with memory buffers. The only file that uses libssl is
// tls.cpp.

#include <memory>
#include <string>

#include "kernel/base/byte_stream.h"
#include "kernel/base/clock.h"
#include "kernel/base/disk.h"
#include "kernel/base/result.h"

namespace yc::gateway {

struct TlsPair {
  std::string certificate_pem;  // chain, the server's own first
  std::string key_pem;
};

// An ECDSA P-256 certificate for these host names and addresses, signed by itself, valid two years.
base::Result<TlsPair> make_self_signed(const std::vector<std::string>& names, base::WallTime now);

// True when the first certificate of the text names all of these and is valid until then.
bool is_certificate_for(const std::string& certificate_pem, const std::vector<std::string>& names,
                        base::WallTime until);

// Certificate, key and parameters of all connections. TLS 1.2 and 1.3.
class TlsContext {
 public:
  static base::Result<std::unique_ptr<TlsContext>> make_server(const TlsPair& pair);
  static std::unique_ptr<TlsContext> make_client();  // trusts any certificate: tests and load runs
  ~TlsContext();

  struct State;
  State& state() { return *state_; }

 private:
  explicit TlsContext(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A server's stream finds out by the first byte (22 = TLS handshake record) whether the peer speaks
// TLS; any other byte makes it pass bytes through unchanged, and encrypted() says false.
class TlsStream : public base::ByteStream {
 public:
  virtual bool encrypted() const = 0;
};
std::unique_ptr<TlsStream> make_tls_stream(std::unique_ptr<base::ByteStream> inner,
                                           TlsContext& context);

}  // namespace yc::gateway
