#pragma once
// All durable state of one data folder: the event log, its views, the vault of erasable texts and
// the blobs. docs/store.md explains formats and why nothing acknowledged is lost.
//
// Threads: append, append_now, new_id, every query and put_blob may be called from any thread; an
// observer is called on the thread that commits. Queries see only what is synced. Queries read the
// disk cache (tens of microseconds): never call them in a tick.

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kernel/base/clock.h"
#include "kernel/base/disk.h"
#include "kernel/base/executor.h"
#include "kernel/base/ids.h"
#include "kernel/base/metrics.h"
#include "kernel/base/random.h"
#include "kernel/base/result.h"
#include "kernel/store/blob_name.h"
#include "kernel/store/records.h"
#include "kernel/store/stream.h"
#include "kernel/store/texts_view.h"
#include "schema/events.h"

namespace yc::store {

struct NewEvent {
  base::StreamId stream;
  base::PrincipalId actor;  // who did it; zero = the city itself
  Payload payload;
};

// A stream whose last sequence (0 = no event yet) must still be this one.
struct Expectation {
  base::StreamId stream;
  std::uint64_t sequence = 0;
};

// All of it or nothing.
struct Batch {
  std::vector<NewEvent> events;  // 1-1024
  std::vector<Expectation> expected;
};

struct Event {
  std::uint64_t position = 0;  // 1, 2, 3 ... over the whole log
  base::StreamId stream;
  std::uint64_t stream_sequence = 0;  // 1, 2, 3 ... within the stream
  base::WallTime at;
  base::PrincipalId actor;
  Payload payload;
};

struct Appended {
  std::uint64_t last_position = 0;
};

// conflict: an expectation failed, nothing was done. full: no space on the disk, nothing was done;
// later appends may succeed. io: the disk failed; the store takes nothing more until reopened.
using AppendDone = std::move_only_function<void(base::Result<Appended>)>;

using Observer = std::function<void(const std::vector<Event>&)>;

enum class OpenMode {
  serve,      // makes the folder if absent; locks it against other processes
  read_only,  // another process may be serving it: verify, backup
};

// How the last commit ended.
enum class Writing {
  works,
  disk_full,  // nothing was written; the next commit may succeed
  stopped,    // the disk failed and nobody knows what it holds: nothing more until a restart
};

// What the store is built on; all must outlive it.
struct StoreParts {
  base::Disk& disk;
  const base::Clock& clock;
  base::Random& random;           // used under the store's lock
  base::Executor& disk_executor;  // commits and syncs run here
  base::Metrics* metrics = nullptr;
  const char* sqlite_vfs =
      nullptr;  // tests: the simulated disk's; nullptr = the operating system's
};

class Store {
 public:
  static base::Result<std::unique_ptr<Store>> open(const std::string& folder, OpenMode mode,
                                                   StoreParts parts);
  ~Store();  // waits for the commit under way; what was not acknowledged may be lost
  Store(const Store&) = delete;
  Store& operator=(const Store&) = delete;

  // --- Writing -------------------------------------------------------------------------------
  // Queues the batch; `done` is posted to `reply_on` after the sync that made it durable. One sync
  // serves all batches that wait. Batches of one thread commit in the order given.
  void append(Batch batch, base::Executor& reply_on, AppendDone done);

  // The same where nobody waits for the outcome.
  void append_unanswered(Batch batch);

  // Commits on this thread and returns when durable: for commands, start-up and slow paths.
  base::Result<Appended> append_now(Batch batch);

  // A number never used before as any id (person, case, link, session ...), not even before a
  // crash. Never waits for the disk. unavailable: 32768 ids were taken while it wrote nothing.
  base::Result<std::uint64_t> new_id();

  // Called with the events of each commit, in order, after the sync and before any `done`; private
  // fields still have their texts. Must be quick, must not append_now. Register before serving.
  void add_observer(Observer observer);

  // Overwrites chat texts said before the time, at most `limit` a call; returns how many. Call
  // again until 0. The event stays, its text and salt are gone.
  base::Result<std::uint64_t> erase_chat_before(base::WallTime before, std::uint64_t limit = 500);
  // The text of a message; nothing happens when it is erased already.
  base::Status erase_message(base::MessageId message, base::PrincipalId actor);
  // Every text of or by this person, with the keys that find it: names, accounts, credentials,
  // chat, reports written; addresses, device hints and reasons of lapsed sanctions. Then empties
  // the WAL, and where a reader is in the way a later commit does.
  base::Result<std::uint64_t> erase_person(base::PrincipalId person, base::PrincipalId actor);

  // --- Log -----------------------------------------------------------------------------------
  base::Result<std::vector<Event>> events(std::uint64_t after_position, std::size_t limit);
  std::uint64_t last_position() const;
  Writing writing() const;
  // Writes a small event when the last write found the disk full, so that room is noticed while
  // nobody acts. Returns at once.
  void try_writing();
  // Empty optional: erased.
  base::Result<std::optional<std::string>> read_text(std::uint64_t vault_entry);

  // --- Views (not_found when there is none; sanctions and reports newest first) ---------------
  base::Result<Person> person(base::PrincipalId id);
  base::Result<Person> person_by_token(const base::Digest& token_hash);
  base::Result<std::vector<base::PrincipalId>> blocked_by(base::PrincipalId id);
  base::Result<std::vector<RoleGrant>> roles();
  base::Result<std::vector<Membership>> memberships();
  // In the order given, without those revoked or over; but a grant of one that was is among them.
  base::Result<std::vector<GrantGiven>> grants(base::WallTime now);
  base::Result<EntryLink> link_by_token(const base::Digest& token_hash);
  base::Result<Session> session_by_token(const base::Digest& token_hash);
  base::Result<Session> session(std::uint64_t id);
  base::Result<std::vector<Session>> sessions_of(base::PrincipalId person, base::WallTime now);
  // Last sequence of a stream, to expect in a batch that decides on what it has read after it.
  base::Result<std::uint64_t> last_sequence(base::StreamId stream);
  // Vault entries of the living texts that equal this one.
  base::Result<std::vector<std::uint64_t>> find_text(Find find, std::string_view text);

  // --- Accounts (account_queries.cpp) ----------------------------------------------------------
  base::Result<Account> account(base::PrincipalId person);
  base::Result<Account> account_by_skeleton(std::string_view skeleton);
  base::Result<Profile> profile(base::PrincipalId person);
  base::Result<bool> is_closed(base::PrincipalId person);
  base::Result<std::vector<base::PrincipalId>> closed_with_texts();  // deletions to be finished
  base::Result<std::vector<Passkey>> passkeys_of(base::PrincipalId person);
  base::Result<Passkey> passkey(std::uint64_t id);
  base::Result<Passkey> passkey_by_credential_id(std::string_view base64url);
  base::Result<Password> password_of(base::PrincipalId person);
  base::Result<RecoveryCode> recovery_code(const base::Digest& hash);
  base::Result<std::vector<RecoveryCode>> recovery_codes_of(base::PrincipalId person);
  base::Result<ApiKey> api_key_by_token(const base::Digest& token_hash);
  base::Result<std::vector<ApiKey>> api_keys_of(base::PrincipalId person);
  base::Result<std::vector<std::uint64_t>> texts_of(TextPurpose purpose, base::PrincipalId person,
                                                    std::uint64_t owner);
  base::Result<std::vector<OwnText>> own_texts(base::PrincipalId person, std::size_t limit);
  base::Result<std::vector<Consent>> consents_of(base::PrincipalId person);
  base::Result<VerificationRequest> verification(base::CaseId id);
  base::Result<std::vector<VerificationRequest>> verifications_waiting(
      std::size_t limit);  // oldest first
  base::Result<std::vector<VerificationRequest>> verifications_of(base::PrincipalId principal);
  base::Result<Organisation> organisation(base::PrincipalId id);
  base::Result<std::vector<TierOf>> tiers();
  base::Result<std::vector<Membership>> members_of(base::PrincipalId organisation);
  base::Result<std::vector<Membership>> memberships_of(base::PrincipalId person);
  base::Result<std::vector<ChatLine>> chat_by(base::PrincipalId speaker,
                                              std::uint64_t before_position,
                                              std::size_t limit);  // newest first
  base::Result<std::vector<Report>> reports_by(base::PrincipalId reporter, std::size_t limit);
  base::Result<std::vector<Sanction>> sanctions_of(base::PrincipalId person, std::size_t limit);

  base::Result<std::vector<Sanction>> sanctions_in_force(base::WallTime now);
  base::Result<std::vector<Sanction>> sanctions(std::size_t limit, base::CaseId before = {});
  base::Result<Sanction> sanction(base::CaseId id);
  base::Result<std::vector<Report>> reports(bool open_only, std::size_t limit,
                                            base::CaseId before = {});
  base::Result<Report> report(base::CaseId id);
  base::Result<std::vector<ChatLine>> chat(base::SpaceId space, std::uint64_t before_position,
                                           std::size_t limit);  // newest first
  base::Result<std::vector<LitLantern>> lit_lanterns(base::SpaceId space);
  base::Result<PublishedSpace> space(base::SpaceId id);
  base::Result<PublishedSpace> space_by_name(std::string_view name);
  // Spaces that people made; lists are in order of ids, after the one given.
  base::Result<MadeSpace> made_space(base::SpaceId id);
  base::Result<std::vector<MadeSpace>> spaces_of(base::PrincipalId owner, base::SpaceId after,
                                                 std::size_t limit);
  base::Result<std::vector<std::pair<base::SpaceId, Visibility>>> visibilities();  // of all made
  base::Result<std::vector<MadeSpace>> open_spaces(base::SpaceId after, std::size_t limit);
  base::Result<std::vector<SpaceName>> space_names(base::SpaceId after, std::size_t limit);
  base::Result<Template> template_named(std::string_view name);
  base::Result<std::vector<Template>> templates();
  base::Result<std::vector<Parcel>> parcels(base::SpaceId space);
  base::Result<std::vector<Portal>> portals(base::SpaceId space);
  base::Result<std::vector<PinnedNotice>> notices(base::SpaceId space);
  base::Result<Invitation> invitation(std::uint64_t id);
  base::Result<Invitation> invitation_by_token(const base::Digest& token_hash);
  base::Result<std::vector<Invitation>> invitations(base::SpaceId space);  // newest first
  base::Result<std::map<std::string, std::string>> settings();
  base::Result<StoreFacts> facts();  // for the operator's page

  // --- Blobs ---------------------------------------------------------------------------------
  // Durable on return. Append blobs_stored for what the city relies on.
  base::Result<BlobName> put_blob(std::span<const std::byte> bytes, std::string_view extension);
  base::Result<base::Bytes> read_blob(const BlobName& name);
  base::Result<std::vector<BlobEntry>> blobs();  // those named by blobs_stored

 private:
  friend class Dossier;
  friend class Order;
  friend class Search;
  friend class Social;
  struct State;
  explicit Store(std::shared_ptr<State> state);
  void renew_lease();
  std::shared_ptr<State> state_;  // shared with callbacks under way
};

}  // namespace yc::store
