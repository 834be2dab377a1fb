#pragma once
// Erasable texts beside the log. commitment = SHA-256("yuancheng vault 1" + salt + text) with 32
// random bytes of salt for each entry: while the text is kept, it proves what was said; once text
// and salt are erased, it proves nothing and cannot be guessed at.

#include <functional>
#include <optional>
#include <string>

#include "kernel/base/random.h"
#include "kernel/store/sqlite.h"
#include "kernel/store/store.h"

namespace yc::store {

inline constexpr std::string_view kVaultSchema = R"(
  CREATE TABLE vault(entry INTEGER PRIMARY KEY, text TEXT NOT NULL, salt BLOB NOT NULL) STRICT;)";

// An event has at most this many private fields; entry = position * this + number of the field.
inline constexpr std::uint64_t kMaxPrivateTexts = 8;

base::Digest vault_commitment(std::span<const std::byte> salt, std::string_view text);

// Keeps the private texts of an event that will have this position: fills entry and commitment; the
// text stays in the payload for observers, and is never part of the bytes of the log.
base::Status seal_texts(Database& database, base::Random& random, std::uint64_t position,
                        Payload& payload);
base::Status erase_texts(Database& database, const TextsErased& event);
base::Result<std::optional<std::string>> read_vault(Database& database, std::uint64_t entry);

// Calls back with each private text that the event refers to.
void each_private_text(const Payload& payload,
                       const std::function<void(const PrivateText&)>& visit);

}  // namespace yc::store
