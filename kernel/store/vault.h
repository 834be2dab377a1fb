#pragma once
// Erasable texts beside the log. commitment = SHA-256("yuancheng vault 1" + salt + text) with 32
// random bytes of salt for each entry: while the text is kept, it proves what was said; once text
// and salt are erased, it proves nothing and cannot be guessed at.

#include <functional>
#include <optional>
#include <string>

#include "kernel/base/random.h"
#include "kernel/store/search_words.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

// Rows are only appended, and an erased one stays, empty: were it deleted, SQLite would move its
// neighbours to other pages and leave copies of them behind, which no later erasure finds
// (secure_delete clears what is deleted, not what has moved). All others read the view.
inline constexpr std::string_view kVaultSchema = R"(
  CREATE TABLE vault_text(
    entry INTEGER PRIMARY KEY, text TEXT NOT NULL, salt BLOB NOT NULL) STRICT;
  CREATE VIEW vault AS SELECT entry, text, salt FROM vault_text WHERE salt != x'';)";

// How a text is found without any view holding it: key = the first 16 bytes of SHA-256("yuancheng
// vault key 1" + secret + u8 what it is found as + text), exact text only; who wants a softer match
// keeps its normal form in a private field of its own. The secret (32 random bytes of the folder)
// makes what a page of the index may keep of a moved key worthless. A row goes with its text.
inline constexpr std::string_view kVaultKeySchema = R"(
  CREATE TABLE IF NOT EXISTS vault_key(
    entry INTEGER PRIMARY KEY, find INTEGER NOT NULL, key BLOB NOT NULL,
    once INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS vault_key_find ON vault_key(find, key);
  CREATE UNIQUE INDEX IF NOT EXISTS vault_key_once ON vault_key(find, key) WHERE once = 1;
  CREATE TABLE IF NOT EXISTS vault_secret(
    only INTEGER PRIMARY KEY CHECK(only = 1), secret BLOB NOT NULL) STRICT;)";

// The index of names (search_words.h): key = the first 8 bytes of SHA-256("yuancheng vault word 1"
// + secret + u8 kind + word), so that no letter of a name is in it. Rows go with their text.
inline constexpr std::string_view kVaultWordSchema = R"(
  CREATE TABLE vault_word(
    key INTEGER NOT NULL, entry INTEGER NOT NULL, PRIMARY KEY(key, entry)) STRICT, WITHOUT ROWID;
  CREATE TABLE vault_words_version(version INTEGER NOT NULL) STRICT;)";

using VaultSecret = base::Digest;
using VaultKey = std::array<std::byte, 16>;
VaultKey vault_key(const VaultSecret& secret, Find find, std::string_view text);

std::int64_t vault_word_key(const VaultSecret& secret, SearchKind kind, std::string_view word);
// Keys of all words of a text, each once, in order.
std::vector<std::int64_t> vault_word_keys(const VaultSecret& secret, SearchKind kind,
                                          std::string_view text);

// Makes the tables above (but the index of names) and the secret where a folder has none yet, and
// takes over the vault of format 1, whose table had the name of the view.
base::Status ensure_vault(Database& database, base::Random& random);
// Nothing for a folder that an older version wrote last.
base::Result<std::optional<VaultSecret>> read_vault_secret(Database& database);

// Makes the index of names where the folder has none of this version.
base::Status ensure_words(Database& database, const VaultSecret& secret);
base::Result<bool> has_words(Database& database);

// An event has at most this many private fields; entry = position * this + number of the field.
inline constexpr std::uint64_t kMaxPrivateTexts = 8;

base::Digest vault_commitment(std::span<const std::byte> salt, std::string_view text);

// Keeps the private texts of an event that will have this position: fills entry and commitment; the
// text stays in the payload for observers, and is never part of the bytes of the log.
// A second living text of a unique find is refused by the table (is_constraint).
base::Status seal_texts(Database& database, base::Random& random, const VaultSecret& secret,
                        std::uint64_t position, Payload& payload);
base::Status erase_texts(Database& database, const VaultSecret& secret, const TextsErased& event);
base::Result<std::optional<std::string>> read_vault(Database& database, std::uint64_t entry);

// Calls back with each private text that the event refers to.
void each_private_text(const Payload& payload,
                       const std::function<void(const PrivateText&)>& visit);

}  // namespace yc::store
