#include "kernel/store/vault.h"

#include <algorithm>

#include "kernel/base/assert.h"
#include "kernel/store/log.h"

namespace yc::store {
namespace {

constexpr std::string_view kPurpose = "yuancheng vault 1";
constexpr std::string_view kKeyPurpose = "yuancheng vault key 1";
constexpr std::string_view kWordPurpose = "yuancheng vault word 1";
constexpr std::size_t kSaltBytes = 32;

base::Status keep_keys(Database& database, const VaultSecret& secret, const Payload& payload) {
  base::Status status;
  const auto keep = [&](const PrivateText& text, Find find) {
    if (text.entry == 0 || !status) return;
    status = database.run(
        "INSERT INTO vault_key VALUES(?1, ?2, ?3, ?4)",
        {text.entry, static_cast<int>(find),
         std::span<const std::byte>(vault_key(secret, find, text.text)), is_unique(find) ? 1 : 0});
  };
  std::visit([&](const auto& event) { event.each_findable(keep); }, payload);
  return status;
}

base::Status keep_words(Database& database, const VaultSecret& secret, SearchKind kind,
                        std::uint64_t entry, std::string_view text) {
  for (const std::int64_t key : vault_word_keys(secret, kind, text))
    YC_CHECK(database.run("INSERT INTO vault_word VALUES(?1, ?2)", {key, entry}));
  return {};
}

base::Status keep_words(Database& database, const VaultSecret& secret, const Payload& payload) {
  for (const auto& [kind, text] : searchable_texts(payload)) {
    if (text->entry != 0) YC_CHECK(keep_words(database, secret, kind, text->entry, text->text));
  }
  return {};
}

// While the text is still there to say which words they are.
base::Status erase_words(Database& database, const VaultSecret& secret, std::uint64_t entry) {
  YC_TRY(const auto event, read_events(database, entry / kMaxPrivateTexts - 1, 1));
  if (event.empty()) return {};
  YC_TRY(const auto text, read_vault(database, entry));
  for (const auto& [kind, found] : searchable_texts(event.front().payload)) {
    if (found->entry != entry || !text) continue;
    for (const std::int64_t key : vault_word_keys(secret, kind, *text))
      YC_CHECK(database.run("DELETE FROM vault_word WHERE key = ?1 AND entry = ?2", {key, entry}));
  }
  return {};
}

base::Status index_all(Database& database, const VaultSecret& secret) {
  return read_stored_events(database, 0, INT64_MAX, {}, [&](StoredEvent& stored) -> base::Status {
    YC_CHECK(stored.decoded);
    for (const auto& [kind, found] : searchable_texts(stored.event.payload)) {
      YC_TRY(const auto text, read_vault(database, found->entry));
      if (text) YC_CHECK(keep_words(database, secret, kind, found->entry, *text));
    }
    return {};
  });
}

}  // namespace

std::int64_t vault_word_key(const VaultSecret& secret, SearchKind kind, std::string_view word) {
  base::Sha256 hash;
  hash.add(kWordPurpose);
  hash.add(secret);
  const std::byte number{static_cast<std::uint8_t>(kind)};
  hash.add(std::span(&number, 1));
  hash.add(word);
  const base::Digest digest = hash.finish();
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < 8; ++i) key = key << 8 | std::to_integer<std::uint64_t>(digest[i]);
  return static_cast<std::int64_t>(key);
}

std::vector<std::int64_t> vault_word_keys(const VaultSecret& secret, SearchKind kind,
                                          std::string_view text) {
  std::vector<std::int64_t> keys;
  for (const std::string& word : stored_words(fold_text(text)))
    keys.push_back(vault_word_key(secret, kind, word));
  std::ranges::sort(keys);
  const auto again = std::ranges::unique(keys);
  keys.erase(again.begin(), again.end());
  return keys;
}

base::Digest vault_commitment(std::span<const std::byte> salt, std::string_view text) {
  base::Sha256 hash;
  hash.add(kPurpose);
  hash.add(salt);
  hash.add(text);
  return hash.finish();
}

VaultKey vault_key(const VaultSecret& secret, Find find, std::string_view text) {
  base::Sha256 hash;
  hash.add(kKeyPurpose);
  hash.add(secret);
  const std::byte number{static_cast<std::uint8_t>(find)};
  hash.add(std::span(&number, 1));
  hash.add(text);
  const base::Digest digest = hash.finish();
  VaultKey key;
  std::copy_n(digest.begin(), key.size(), key.begin());
  return key;
}

base::Status ensure_vault(Database& database, base::Random& random) {
  YC_TRY(const std::int64_t old_table,
         database.integer("SELECT count(*) FROM sqlite_master WHERE name = 'vault' AND "
                          "type = 'table'"));
  if (old_table != 0) {
    YC_CHECK(database.run("ALTER TABLE vault RENAME TO vault_text"));
    YC_CHECK(database.run(
        "CREATE VIEW vault AS SELECT entry, text, salt FROM vault_text WHERE salt != x''"));
  }
  YC_CHECK(database.script(std::string(kVaultKeySchema)));
  YC_TRY(const std::int64_t there, database.integer("SELECT count(*) FROM vault_secret"));
  if (there != 0) return {};
  VaultSecret secret;
  random.fill(secret);
  return database.run("INSERT INTO vault_secret VALUES(1, ?1)", {secret});
}

base::Result<bool> has_words(Database& database) {
  YC_TRY(const std::int64_t there,
         database.integer("SELECT count(*) FROM sqlite_master WHERE name = 'vault_words_version'"));
  if (there == 0) return false;
  YC_TRY(const std::int64_t version, database.integer("SELECT version FROM vault_words_version"));
  return version == kWordsVersion;
}

base::Status ensure_words(Database& database, const VaultSecret& secret) {
  YC_TRY(const bool there, has_words(database));
  if (there) return {};
  YC_CHECK(database.script("DROP TABLE IF EXISTS vault_word"));
  YC_CHECK(database.script("DROP TABLE IF EXISTS vault_words_version"));
  YC_CHECK(database.script(std::string(kVaultWordSchema)));
  YC_CHECK(database.run("INSERT INTO vault_words_version VALUES(?1)", {kWordsVersion}));
  return index_all(database, secret);
}

base::Result<std::optional<VaultSecret>> read_vault_secret(Database& database) {
  std::optional<VaultSecret> secret;
  YC_TRY(const std::int64_t there,
         database.integer("SELECT count(*) FROM sqlite_master WHERE name = 'vault_secret'"));
  if (there == 0) return secret;
  YC_CHECK(database.query("SELECT secret FROM vault_secret", {},
                          [&](const Row& row) { secret = row.digest(0); }));
  return secret;
}

base::Status seal_texts(Database& database, base::Random& random, const VaultSecret& secret,
                        std::uint64_t position, Payload& payload) {
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
    status = database.run("INSERT INTO vault_text VALUES(?1, ?2, ?3)",
                          {entry, text.text, std::span<const std::byte>(salt)});
  };
  std::visit([&](auto& event) { event.each_private(seal); }, payload);
  YC_CHECK(status);
  YC_CHECK(keep_keys(database, secret, payload));
  return keep_words(database, secret, payload);
}

base::Status erase_texts(Database& database, const VaultSecret& secret, const TextsErased& event) {
  for (const VaultEntry& entry : event.entries) {
    YC_CHECK(erase_words(database, secret, entry.entry));
    YC_CHECK(database.run("UPDATE vault_text SET text = '', salt = x'' WHERE entry = ?1",
                          {entry.entry}));
    YC_CHECK(database.run("DELETE FROM vault_key WHERE entry = ?1", {entry.entry}));
  }
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
