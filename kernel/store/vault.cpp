#include "kernel/store/vault.h"

#include "kernel/base/assert.h"

namespace yc::store {
namespace {

constexpr std::string_view kPurpose = "yuancheng vault 1";
constexpr std::size_t kSaltBytes = 32;

}  // namespace

base::Digest vault_commitment(std::span<const std::byte> salt, std::string_view text) {
  base::Sha256 hash;
  hash.add(kPurpose);
  hash.add(salt);
  hash.add(text);
  return hash.finish();
}

base::Status seal_texts(Database& database, base::Random& random, std::uint64_t position,
                        Payload& payload) {
  base::Status status;
  std::uint64_t field = 0;
  const auto seal = [&](PrivateText& text) {
    const std::uint64_t entry = position * kMaxPrivateTexts + field++;
    YC_ASSERT(field <= kMaxPrivateTexts);
    if (text.text.empty() || !status) return;
    std::array<std::byte, kSaltBytes> salt;
    random.fill(salt);
    text.entry = entry;
    text.commitment = vault_commitment(salt, text.text);
    status = database.run("INSERT INTO vault VALUES(?1, ?2, ?3)",
                          {entry, text.text, std::span<const std::byte>(salt)});
  };
  std::visit([&](auto& event) { event.each_private(seal); }, payload);
  return status;
}

base::Status erase_texts(Database& database, const TextsErased& event) {
  for (const VaultEntry& entry : event.entries)
    YC_CHECK(database.run("DELETE FROM vault WHERE entry = ?1", {entry.entry}));
  return {};
}

base::Result<std::optional<std::string>> read_vault(Database& database, std::uint64_t entry) {
  std::optional<std::string> text;
  YC_CHECK(database.query("SELECT text FROM vault WHERE entry = ?1", {entry},
                          [&text](const Row& row) { text = row.text(0); }));
  return text;
}

void each_private_text(const Payload& payload,
                       const std::function<void(const PrivateText&)>& visit) {
  Payload copy = payload;
  std::visit([&](auto& event) { event.each_private(visit); }, copy);
}

}  // namespace yc::store
