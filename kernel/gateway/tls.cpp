#include "kernel/gateway/tls.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>
#include <utility>

#include "kernel/base/address.h"

namespace yc::gateway {
namespace {

constexpr std::byte kHandshakeRecord{22};
constexpr std::size_t kRecordBytes = 16 * 1024;
constexpr std::size_t kWaitingMax = 2 * kRecordBytes;  // ciphertext kept for a full socket
constexpr long kValidSeconds = 2L * 365 * 24 * 3600;

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* pointer) const {
    Free(pointer);
  }
};
using Bio = std::unique_ptr<BIO, Freed<BIO_free_all>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Context = std::unique_ptr<SSL_CTX, Freed<SSL_CTX_free>>;
using Ssl = std::unique_ptr<SSL, Freed<SSL_free>>;

std::string last_error() {
  std::array<char, 256> text{};
  ERR_error_string_n(ERR_get_error(), text.data(), text.size());
  ERR_clear_error();
  return text.data();
}

std::string contents(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

Bio memory_of(const std::string& text) {
  return Bio(BIO_new_mem_buf(text.data(), static_cast<int>(text.size())));
}

void add_names(X509* certificate, const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names) {
    list += (list.empty() ? "" : ",") +
            std::string(base::is_numeric_address(name) ? "IP:" : "DNS:") + name;
  }
  X509_EXTENSION* extension =
      X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, list.c_str());
  if (extension == nullptr) return;
  X509_add_ext(certificate, extension, -1);
  X509_EXTENSION_free(extension);
}

}  // namespace

base::Result<TlsPair> make_self_signed(const std::vector<std::string>& names, base::WallTime now) {
  const Key key(EVP_EC_gen("P-256"));
  const Certificate certificate(X509_new());
  const std::time_t start = now.unix_ms / 1000;
  const std::string& name = names.front();
  X509_set_version(certificate.get(), 2);  // that is, version 3
  ASN1_INTEGER_set_int64(X509_get_serialNumber(certificate.get()), now.unix_ms);
  X509_time_adj_ex(X509_getm_notBefore(certificate.get()), -1, 0, const_cast<time_t*>(&start));
  X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 0, kValidSeconds,
                   const_cast<time_t*>(&start));
  X509_NAME* subject = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_UTF8,
                             reinterpret_cast<const unsigned char*>(name.c_str()), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), subject);
  X509_set_pubkey(certificate.get(), key.get());
  add_names(certificate.get(), names);
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) {
    return base::fail(base::ErrorCode::unavailable, "cannot sign a certificate: " + last_error(),
                      "give one with --tls-cert and --tls-key");
  }
  const Bio certificate_text(BIO_new(BIO_s_mem()));
  const Bio key_text(BIO_new(BIO_s_mem()));
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return TlsPair{contents(certificate_text.get()), contents(key_text.get())};
}

bool is_certificate_for(const std::string& certificate_pem, const std::vector<std::string>& names,
                        base::WallTime until) {
  const Bio text = memory_of(certificate_pem);
  const Certificate certificate(PEM_read_bio_X509(text.get(), nullptr, nullptr, nullptr));
  ERR_clear_error();
  if (!certificate) return false;
  std::time_t end = until.unix_ms / 1000;
  if (X509_cmp_time(X509_get0_notAfter(certificate.get()), &end) <= 0) return false;
  return std::ranges::all_of(names, [&](const std::string& name) {
    return base::is_numeric_address(name)
               ? X509_check_ip_asc(certificate.get(), name.c_str(), 0) == 1
               : X509_check_host(certificate.get(), name.data(), name.size(), 0, nullptr) == 1;
  });
}

struct TlsContext::State {
  Context context;
  bool is_server = true;
};

TlsContext::TlsContext(std::unique_ptr<State> state) : state_(std::move(state)) {}
TlsContext::~TlsContext() = default;

namespace {

base::Status use_certificate(SSL_CTX* context, const TlsPair& pair) {
  const Bio chain = memory_of(pair.certificate_pem);
  const Certificate own(PEM_read_bio_X509_AUX(chain.get(), nullptr, nullptr, nullptr));
  if (!own || SSL_CTX_use_certificate(context, own.get()) != 1) {
    return base::fail(base::ErrorCode::bad_input,
                      "the TLS certificate cannot be read: " + last_error(),
                      "give a PEM file with --tls-cert");
  }
  while (X509* next = PEM_read_bio_X509(chain.get(), nullptr, nullptr, nullptr)) {
    if (SSL_CTX_add0_chain_cert(context, next) != 1) X509_free(next);
  }
  ERR_clear_error();  // the end of the file counts as one
  const Bio key_text = memory_of(pair.key_pem);
  const Key key(PEM_read_bio_PrivateKey(key_text.get(), nullptr, nullptr, nullptr));
  if (!key || SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    return base::fail(base::ErrorCode::bad_input, "the TLS key cannot be read: " + last_error(),
                      "give the PEM key of the certificate, without password, with --tls-key");
  }
  if (SSL_CTX_check_private_key(context) != 1) {
    return base::fail(base::ErrorCode::bad_input, "the TLS key is not that of the certificate",
                      "give the two that belong together");
  }
  return {};
}

}  // namespace

base::Result<std::unique_ptr<TlsContext>> TlsContext::make_server(const TlsPair& pair) {
  auto state = std::make_unique<State>();
  state->context.reset(SSL_CTX_new(TLS_server_method()));
  SSL_CTX* context = state->context.get();
  SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
  SSL_CTX_set_options(
      context, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
  static constexpr unsigned char kSessionContext[] = "yuancheng";
  SSL_CTX_set_session_id_context(context, kSessionContext, sizeof kSessionContext - 1);
  // Offers HTTP/1.1 to clients that ask by ALPN; others go on without it.
  SSL_CTX_set_alpn_select_cb(
      context,
      [](SSL*, const unsigned char** out, unsigned char* out_length, const unsigned char* in,
         unsigned in_length, void*) {
        static constexpr unsigned char kHttp11[] = "\x08http/1.1";
        unsigned char* chosen = nullptr;
        if (SSL_select_next_proto(&chosen, out_length, kHttp11, sizeof kHttp11 - 1, in,
                                  in_length) != OPENSSL_NPN_NEGOTIATED) {
          return SSL_TLSEXT_ERR_NOACK;
        }
        *out = chosen;
        return SSL_TLSEXT_ERR_OK;
      },
      nullptr);
  YC_CHECK(use_certificate(context, pair));
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(state)));
}

std::unique_ptr<TlsContext> TlsContext::make_client() {
  auto state = std::make_unique<State>();
  state->is_server = false;
  state->context.reset(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_mode(state->context.get(), SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE);
  SSL_CTX_set_verify(state->context.get(), SSL_VERIFY_NONE, nullptr);
  // What browsers would rather speak.
  SSL_CTX_set_ciphersuites(state->context.get(), "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384");
  return std::unique_ptr<TlsContext>(new TlsContext(std::move(state)));
}

namespace {

class OpenSslStream final : public TlsStream, private base::ByteStream::Handler {
 public:
  OpenSslStream(std::unique_ptr<base::ByteStream> inner, TlsContext& context)
      : context_(context), inner_(std::move(inner)) {
    if (!context_.state().is_server) begin_tls();
  }

  void start(base::ByteStream::Handler& handler) override {
    handler_ = &handler;
    inner_->start(*this);
    if (ssl_) advance_handshake();
  }

  std::size_t write(std::span<const std::byte> bytes) override {
    if (!ssl_) return inner_->write(bytes);
    std::size_t taken = 0;
    while (taken < bytes.size() && waiting_.size() < kWaitingMax && !failed_) {
      const std::size_t piece = std::min(bytes.size() - taken, kRecordBytes);
      std::size_t written = 0;
      if (SSL_write_ex(ssl_.get(), bytes.data() + taken, piece, &written) != 1) break;
      taken += written;
      flush();
    }
    was_short_ = taken < bytes.size();
    return taken;
  }

  std::size_t pending_bytes() const override { return waiting_.size() + inner_->pending_bytes(); }
  void pause_reading() override { inner_->pause_reading(); }
  void resume_reading() override { inner_->resume_reading(); }
  std::string peer_address() const override { return inner_->peer_address(); }
  bool encrypted() const override { return ssl_ != nullptr; }

  void close() override {
    if (closing_) return;
    closing_ = true;
    if (ssl_ && !failed_ && SSL_is_init_finished(ssl_.get())) {
      SSL_shutdown(ssl_.get());  // close_notify, so that the peer knows that nothing was cut off
      flush();
    }
    if (waiting_.empty()) inner_->close();
  }

 private:
  void begin_tls() {
    ssl_.reset(SSL_new(context_.state().context.get()));
    SSL_set_bio(ssl_.get(), BIO_new(BIO_s_mem()), BIO_new(BIO_s_mem()));
    if (context_.state().is_server) {
      SSL_set_accept_state(ssl_.get());
    } else {
      SSL_set_connect_state(ssl_.get());
    }
  }

  void on_bytes(std::span<const std::byte> bytes) override {
    if (!decided_) {
      decided_ = true;
      if (!ssl_ && bytes.front() == kHandshakeRecord) begin_tls();
    }
    if (!ssl_) return handler_->on_bytes(bytes);
    if (failed_ || closing_) return;
    BIO_write(SSL_get_rbio(ssl_.get()), bytes.data(), static_cast<int>(bytes.size()));
    advance_handshake();
    read_plaintext();
  }

  void advance_handshake() {
    if (failed_ || SSL_is_init_finished(ssl_.get())) return;
    const int done = SSL_do_handshake(ssl_.get());
    check(done);
    flush();
    if (done == 1 && std::exchange(was_short_, false)) handler_->on_writable();
  }

  void read_plaintext() {
    std::array<std::byte, kRecordBytes> plain;
    while (!failed_ && !closing_ && SSL_is_init_finished(ssl_.get())) {
      std::size_t got = 0;
      const int done = SSL_read_ex(ssl_.get(), plain.data(), plain.size(), &got);
      if (done != 1) {
        check(done);
        break;
      }
      handler_->on_bytes(std::span(plain).first(got));
    }
    if (!failed_ && !closing_) flush();  // answers of TLS itself, such as a key update
  }

  // After a call of OpenSSL that did not succeed: hangs up unless it only wants more bytes.
  void check(int result) {
    if (result == 1) return;
    const int error = SSL_get_error(ssl_.get(), result);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) return;
    ERR_clear_error();
    failed_ = true;
    flush();  // the alert that says why
    closing_ = true;
    if (waiting_.empty()) inner_->close();
  }

  void flush() {
    BIO* const out = SSL_get_wbio(ssl_.get());
    if (!waiting_.empty()) {
      const std::size_t sent = inner_->write(waiting_);
      waiting_.erase(waiting_.begin(), waiting_.begin() + static_cast<std::ptrdiff_t>(sent));
    }
    // Read, not reset: a reset wipes the whole buffer each time.
    thread_local std::array<std::byte, 2 * kRecordBytes> made;
    for (int size = 0; (size = BIO_read(out, made.data(), static_cast<int>(made.size()))) > 0;) {
      const auto bytes = std::span(made).first(static_cast<std::size_t>(size));
      const std::size_t sent = waiting_.empty() ? inner_->write(bytes) : 0;
      const auto rest = bytes.subspan(sent);
      waiting_.insert(waiting_.end(), rest.begin(), rest.end());
    }
  }

  void on_writable() override {
    if (ssl_) flush();
    if (!waiting_.empty()) return;
    if (closing_) return inner_->close();
    if (!ssl_ || std::exchange(was_short_, false)) handler_->on_writable();
  }

  void on_closed() override { handler_->on_closed(); }

  TlsContext& context_;
  base::ByteStream::Handler* handler_ = nullptr;
  Ssl ssl_;
  base::Bytes waiting_;  // ciphertext that the inner stream has not taken
  bool decided_ = false;
  bool was_short_ = false;
  bool failed_ = false;
  bool closing_ = false;
  std::unique_ptr<base::ByteStream> inner_;  // last: destroyed first
};

}  // namespace

std::unique_ptr<TlsStream> make_tls_stream(std::unique_ptr<base::ByteStream> inner,
                                           TlsContext& context) {
  return std::make_unique<OpenSslStream>(std::move(inner), context);
}

}  // namespace yc::gateway
