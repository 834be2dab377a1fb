#include <algorithm>
#include <map>
#include <unordered_map>
#include <unordered_set>

#include "kernel/store/blobs.h"
#include "kernel/store/data_folder.h"
#include "kernel/store/head_file.h"
#include "kernel/store/log.h"
#include "kernel/store/maintenance.h"
#include "kernel/store/vault.h"
#include "kernel/store/view.h"

namespace yc::store {
namespace {

constexpr std::uint64_t kProgressEvery = 20'000;

// One run over a folder, inside one read transaction.
class Verification {
 public:
  Verification(const std::string& folder, StoreParts& parts, Database& stored, Database& replayed,
               const Progress& progress)
      : folder_(folder), parts_(parts), stored_(stored), replayed_(replayed), progress_(progress) {}

  base::Result<VerifyReport> run() {
    YC_CHECK(check_database_file());
    YC_CHECK(replay());
    YC_CHECK(check_vault());
    YC_CHECK(check_vault_keys());
    YC_CHECK(check_words());
    for (const View* view : views()) {
      for (const std::string_view table : view->tables()) YC_CHECK(compare(table));
    }
    YC_CHECK(check_listed_blobs());
    YC_CHECK(check_blob_files());
    if (hidden_ > 0) report_.faults.push_back("... and " + std::to_string(hidden_) + " more");
    return std::move(report_);
  }

 private:
  void fault(std::string words) {
    if (report_.faults.size() < VerifyReport::kMaxFaults) {
      report_.faults.push_back(std::move(words));
    } else {
      ++hidden_;
    }
  }
  void say(const std::string& line) {
    if (progress_) progress_(line);
  }

  base::Status check_database_file() {
    return stored_.query("PRAGMA quick_check(10)", {}, [this](const Row& row) {
      if (row.text(0) != "ok") fault("database file: " + row.text(0));
    });
  }

  base::Status replay() {
    YC_CHECK(replayed_.run("BEGIN"));
    YC_CHECK(read_stored_events(stored_, 0, INT64_MAX, {},
                                [this](StoredEvent& event) { return check_event(event); }));
    return replayed_.run("COMMIT");
  }

  base::Status check_event(StoredEvent& stored) {
    Event& event = stored.event;
    const std::string name = "event " + std::to_string(event.position);
    ++report_.events;
    if (report_.events % kProgressEvery == 0)
      say(std::to_string(report_.events) + " events replayed");
    if (event.position != ++expected_position_) {
      fault("events " + std::to_string(expected_position_) + " to " +
            std::to_string(event.position - 1) + " are missing from the log");
      expected_position_ = event.position;
    }
    if (stored.stored_hash != stored.computed_hash)
      fault(name + " does not match its hash: it, or the one before it, was changed");
    const std::uint64_t expected_sequence = ++streams_[event.stream];
    if (event.stream_sequence != expected_sequence)
      fault(name + " is number " + std::to_string(event.stream_sequence) + " of its stream, not " +
            std::to_string(expected_sequence));
    if (!stored.decoded) {
      fault(name + ": " + stored.decoded.error().cause);
      return {};
    }
    return note_event(event, name);
  }

  base::Status note_event(const Event& event, const std::string& name) {
    each_private_text(event.payload, [&](const PrivateText& text) {
      if (text.entry != 0) commitments_.emplace(text.entry, text.commitment);
    });
    std::visit(
        [this](const auto& payload) {
          payload.each_findable([this](const PrivateText& text, Find find) {
            if (text.entry != 0) finds_.emplace(text.entry, find);
          });
        },
        event.payload);
    for (const auto& [kind, text] : searchable_texts(event.payload)) {
      if (text->entry != 0) searchable_.emplace(text->entry, kind);
    }
    if (const auto* erased = std::get_if<TextsErased>(&event.payload)) {
      for (const VaultEntry& entry : erased->entries) erased_.insert(entry.entry);
    }
    if (const auto* published = std::get_if<SpacePublished>(&event.payload))
      manifests_[published->space] = {published->manifest, "json"};
    const base::Status applied = apply_to_views(replayed_, event);
    if (!applied && !is_constraint(applied.error())) return applied;
    if (!applied) fault(name + " cannot be replayed: " + applied.error().cause);
    return {};
  }

  base::Status check_vault() {
    YC_TRY(const std::int64_t new_format,
           stored_.integer("SELECT count(*) FROM sqlite_master WHERE name = 'vault_text'"));
    if (new_format != 0)
      YC_CHECK(stored_.query("SELECT entry FROM vault_text WHERE salt = x'' AND text != ''", {},
                             [&](const Row& row) {
                               fault("vault entry " + std::to_string(row.number(0)) +
                                     " has lost its salt, but not its text");
                             }));
    std::unordered_set<std::uint64_t> present;
    YC_CHECK(stored_.query("SELECT entry, text, salt FROM vault", {}, [&](const Row& row) {
      const std::uint64_t entry = row.number(0);
      const std::string name = "vault entry " + std::to_string(entry);
      present.insert(entry);
      ++report_.texts;
      const auto found = commitments_.find(entry);
      if (found == commitments_.end()) return fault(name + " belongs to no event");
      if (erased_.contains(entry)) return fault(name + " was erased, but is still there");
      if (vault_commitment(row.blob(2), row.text(1)) != found->second)
        fault(name + " does not match the commitment in its event: the text was changed");
    }));
    for (const auto& [entry, commitment] : commitments_) {
      if (present.contains(entry)) continue;
      ++report_.texts_erased;
      if (!erased_.contains(entry))
        fault("vault entry " + std::to_string(entry) + " is missing, but was never erased");
    }
    return {};
  }

  // Each living text that can be found has its key, and no other key is there.
  base::Status check_vault_keys() {
    YC_TRY(const auto secret, read_vault_secret(stored_));
    if (!secret) {
      if (!finds_.empty()) fault("the keys of the vault are missing");
      return {};
    }
    std::unordered_map<std::uint64_t, VaultKey> expected;
    for (const auto& [entry, find] : finds_) {
      if (erased_.contains(entry)) continue;
      YC_TRY(const auto text, read_vault(stored_, entry));
      if (text) expected.emplace(entry, vault_key(*secret, find, *text));
    }
    YC_CHECK(stored_.query("SELECT entry, find, key FROM vault_key", {}, [&](const Row& row) {
      const std::uint64_t entry = row.number(0);
      const auto found = expected.find(entry);
      const std::string name = "vault key " + std::to_string(entry);
      if (found == expected.end()) return fault(name + " belongs to no living text");
      if (static_cast<int>(finds_.at(entry)) != row.integer(1) ||
          !std::ranges::equal(row.blob(2), found->second))
        fault(name + " does not follow from its text");
      expected.erase(found);
    }));
    for (const auto& [entry, key] : expected)
      fault("vault key " + std::to_string(entry) + " is missing");
    return {};
  }

  // Each living name has its words in the index, and there are no others.
  base::Status check_words() {
    YC_TRY(const bool there, has_words(stored_));
    YC_TRY(const auto secret, read_vault_secret(stored_));
    if (!there || !secret) return {};  // an older version wrote last: the next start makes it
    std::int64_t expected = 0;
    for (const auto& [entry, kind] : searchable_) {
      YC_TRY(const auto text, read_vault(stored_, entry));
      if (!text) continue;
      for (const std::int64_t key : vault_word_keys(*secret, kind, *text)) {
        YC_TRY(const std::int64_t rows,
               stored_.integer("SELECT count(*) FROM vault_word WHERE key = ?1 AND entry = ?2",
                               {key, entry}));
        expected += rows;
        if (rows == 0) fault("a word of vault entry " + std::to_string(entry) + " is missing");
      }
    }
    YC_TRY(const std::int64_t all, stored_.integer("SELECT count(*) FROM vault_word"));
    if (all != expected)
      fault("the index of names holds " + std::to_string(all - expected) + " words of no name");
    return {};
  }

  static base::Result<std::vector<std::string>> sorted_rows(Database& database,
                                                            std::string_view table) {
    std::vector<std::string> rows;
    YC_CHECK(database.query("SELECT * FROM " + std::string(table), {},
                            [&rows](const Row& row) { rows.push_back(row.quoted()); }));
    std::ranges::sort(rows);
    return rows;
  }

  base::Status compare(std::string_view table) {
    YC_TRY(const auto stored, sorted_rows(stored_, table));
    YC_TRY(const auto replayed, sorted_rows(replayed_, table));
    report_.rows_compared += stored.size();
    const std::string name = "view " + std::string(table) + ": row ";
    std::vector<std::string> different;
    std::ranges::set_difference(stored, replayed, std::back_inserter(different));
    for (const std::string& row : different) fault(name + row + " does not follow from the log");
    different.clear();
    std::ranges::set_difference(replayed, stored, std::back_inserter(different));
    for (const std::string& row : different) fault(name + row + " is missing");
    return {};
  }

  base::Status check_listed_blobs() {
    std::vector<BlobEntry> listed;
    YC_CHECK(replayed_.query("SELECT sha256, extension, bytes FROM blob", {}, [&](const Row& row) {
      listed.push_back({row.digest(0), row.text(1), row.number(2)});
    }));
    for (const BlobEntry& entry : listed) check_blob({entry.sha256, entry.extension});
    for (const auto& [space, manifest] : manifests_) {
      if (!checked_.contains(manifest.text())) check_blob(manifest);
    }
    return {};
  }

  void check_blob(const BlobName& name) {
    checked_.insert(name.text());
    const auto bytes = read_blob_file(parts_.disk, folder_, name);
    if (!bytes) return fault(bytes.error().cause);
    ++report_.blobs;
    report_.blob_bytes += bytes->size();
    if (base::sha256(*bytes) != name.sha256)
      fault("blob " + name.text() + " is damaged: its content has another SHA-256");
  }

  // Blobs that no event names yet (an import under way): their content must still be theirs.
  base::Status check_blob_files() {
    if (!parts_.disk.exists(blobs_folder(folder_))) return {};
    YC_TRY(const auto folders, parts_.disk.list(blobs_folder(folder_)));
    for (const base::FolderEntry& folder : folders) {
      if (!folder.is_folder) continue;
      YC_TRY(const auto files, parts_.disk.list(blobs_folder(folder_) + "/" + folder.name));
      for (const base::FolderEntry& file : files) {
        const auto name = parse_blob_name(file.name);
        if (name && !checked_.contains(file.name)) check_blob(*name);
      }
    }
    return {};
  }

  const std::string& folder_;
  StoreParts& parts_;
  Database& stored_;
  Database& replayed_;
  const Progress& progress_;
  VerifyReport report_;
  std::uint64_t hidden_ = 0;
  std::uint64_t expected_position_ = 0;
  std::unordered_map<base::StreamId, std::uint64_t> streams_;
  std::unordered_map<std::uint64_t, base::Digest> commitments_;
  std::unordered_set<std::uint64_t> erased_;
  std::unordered_map<std::uint64_t, Find> finds_;             // entries that can be looked up
  std::unordered_map<std::uint64_t, SearchKind> searchable_;  // entries found by name
  std::map<base::SpaceId, BlobName> manifests_;
  std::unordered_set<std::string> checked_;
};

}  // namespace

base::Result<VerifyReport> verify(const std::string& folder, StoreParts parts,
                                  const Progress& progress) {
  YC_TRY(const auto stored, open_to_read(folder, parts));
  YC_TRY(const auto replayed, Database::open(":memory:", DatabaseMode::create, nullptr));
  YC_CHECK(create_views(*replayed));
  // Before that moment: the head may not be younger than the log that it is compared with.
  const base::Status noted = check_head_file(parts.disk, folder, *stored);
  YC_CHECK(stored->run("BEGIN"));  // one moment, whatever is written meanwhile
  Verification verification(folder, parts, *stored, *replayed, progress);
  auto report = verification.run();
  stored->roll_back();
  if (report && !noted) report->faults.push_back(noted.error().cause);
  return report;
}

}  // namespace yc::store
