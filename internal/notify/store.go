package notify

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// person is somebody who can be told.
type person struct {
	ID          identity.UserID
	Name, Email string
}

// reader returns a person who may still sign in here; nil where they have left.
func reader(ctx context.Context, tx *db.Tx, org db.Org, id identity.UserID) (*person, error) {
	p := person{ID: id}
	err := tx.QueryRow(ctx, `select u.name, u.email from app_user u join membership m on m.user_id = u.id
		where m.org = $1 and u.id = $2 and u.active and m.active`, org, id).Scan(&p.Name, &p.Email)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &p, err
}

// insert keeps a notice, unless the person has one of its key. Of more than a person will ever read the oldest goes.
func insert(ctx context.Context, tx *db.Tx, org db.Org, id ID, n *Notice, mailed string) (bool, error) {
	added, err := db.Affected(tx.Exec(ctx, `insert into notice (org, id, user_id, kind, title, words, link, key, at, mail)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) on conflict (org, user_id, key) do nothing`,
		org, id, n.To, string(n.Kind), n.Title, n.Text, n.Link, n.Key, tx.Micros(), mailed))
	if err != nil || added == 0 {
		return false, err
	}
	_, err = tx.Exec(ctx, `delete from notice where org = $1 and user_id = $2 and id < (select id from notice
		where org = $1 and user_id = $2 order by id desc limit 1 offset $3)`, org, n.To, maxAtAll)
	return true, err
}

const columns = `id, user_id, kind, title, words, link, at, read_at`

func scan(r db.Scanner) (i Item, err error) {
	var at int64
	var read sql.NullInt64
	err = r.Scan(&i.ID, &i.to, &i.Kind, &i.Title, &i.Text, &i.Link, &at, &read)
	i.At, i.Read = db.Micros(at), db.NullMicros(read)
	return i, err
}

func list(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID, unread bool, before string, limit int) ([]Item, error) {
	only := ""
	if unread {
		only = " and read_at is null"
	}
	rows, err := tx.Query(ctx, `select `+columns+` from notice where org = $1 and user_id = $2 and ($3 = '' or id < $3)`+only+`
		order by id desc limit $4`, org, of, before, limit)
	return db.Collect(rows, err, scan)
}

func countUnread(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID) (n int64, err error) {
	err = tx.QueryRow(ctx, `select count(*) from notice where org = $1 and user_id = $2 and read_at is null`, org, of).Scan(&n)
	return n, err
}

func mark(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID, ids []ID, read bool) error {
	var at *time.Time
	if read {
		now := tx.Now
		at = &now
	}
	if len(ids) == 0 {
		_, err := tx.Exec(ctx, `update notice set read_at = $1 where org = $2 and user_id = $3 and read_at is null`, db.NullTime(at), org, of)
		return err
	}
	marks, values := db.Marks(4, ids)
	_, err := tx.Exec(ctx, `update notice set read_at = $1 where org = $2 and user_id = $3 and id in (`+marks+`)`,
		append([]any{db.NullTime(at), org, of}, values...)...)
	return err
}

// pending lists what a person is still to get by e-mail in a way, the oldest first, heard before a moment.
func pending(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID, mailed string, before time.Time) ([]Item, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from notice where org = $1 and user_id = $2 and mail = $3 and at < $4 order by id`,
		org, of, mailed, before.UnixMicro())
	return db.Collect(rows, err, scan)
}

// settle notes that what was pending has been dealt with.
func settle(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID, mailed string, before time.Time) error {
	_, err := tx.Exec(ctx, `update notice set mail = 'sent' where org = $1 and user_id = $2 and mail = $3 and at < $4`,
		org, of, mailed, before.UnixMicro())
	return err
}

// waiting lists who has something for the digest.
func waiting(ctx context.Context, tx *db.Tx, org db.Org) ([]identity.UserID, error) {
	rows, err := tx.Query(ctx, `select distinct user_id from notice where org = $1 and mail = 'digest' order by user_id`, org)
	return db.Collect(rows, err, func(r db.Scanner) (id identity.UserID, err error) { err = r.Scan(&id); return id, err })
}

func findWishes(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID) (w *Wishes, version int, err error) {
	var text string
	err = tx.QueryRow(ctx, `select wishes, version from notice_setting where org = $1 and user_id = $2`, org, of).Scan(&text, &version)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, 0, nil
	}
	if err != nil {
		return nil, 0, err
	}
	w = &Wishes{}
	return w, version, json.Unmarshal([]byte(text), w)
}

func storeWishes(ctx context.Context, tx *db.Tx, org db.Org, of identity.UserID, w *Wishes, version int) error {
	b, err := json.Marshal(w)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into notice_setting (org, user_id, wishes, version) values ($1, $2, $3, $4)
		on conflict (org, user_id) do update set wishes = excluded.wishes, version = excluded.version`, org, of, string(b), version)
	return err
}

// secret returns what the organisation's links are signed with; "" where none was ever made.
func secret(ctx context.Context, tx *db.Tx, org db.Org) (s string, err error) {
	err = tx.QueryRow(ctx, `select secret from notice_secret where org = $1`, org).Scan(&s)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return s, err
}

func makeSecret(ctx context.Context, tx *db.Tx, org db.Org) (string, error) {
	s, err := secret(ctx, tx, org)
	if err != nil || s != "" {
		return s, err
	}
	s = db.Secret()
	_, err = tx.Exec(ctx, `insert into notice_secret (org, secret) values ($1, $2)`, org, s)
	return s, err
}
