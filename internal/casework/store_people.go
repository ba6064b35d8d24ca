package casework

import (
	"context"
	"database/sql"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// follow puts somebody beside a case. A second mention asks for an answer anew.
func follow(ctx context.Context, tx *db.Tx, org db.Org, id ID, who identity.UserID, role string) error {
	_, err := tx.Exec(ctx, `insert into case_person (org, user_id, role, case_id, at, made_by) values ($1, $2, $3, $4, $5, $6)
		on conflict (org, user_id, role, case_id) do update set at = excluded.at, answered_at = null`,
		org, who, role, id, tx.Micros(), identity.From(ctx).ID)
	return err
}

func unfollow(ctx context.Context, tx *db.Tx, org db.Org, id ID, who identity.UserID) error {
	_, err := tx.Exec(ctx, `delete from case_person where org = $1 and user_id = $2 and role = 'watch' and case_id = $3`, org, who, id)
	return err
}

func watching(ctx context.Context, tx *db.Tx, org db.Org, id ID, who identity.UserID) (bool, error) {
	n := 0
	err := tx.QueryRow(ctx, `select count(*) from case_person where org = $1 and user_id = $2 and role = 'watch' and case_id = $3`,
		org, who, id).Scan(&n)
	return n > 0, err
}

// follows reports whether somebody sees a case because they watch it or were mentioned on it.
func follows(ctx context.Context, tx *db.Tx, org db.Org, id ID, who string) (bool, error) {
	n := 0
	err := tx.QueryRow(ctx, `select count(*) from case_person where org = $1 and user_id = $2 and case_id = $3`, org, who, id).Scan(&n)
	return n > 0, err
}

// maxFollowed bounds how many cases beyond their reach somebody follows at a time; the latest count.
const maxFollowed = 500

// followed lists the cases that somebody watches or was mentioned on, the latest first.
func followed(ctx context.Context, tx *db.Tx, org db.Org, who string) ([]ID, error) {
	rows, err := tx.Query(ctx, `select case_id from case_person where org = $1 and user_id = $2 group by case_id order by max(at) desc limit $3`, org, who, maxFollowed)
	return db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
}

// answerMention notes that somebody who was mentioned has written.
func answerMention(ctx context.Context, tx *db.Tx, org db.Org, id ID, who string) error {
	_, err := tx.Exec(ctx, `update case_person set answered_at = $1 where org = $2 and user_id = $3 and role = 'mention' and case_id = $4
		and answered_at is null`, tx.Micros(), org, who, id)
	return err
}

// followers lists who follows cases, the first to do so first.
func followers(ctx context.Context, tx *db.Tx, org db.Org, ids []ID) ([]Follower, error) {
	marks, values := db.Marks(2, ids)
	rows, err := tx.Query(ctx, `select p.user_id, coalesce(u.name, ''), p.role, min(p.at), max(p.answered_at) from case_person p left join app_user u on u.id = p.user_id
		where p.org = $1 and p.case_id in (`+marks+`) group by p.user_id, u.name, p.role order by min(p.at), p.user_id, p.role`,
		append([]any{org}, values...)...)
	return db.Collect(rows, err, func(r db.Scanner) (f Follower, err error) {
		var at int64
		var answered sql.NullInt64
		err = r.Scan(&f.ID, &f.Name, &f.Role, &at, &answered)
		f.At, f.AnsweredAt = db.Micros(at), db.NullMicros(answered)
		return f, err
	})
}
