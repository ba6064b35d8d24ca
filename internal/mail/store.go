package mail

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func byKey(ctx context.Context, tx *db.Tx, org db.Org, key string) (id ID, err error) {
	err = tx.QueryRow(ctx, `select id from mail_message where org = $1 and key = $2`, org, key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, id ID, state State, m *Message) error {
	files, err := json.Marshal(m.Files)
	if err != nil {
		return err
	}
	reply, err := json.Marshal(m.ReplyTo)
	if err != nil {
		return err
	}
	key := sql.NullString{String: m.Key, Valid: m.Key != ""}
	_, err = tx.Exec(ctx, `insert into mail_message (org, id, key, about, to_email, to_name, from_name, reply_to, subject, plain, html,
		files, thread, state, error, tries, queued_at, private, unsubscribe, personal)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', 0, $15, $16, $17, $18)`,
		org, id, key, m.About, m.To.Email, m.To.Name, m.FromName, string(reply), m.Subject, m.Text, m.HTML, string(files), m.Thread,
		string(state), tx.Micros(), m.Private, m.Unsubscribe, m.Personal)
	if err != nil {
		return fmt.Errorf("keep a message: %w", err)
	}
	return nil
}

// settle notes a state, and drops the files' contents of what has left.
func settle(ctx context.Context, tx *db.Tx, org db.Org, id ID, state State, words string) error {
	if state != Sent {
		tries := 1
		if words == "" {
			tries = 0
		}
		_, err := tx.Exec(ctx, `update mail_message set state = $3, error = $4, tries = tries + $5 where org = $1 and id = $2`,
			org, id, string(state), clip(words), tries)
		return err
	}
	kept, err := find(ctx, tx, org, id)
	if err != nil {
		return err
	}
	for i := range kept.message.Files {
		kept.message.Files[i].Data = nil
	}
	files, err := json.Marshal(kept.message.Files)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `update mail_message set state = $3, error = '', tries = tries + 1, sent_at = $4, files = $5
		where org = $1 and id = $2`, org, id, string(state), tx.Micros(), string(files))
	return err
}

func clip(s string) string {
	if r := []rune(s); len(r) > 500 {
		return string(r[:500]) + "…"
	}
	return s
}

const columns = `org, id, about, to_email, to_name, from_name, reply_to, subject, plain, html, files, thread, state, error, tries,
	queued_at, sent_at, private, unsubscribe, personal`

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Mailed, error) {
	m, err := scan(tx.QueryRow(ctx, `select `+columns+` from mail_message where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "mail_unknown", "There is no message %s.", id)
	}
	return &m, err
}

// list reads forwards for one subject (about), else backwards through all.
func list(ctx context.Context, tx *db.Tx, org db.Org, about string, state State, before string, limit int, texts bool) ([]Mailed, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from mail_message
		where org = $1 and ($2 = '' or about = $2) and ($3 = '' or state = $3) and ($4 = '' or id < $4) order by id desc limit $5`,
		org, about, string(state), before, limit)
	all, err := db.Collect(rows, err, scan)
	for i := range all {
		for n := range all[i].Files {
			all[i].Files[n].Data = nil
		}
		if !texts {
			all[i].Text = ""
		}
	}
	if about != "" {
		slices.Reverse(all)
	}
	return all, err
}

func scan(r db.Scanner) (m Mailed, err error) {
	var reply, files string
	var queued int64
	var sent sql.NullInt64
	o := &m.message
	if err = r.Scan(&m.org, &m.ID, &m.About, &o.To.Email, &o.To.Name, &o.FromName, &reply, &o.Subject, &o.Text, &o.HTML, &files,
		&o.Thread, &m.State, &m.Error, &m.Tries, &queued, &sent, &o.Private, &o.Unsubscribe, &o.Personal); err != nil {
		return m, err
	}
	if err = errors.Join(json.Unmarshal([]byte(reply), &o.ReplyTo), json.Unmarshal([]byte(files), &o.Files)); err != nil {
		return m, fmt.Errorf("read message %s: %w", m.ID, err)
	}
	m.To, m.Subject, m.Text, m.QueuedAt = o.To, o.Subject, o.Text, db.Micros(queued)
	if o.Private {
		m.Text = "" // sealed: only sending opens it
	}
	m.Files = slices.Clone(o.Files)
	if sent.Valid {
		at := db.Micros(sent.Int64)
		m.SentAt = &at
	}
	return m, nil
}
