#pragma once
// Organisations and their members, and how people and organisations become verified. The caller has
// asked rights::decide (act verify_person for decide_verification); here the rules of the
// organisation itself hold.

#include <string>
#include <vector>

#include "kernel/base/random.h"
#include "kernel/identity/identity.h"
#include "kernel/store/by.h"

namespace yc::identity {

inline constexpr std::size_t kMaxOwnedOrganisations = 10;
inline constexpr std::size_t kMaxStatementCharacters = 2000;

// Who finds out whether somebody is who they say. consider() is told of each request once it is
// durable, on the executor the request named; whoever knows calls decide_verification, at once or
// days later. The document stays with the verifier: the store keeps the result.
class Verifier {
 public:
  virtual ~Verifier() = default;
  virtual void consider(const store::VerificationRequest& request) = 0;
};

// The default: the request waits in the queue until a person decides.
class ManualReview final : public Verifier {
 public:
  void consider(const store::VerificationRequest& /*request*/) override {}
};

// Thread-safe; not for the tick thread.
class Organisations {
 public:
  // All must outlive what is under way.
  Organisations(store::Store& store, Verifier& verifier);

  // The founder becomes its owner.
  void make(base::PrincipalId founder, const std::string& name, base::Executor& reply_on,
            Done<base::PrincipalId> done);
  base::Result<std::vector<store::Membership>> members(base::PrincipalId organisation);
  base::Result<std::vector<store::Membership>> memberships(base::PrincipalId person);

  // A new member, or another role for one. Owners give every role; officers bring members in.
  // last_owner: the only owner keeps the role.
  void set_member(base::PrincipalId by, const store::Membership& membership,
                  base::Executor& reply_on, Done<store::Appended> done);
  // Owners remove everybody, officers plain members, each member themselves (leaves).
  void remove_member(base::PrincipalId by, base::PrincipalId organisation, base::PrincipalId person,
                     base::Executor& reply_on, Done<store::Appended> done);

  // For oneself, or for an organisation that `by` owns. One request waits at a time.
  void request_verification(base::PrincipalId by, base::PrincipalId principal,
                            store::VerificationKind kind, const std::string& statement,
                            base::Executor& reply_on, Done<base::CaseId> done);
  base::Result<std::vector<store::VerificationRequest>> waiting(std::size_t limit);
  // Grants the tier (tier_set) or not; either way the statement is erased. conflict: decided
  // already.
  void decide_verification(const store::By& by, base::CaseId request, bool granted,
                           const std::string& note, base::Executor& reply_on,
                           Done<store::Appended> done);

 private:
  base::Result<store::Batch> prepare_member(base::PrincipalId by,
                                            const store::Membership& membership);
  base::Result<store::Batch> prepare_leaving(base::PrincipalId by, base::PrincipalId organisation,
                                             base::PrincipalId person);
  base::Result<store::Batch> prepare_request(base::PrincipalId by, base::PrincipalId principal,
                                             store::VerificationKind kind,
                                             const std::string& statement, base::CaseId id);
  base::Result<store::Batch> prepare_decision(const store::By& by, base::CaseId request,
                                              bool granted, const std::string& note);
  void commit(base::Result<store::Batch> batch, base::Executor& reply_on,
              Done<store::Appended> done);

  store::Store& store_;
  Verifier& verifier_;
};

}  // namespace yc::identity
