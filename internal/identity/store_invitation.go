package identity

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const invitationColumns = `id, org, email, name, role, coalesce(unit, ''), created_by, created_at, sent_at, sent, expires_at`

func insertInvitation(ctx context.Context, tx *db.Tx, v *Invitation, hash string) error {
	_, err := tx.Exec(ctx, `insert into member_invitation (id, org, hash, email, email_folded, name, role, unit, created_by, created_at,
		sent_at, sent, expires_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
		v.ID, v.org, hash, v.Email, Fold(v.Email), v.Name, string(v.Role), db.NullText(v.Unit), v.CreatedBy, v.CreatedAt.UnixMicro(),
		v.SentAt.UnixMicro(), v.sent, v.ExpiresAt.UnixMicro())
	return err
}

func renewInvitation(ctx context.Context, tx *db.Tx, v *Invitation, hash string) error {
	_, err := tx.Exec(ctx, `update member_invitation set hash = $1, sent_at = $2, sent = $3, expires_at = $4 where org = $5 and id = $6`,
		hash, v.SentAt.UnixMicro(), v.sent, v.ExpiresAt.UnixMicro(), v.org, v.ID)
	return err
}

// listInvitations lists those that are open: expired ones, too, since they can be sent again.
func listInvitations(ctx context.Context, tx *db.Tx, org db.Org) ([]Invitation, error) {
	rows, err := tx.Query(ctx, `select `+invitationColumns+` from member_invitation
		where org = $1 and accepted_at is null and withdrawn_at is null order by id desc`, org)
	all, err := db.Collect(rows, err, scanInvitation)
	for n := range all {
		all[n].Expired = !tx.Now.Before(all[n].ExpiresAt)
	}
	return all, err
}

func openInvitation(ctx context.Context, tx *db.Tx, org db.Org, id InvitationID) (*Invitation, error) {
	v, err := scanInvitation(tx.QueryRow(ctx, `select `+invitationColumns+` from member_invitation
		where org = $1 and id = $2 and accepted_at is null and withdrawn_at is null`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "invitation_unknown", "There is no open invitation %.40q.", id)
	}
	return &v, err
}

// invitationOf finds an invitation by its link. What was used, withdrawn, replaced or has expired is all the same to a stranger.
func invitationOf(ctx context.Context, tx *db.Tx, hash string) (*Invitation, error) {
	v, err := scanInvitation(tx.QueryRow(ctx, `select `+invitationColumns+` from member_invitation
		where hash = $1 and accepted_at is null and withdrawn_at is null and expires_at > $2`, hash, tx.Micros()))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noInvitation()
	}
	return &v, err
}

// useInvitation accepts an invitation, unless somebody was faster.
func useInvitation(ctx context.Context, tx *db.Tx, hash string) error {
	n, err := db.Affected(tx.Exec(ctx, `update member_invitation set accepted_at = $1
		where hash = $2 and accepted_at is null and withdrawn_at is null and expires_at > $1`, tx.Micros(), hash))
	if err == nil && n == 0 {
		err = noInvitation()
	}
	return err
}

func noInvitation() error {
	return problem.New(problem.NotFound, "invitation_invalid",
		"This invitation was used, withdrawn or replaced, or has expired. Ask whoever invited you for a new one.")
}

func scanInvitation(r db.Scanner) (v Invitation, err error) {
	var created, sent, expires int64
	err = r.Scan(&v.ID, &v.org, &v.Email, &v.Name, &v.Role, &v.Unit, &v.CreatedBy, &created, &sent, &v.sent, &expires)
	v.CreatedAt, v.SentAt, v.ExpiresAt = db.Micros(created), db.Micros(sent), db.Micros(expires)
	return v, err
}
