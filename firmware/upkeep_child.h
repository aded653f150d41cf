// SPDX-License-Identifier: MIT
/* Long work on the journal's file, done by a child process of the daemon: the loop never waits for
 * a disk. What it has to tell goes to standard output. */
#ifndef LOKET_UPKEEP_CHILD_H
#define LOKET_UPKEEP_CHILD_H

/* What a verification's exit status says. */
enum upkeep_verdict { UPKEEP_GOOD, UPKEEP_BAD, UPKEEP_UNKNOWN };

/* In the journal's folder while a backup is made; whatever has this name may be removed. */
#define UPKEEP_BACKUP_NAME "backup.tmp"

/* Recomputes the chain of dir/loket.db. Says "ROWS BAD_SEQ" and, in a second line, what is wrong.
 * Exit status: enum upkeep_verdict. */
int upkeep_child_verify(const char *dir);
/* Copies dir/loket.db to dir/UPKEEP_BACKUP_NAME, a part of which an earlier one may have left
 * behind. Says what went wrong. Exit status: enum journal_fault. */
int upkeep_child_backup(const char *dir);

#endif
