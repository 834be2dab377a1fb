#pragma once
// Backups: made, checked, restored into a new folder.

#include "kernel/gateway/api.h"

namespace yc::gateway {

class BackupsApi final : public ApiSubject {
 public:
  BackupsApi(const SiteParts& parts, BackupDesk* desk) : parts_(parts), desk_(*desk) {}
  void add_to(Api& api) override;

 private:
  template <typename Request>
  using ReplyTo = ApiReply<typename Request::Answer>;

  void make_backup(const ApiCaller& who, const schema::api::MakeBackupRequest& request,
                   ReplyTo<schema::api::MakeBackupRequest> reply);
  void list_backups(const ApiCaller& who, const schema::api::ListBackupsRequest& request,
                    ReplyTo<schema::api::ListBackupsRequest> reply);
  void verify_backup(const ApiCaller& who, const schema::api::VerifyBackupRequest& request,
                     ReplyTo<schema::api::VerifyBackupRequest> reply);
  void restore_backup(const ApiCaller& who, const schema::api::RestoreBackupRequest& request,
                      ReplyTo<schema::api::RestoreBackupRequest> reply);

  // Backups are no events: the record is written first, and the act follows.
  template <typename Answer, typename Work>
  void when_recorded(const ApiCaller& who, ApiReply<Answer> reply, Work work);

  SiteParts parts_;
  BackupDesk& desk_;
};

}  // namespace yc::gateway
