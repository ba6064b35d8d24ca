package casework

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
)

// mergedInto lists the cases that were merged into one.
func mergedInto(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]ID, error) {
	rows, err := tx.Query(ctx, `select id from case_file where org = $1 and merged_into = $2 order by id`, org, id)
	return db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
}

// insertMerge notes a merge. What was merged into the source goes along, so that no case lies two deep.
func insertMerge(ctx context.Context, tx *db.Tx, org db.Org, source, target ID, was standing) error {
	b, err := json.Marshal(was)
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, `update case_file set merged_into = $1 where org = $2 and (id = $3 or merged_into = $3)`, target, org, source); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into case_merge (org, id, source, target, was, at, made_by) values ($1, $2, $3, $4, $5, $6, $7)`,
		org, tx.ID("mrg"), source, target, string(b), tx.Micros(), identity.From(ctx).ID)
	return err
}

// undoMerge takes back the last merge of a case and returns how it stood before. What went along with it comes back with it.
func undoMerge(ctx context.Context, tx *db.Tx, org db.Org, source, target ID) (was standing, err error) {
	var id, text string
	if err := tx.QueryRow(ctx, `select id, was from case_merge where org = $1 and source = $2 and undone_at is null order by id desc limit 1`,
		org, source).Scan(&id, &text); err != nil {
		return was, err
	}
	if was, err = unmarshalStanding(text); err != nil {
		return was, err
	}
	if _, err := tx.Exec(ctx, `update case_merge set undone_at = $1 where org = $2 and id = $3`, tx.Micros(), org, id); err != nil {
		return was, err
	}
	if _, err := tx.Exec(ctx, `update case_file set merged_into = null where org = $1 and id = $2`, org, source); err != nil {
		return was, err
	}
	if len(was.Moved) == 0 {
		return was, nil
	}
	marks, values := db.Marks(4, was.Moved)
	_, err = tx.Exec(ctx, `update case_file set merged_into = $1 where org = $2 and merged_into = $3 and id in (`+marks+`)`,
		append([]any{source, org, target}, values...)...)
	return was, err
}

func insertLink(ctx context.Context, tx *db.Tx, org db.Org, a, b ID, kind string) error {
	_, err := tx.Exec(ctx, `insert into case_link (org, a, b, kind, at, made_by) values ($1, $2, $3, $4, $5, $6) on conflict do nothing`,
		org, a, b, kind, tx.Micros(), identity.From(ctx).ID)
	return err
}

// connect adds or takes away the link of two cases, whichever way round, and reports whether that changed anything.
func connect(ctx context.Context, tx *db.Tx, org db.Org, one, other ID, on bool) (bool, error) {
	a, b := min(one, other), max(one, other)
	if on {
		n := 0
		if err := tx.QueryRow(ctx, `select count(*) from case_link where org = $1 and (a = $2 and b = $3 or a = $3 and b = $2)`, org, a, b).Scan(&n); err != nil || n > 0 {
			return false, err
		}
		return true, insertLink(ctx, tx, org, a, b, "related")
	}
	n, err := db.Affected(tx.Exec(ctx, `delete from case_link where org = $1 and (a = $2 and b = $3 or a = $3 and b = $2)`, org, a, b))
	return n > 0, err
}

// linksOf lists what stands beside a case: linked, split, above, below and merged into it.
func linksOf(ctx context.Context, tx *db.Tx, org db.Org, k *Case) ([]Link, error) {
	rows, err := tx.Query(ctx, `select f.id, f.number, f.title, f.state, x.kind from (
			select b as other, kind from case_link where org = $1 and a = $2
			union all select a, case when kind = 'split' then 'split_from' else kind end from case_link where org = $1 and b = $2
			union all select id, 'child' from case_file where org = $1 and parent = $2
			union all select id, 'merged' from case_file where org = $1 and merged_into = $2
			union all select parent, 'parent' from case_file where org = $1 and id = $2 and parent is not null
		) x join case_file f on f.org = $1 and f.id = x.other order by x.kind, f.number`, org, k.ID)
	return db.Collect(rows, err, func(r db.Scanner) (l Link, err error) {
		var number int64
		err = r.Scan(&l.ID, &number, &l.Title, &l.State, &l.Kind)
		l.Ref = ref(number)
		return l, err
	})
}

// liveBelow lists the open cases right below one.
func liveBelow(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Case, error) {
	rows, err := tx.Query(ctx, `select `+caseColumns+` from case_file`+caseNames+` where f.org = $1 and f.parent = $2 and f.live = 1 order by f.id`, org, id)
	return db.Collect(rows, err, scanCase(tx.Now))
}

// copyNotes tells notes of one story in another too, by whom and when they were written.
func copyNotes(ctx context.Context, tx *db.Tx, org db.Org, from, to ID, notes []string) error {
	if len(notes) == 0 {
		return nil
	}
	marks, values := db.Marks(4, notes)
	_, err := tx.Exec(ctx, `insert into case_event (org, case_id, id, at, kind, actor, actor_name, text, was, became, detail)
		select org, $3, id, at, kind, actor, actor_name, text, was, became, detail from case_event
		where org = $1 and case_id = $2 and kind in ('note', 'received', 'reply') and id in (`+marks+`)`, append([]any{org, from, to}, values...)...)
	return err
}

func insertBatch(ctx context.Context, tx *db.Tx, org db.Org, items []batchItem) (BatchID, error) {
	b, err := json.Marshal(items)
	if err != nil {
		return "", err
	}
	id := BatchID(tx.ID("cbt"))
	_, err = tx.Exec(ctx, `insert into case_batch (org, id, doc, at, made_by) values ($1, $2, $3, $4, $5)`, org, id, string(b), tx.Micros(), identity.From(ctx).ID)
	return id, err
}

// takeBatch reads what a change did and marks it as undone.
func takeBatch(ctx context.Context, tx *db.Tx, org db.Org, id BatchID, by string) (items []batchItem, err error) {
	var doc string
	err = tx.QueryRow(ctx, `select doc from case_batch where org = $1 and id = $2 and made_by = $3 and undone_at is null`, org, id, by).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noBatch(id)
	}
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(ctx, `update case_batch set undone_at = $1 where org = $2 and id = $3`, tx.Micros(), org, id); err != nil {
		return nil, err
	}
	return items, json.Unmarshal([]byte(doc), &items)
}

// causeInUse returns one of these causes that a case has; empty where none does.
func causeInUse(ctx context.Context, tx *db.Tx, org db.Org, keys []string) (key string, err error) {
	if len(keys) == 0 {
		return "", nil
	}
	marks, values := db.Marks(2, keys)
	err = tx.QueryRow(ctx, `select cause from case_file where org = $1 and cause in (`+marks+`) limit 1`, append([]any{org}, values...)...).Scan(&key)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return key, err
}
