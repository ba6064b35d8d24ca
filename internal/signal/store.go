package signal

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// row is an entry ready to be stored.
type row struct {
	id, target ID
	key, hash  string
	at         time.Time
	kind       Kind
	importID   string
	op         Op
	content    *Content
	entry      *Entry // what content is made of; nil for an erasure
}

// claimKeys takes the keys of rows and returns the rows to store; the others' outcomes say why not.
func claimKeys(ctx context.Context, tx *db.Tx, org db.Org, rows []*row, out []Outcome) ([]*row, error) {
	keyed := make([]*row, 0, len(rows))
	for _, r := range rows {
		if r.key != "" {
			keyed = append(keyed, r)
		}
	}
	taken, err := insertKeys(ctx, tx, org, keyed)
	if err != nil {
		return nil, err
	}
	fresh := rows[:0:0]
	for i, r := range rows {
		out[i].ID = r.id
		if r.key == "" || taken[r.key] == r.id {
			fresh = append(fresh, r)
			continue
		}
		var hash string
		if err := tx.QueryRow(ctx, `select target, body_hash from signal_key where org = $1 and key = $2`, org, r.key).
			Scan(&out[i].ID, &hash); err != nil {
			return nil, err
		}
		out[i].Repeat = hash == r.hash
		if !out[i].Repeat {
			out[i].Err = problem.New(problem.Conflict, "key_taken", "The key %q was sent before with other content.", brief(r.key)).
				With(problem.Args{"key": brief(r.key), "id": out[i].ID})
		}
	}
	return fresh, nil
}

// insertKeys stores the keys that are free and returns which row took each.
func insertKeys(ctx context.Context, tx *db.Tx, org db.Org, rows []*row) (map[string]ID, error) {
	taken := make(map[string]ID, len(rows))
	for len(rows) > 0 {
		n := db.Chunk(len(rows))
		args := make([]any, 0, n*4)
		for _, r := range rows[:n] {
			args = append(args, org, r.key, string(r.target), r.hash)
		}
		got, err := tx.Query(ctx, keyInsert.Text(tx, n), args...)
		if _, err = db.Collect(got, err, func(s db.Scanner) (k string, err error) {
			var target ID
			err = s.Scan(&k, &target)
			taken[k] = target
			return k, err
		}); err != nil {
			return nil, err
		}
		rows = rows[n:]
	}
	return taken, nil
}

const rowColumns = 12

// appendRows adds entries to the end of the log.
func appendRows(ctx context.Context, tx *db.Tx, org db.Org, rows []*row) error {
	for len(rows) > 0 {
		n := db.Chunk(len(rows))
		args := make([]any, 0, n*rowColumns)
		for _, r := range rows[:n] {
			var doc, who any
			if r.content != nil {
				b, err := json.Marshal(r.content)
				if err != nil {
					return err
				}
				doc, who = string(b), db.NullText(r.content.Customer)
			}
			args = append(args, org, string(r.id), db.NullText(r.key), r.hash, r.at.UnixMicro(), tx.Micros(), string(r.kind), who,
				db.NullText(r.importID), string(r.op), string(r.target), doc)
		}
		if _, err := tx.Exec(ctx, rowInsert.Text(tx, n), args...); err != nil {
			return fmt.Errorf("append to log: %w", err)
		}
		rows = rows[n:]
	}
	return nil
}

var (
	rowInsert = db.NewBulk(`insert into signal (org, id, key, body_hash, at, received_at, kind, customer, import_id, op, target, doc) values `, rowColumns, ``)
	keyInsert = db.NewBulk(`insert into signal_key (org, key, target, body_hash) values `, 4, ` on conflict (org, key) do nothing returning key, target`)
)

const loggedColumns = `seq, target, coalesce(key, ''), at, received_at, kind, coalesce(import_id, ''), op, doc`

func scanLogged(r db.Scanner) (*Logged, error) {
	var e Logged
	var at, received int64
	var doc sql.NullString
	if err := r.Scan(&e.Seq, &e.ID, &e.Key, &at, &received, &e.Kind, &e.ImportID, &e.Op, &doc); err != nil {
		return nil, err
	}
	e.At, e.Received, e.Erased = db.Micros(at), db.Micros(received), !doc.Valid
	if e.Op == OpPut {
		e.First = e.Seq
	}
	if !doc.Valid {
		return &e, nil
	}
	return &e, json.Unmarshal([]byte(doc.String), &e.Content)
}

// since reads the log on from a watermark: the entries of some kinds, or all where none is named.
func since(ctx context.Context, tx *db.Tx, org db.Org, seq int64, limit int, ops ...Op) ([]*Logged, error) {
	only, args := "", []any{org, seq, limit}
	if len(ops) > 0 {
		marks, values := db.Marks(4, ops)
		only, args = ` and op in (`+marks+`)`, append(args, values...)
	}
	rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal where org = $1 and seq > $2`+only+` order by seq limit $3`, args...)
	return db.Collect(rows, err, scanLogged)
}

// firsts finds the first entry of each target.
func firsts(ctx context.Context, tx *db.Tx, org db.Org, targets []ID) (map[ID]int64, error) {
	out := map[ID]int64{}
	for len(targets) > 0 {
		n := min(len(targets), 500)
		marks, args := db.Marks(2, targets[:n])
		rows, err := tx.Query(ctx, `select target, min(seq) from signal where org = $1 and target in (`+marks+`) group by target`,
			append([]any{org}, args...)...)
		if _, err = db.Collect(rows, err, func(r db.Scanner) (id ID, err error) {
			var seq int64
			err = r.Scan(&id, &seq)
			out[id] = seq
			return id, err
		}); err != nil {
			return nil, err
		}
		targets = targets[n:]
	}
	return out, nil
}

// history lists a signal's entries in order; empty where there is none.
func history(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]*Logged, error) {
	rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal where org = $1 and target = $2 order by seq`, org, id)
	return db.Collect(rows, err, scanLogged)
}

// current returns a signal as it stands, or a not-found problem.
func current(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Logged, error) {
	all, err := history(ctx, tx, org, id)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 || all[len(all)-1].Op == OpErase {
		return nil, noSignal(id)
	}
	last := all[len(all)-1]
	last.First, last.Key = all[0].Seq, all[0].Key
	return last, nil
}

// byNumbers returns signals as they stand, by the seq of their first entry.
func byNumbers(ctx context.Context, tx *db.Tx, org db.Org, numbers []int64) (map[int64]*Logged, error) {
	out := map[int64]*Logged{}
	if len(numbers) == 0 {
		return out, nil
	}
	marks, args := db.Marks(2, numbers)
	// Two expressions (org || '', seq + 0) keep SQLite from indexes that begin with org: it would walk the whole log, once to
	// find the numbers and once for the order, a second at a million signals. So it goes by number, then by target.
	rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal where org = $1 and target in
		(select target from signal where org || '' = $1 and seq in (`+marks+`)) order by seq + 0`, append([]any{org}, args...)...)
	all, err := db.Collect(rows, err, scanLogged)
	if err != nil {
		return nil, err
	}
	first := map[ID]*Logged{}
	for _, e := range all {
		if first[e.ID] == nil {
			first[e.ID] = e
		}
		e.First, e.Key = first[e.ID].Seq, first[e.ID].Key
		if e.Op == OpErase {
			delete(out, e.First)
		} else {
			out[e.First] = e
		}
	}
	return out, nil
}

// ofImport lists signals of an import that still stand, as their latest entry.
func ofImport(ctx context.Context, tx *db.Tx, org db.Org, importID string, limit int) ([]*Logged, error) {
	rows, err := tx.Query(ctx, `select `+loggedColumns+` from signal s where org = $1 and import_id = $2 and op = 'put'
		and doc is not null order by seq limit $3`, org, importID, limit)
	return db.Collect(rows, err, scanLogged)
}

// blank takes the content out of every entry of some signals, their keys and hashes included (few possible scores are quickly
// tried), and frees the keys.
func blank(ctx context.Context, tx *db.Tx, org db.Org, list []*Logged) error {
	var ids, keys []string
	for _, s := range list {
		ids = append(ids, string(s.ID))
		if s.Key != "" {
			keys = append(keys, s.Key) // a signal that stands holds its key
		}
	}
	if err := inLists(ctx, tx, org, contentBlank, ids); err != nil {
		return err
	}
	return inLists(ctx, tx, org, keyDelete, keys)
}

// inLists runs a statement for a list in as few pieces as its texts come in.
func inLists(ctx context.Context, tx *db.Tx, org db.Org, text *db.List, list []string) error {
	for len(list) > 0 {
		n := db.Chunk(len(list))
		args := append(make([]any, 0, n+1), org)
		for _, v := range list[:n] {
			args = append(args, v)
		}
		if _, err := tx.Exec(ctx, text.Text(tx, n), args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// keysTaken counts which of some keys signals hold.
func keysTaken(ctx context.Context, tx *db.Tx, org db.Org, keys []string) (n int, err error) {
	for len(keys) > 0 {
		m := db.Chunk(len(keys))
		args := append(make([]any, 0, m+1), org)
		for _, k := range keys[:m] {
			args = append(args, k)
		}
		var found int
		if err := tx.QueryRow(ctx, keyCount.Text(tx, m), args...).Scan(&found); err != nil {
			return 0, err
		}
		n, keys = n+found, keys[m:]
	}
	return n, nil
}

var (
	contentBlank = db.NewList(`update signal set doc = null, customer = null, key = null, body_hash = '' where doc is not null and org = $1
		and target in (`, `)`)
	keyDelete = db.NewList(`delete from signal_key where org = $1 and key in (`, `)`)
	keyCount  = db.NewList(`select count(*) from signal_key where org = $1 and key in (`, `)`)
)

// head is the highest seq of an organisation.
func head(ctx context.Context, tx *db.Tx, org db.Org) (seq int64, err error) {
	err = tx.QueryRow(ctx, `select coalesce(max(seq), 0) from signal where org = $1`, org).Scan(&seq)
	return seq, err
}

func watermark(ctx context.Context, tx *db.Tx, consumer string, org db.Org) (seq int64, err error) {
	err = tx.QueryRow(ctx, `select seq from watermark where consumer = $1 and org = $2`, consumer, org).Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	return seq, err
}

func setWatermark(ctx context.Context, tx *db.Tx, consumer string, org db.Org, seq int64) error {
	_, err := tx.Exec(ctx, `insert into watermark (consumer, org, seq) values ($1, $2, $3)
		on conflict (consumer, org) do update set seq = excluded.seq`, consumer, org, seq)
	return err
}
