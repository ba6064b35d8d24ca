package reply

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/mail"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const replyColumns = `id, case_id, author, author_name, to_email, to_name, subject, body, files, state, send_at, created_at, coalesce(message, '')`

func scanReply(r db.Scanner) (p Reply, err error) {
	var files string
	var send, created int64
	if err := r.Scan(&p.ID, &p.Case, &p.Author.ID, &p.Author.Name, &p.To.Email, &p.To.Name, &p.Subject, &p.Text, &files, &p.State, &send, &created,
		&p.message); err != nil {
		return p, err
	}
	p.SendAt, p.CreatedAt = db.Micros(send), db.Micros(created)
	if err := json.Unmarshal([]byte(files), &p.files); err != nil {
		return p, err
	}
	p.Files = shown(p.files)
	if p.State == handed {
		p.State = Queued
	}
	return p, nil
}

func insertReply(ctx context.Context, tx *db.Tx, org db.Org, p *Reply, key, hash string) error {
	files, err := json.Marshal(p.files)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into reply (org, id, case_id, author, author_name, to_email, to_name, subject, body, files, state, send_at,
		created_at, made_key, made_hash) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		org, p.ID, p.Case, p.Author.ID, p.Author.Name, p.To.Email, p.To.Name, p.Subject, p.Text, string(files), string(p.State),
		p.SendAt.UnixMicro(), p.CreatedAt.UnixMicro(), db.NullText(key), hash)
	return err
}

// settle notes what became of a reply.
func settle(ctx context.Context, tx *db.Tx, org db.Org, id ID, state State, message mail.ID) error {
	_, err := tx.Exec(ctx, `update reply set state = $1, message = $2 where org = $3 and id = $4`, string(state), db.NullText(message), org, id)
	return err
}

func noReply(id ID) error {
	return problem.New(problem.NotFound, "reply_unknown", "There is no reply %s.", cut(string(id), 60))
}

// findReply returns a reply of a case.
func findReply(ctx context.Context, tx *db.Tx, org db.Org, of casework.ID, id ID) (*Reply, error) {
	p, err := anyReply(ctx, tx, org, id)
	if err == nil && p.Case != of {
		err = noReply(id)
	}
	return p, err
}

func anyReply(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Reply, error) {
	p, err := scanReply(tx.QueryRow(ctx, `select `+replyColumns+` from reply where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noReply(id)
	}
	return &p, err
}

func listReplies(ctx context.Context, tx *db.Tx, org db.Org, of casework.ID) ([]Reply, error) {
	rows, err := tx.Query(ctx, `select `+replyColumns+` from reply where org = $1 and case_id = $2 and state <> 'undone' order by id`, org, of)
	return db.Collect(rows, err, scanReply)
}

// madeBy returns what an earlier request with the same key made, and refuses a key that came with another.
func madeBy(ctx context.Context, tx *db.Tx, org db.Org, key, hash string) (*Reply, error) {
	if key == "" {
		return nil, nil
	}
	var id ID
	var before string
	err := tx.QueryRow(ctx, `select id, made_hash from reply where org = $1 and made_key = $2`, org, key).Scan(&id, &before)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if before != hash {
		return nil, problem.New(problem.Conflict, "idempotency_key_taken", "This Idempotency-Key was sent before with another request.")
	}
	return anyReply(ctx, tx, org, id)
}

// lastMessage is the message that a case's last reply became, for threads; "" where this is the first.
func lastMessage(ctx context.Context, tx *db.Tx, org db.Org, of casework.ID, but ID) (id mail.ID, err error) {
	err = tx.QueryRow(ctx, `select message from reply where org = $1 and case_id = $2 and id <> $3 and message is not null order by id desc limit 1`,
		org, of, but).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

// firstTime notes that something was sent from one page, or under one key, and reports whether it wasn't before.
func firstTime(ctx context.Context, tx *db.Tx, org db.Org, of casework.ID, nonce string) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `insert into status_message (org, case_id, nonce, at) values ($1, $2, $3, $4) on conflict do nothing`,
		org, of, nonce, tx.Micros()))
	return n > 0, err
}
