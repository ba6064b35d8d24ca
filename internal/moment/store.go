package moment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strconv"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func place(field string, i int) string { return field + "[" + strconv.Itoa(i) + "]" }

// kept is what the document of a moment holds.
type kept struct {
	Authority []Allowance `json:"authority,omitempty"`
	Note      string      `json:"note,omitempty"`
	Views     []View      `json:"views,omitempty"`
}

const columns = `id, touch_point, segment, why, state, owner, importance, doc, version, created_by, created_at`

func scan(r db.Scanner) (m Moment, err error) {
	var doc string
	var at int64
	if err = r.Scan(&m.ID, &m.TouchPoint, &m.Segment, &m.Why, &m.State, &m.Owner, &m.ImportanceMetric, &doc, &m.Version, &m.CreatedBy, &at); err != nil {
		return m, err
	}
	var k kept
	if err = json.Unmarshal([]byte(doc), &k); err != nil {
		return m, err
	}
	m.Authority, m.AuthorityNote, m.Views, m.CreatedAt = k.Authority, k.Note, k.Views, db.Micros(at)
	if m.Authority == nil {
		m.Authority = []Allowance{}
	}
	if m.Views == nil {
		m.Views = []View{}
	}
	return m, nil
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Moment, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from moment where org = $1
		order by case state when 'confirmed' then 0 when 'nominated' then 1 else 2 end, created_at, id`, org)
	return db.Collect(rows, err, scan)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Moment, error) {
	m, err := scan(tx.QueryRow(ctx, `select `+columns+` from moment where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "moment_unknown", "There is no moment of truth %.60q.", string(id))
	}
	return &m, err
}

// put inserts or replaces one. The touch point never changes.
func put(ctx context.Context, tx *db.Tx, org db.Org, m *Moment) error {
	doc, err := json.Marshal(kept{m.Authority, m.AuthorityNote, m.Views})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into moment (org, id, touch_point, segment, segment_fold, why, state, owner, importance, doc, version, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		on conflict (org, id) do update set segment = excluded.segment, segment_fold = excluded.segment_fold, why = excluded.why, state = excluded.state,
		owner = excluded.owner, importance = excluded.importance, doc = excluded.doc, version = excluded.version`,
		org, string(m.ID), m.TouchPoint, m.Segment, identity.Fold(m.Segment), m.Why, string(m.State), m.Owner, m.ImportanceMetric, string(doc), m.Version,
		m.CreatedBy, m.CreatedAt.UnixMicro())
	if db.IsConflict(err) {
		return problem.New(problem.Conflict, "moment_there", "This touch point is a moment of truth for these customers already.").On("body.touch_point")
	}
	return err
}

// told adds a line to a moment's history.
func told(ctx context.Context, tx *db.Tx, org db.Org, id ID, kind, text string) error {
	_, err := tx.Exec(ctx, `insert into moment_event (org, id, moment, at, kind, actor, text) values ($1, $2, $3, $4, $5, $6, $7)`,
		org, tx.ID("mev"), string(id), tx.Micros(), kind, identity.From(ctx).Name, text)
	return err
}

func history(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Event, error) {
	rows, err := tx.Query(ctx, `select at, kind, actor, text from moment_event where org = $1 and moment = $2 order by at desc, id desc limit 500`, org, string(id))
	return db.Collect(rows, err, func(r db.Scanner) (e Event, err error) {
		var at int64
		err = r.Scan(&at, &e.Kind, &e.By, &e.Text)
		e.At = db.Micros(at)
		return e, err
	})
}

// counted is how many of something each moment has.
func counted(ctx context.Context, tx *db.Tx, org db.Org, table string) (map[ID]int, error) {
	out := map[ID]int{}
	rows, err := tx.Query(ctx, `select moment, count(*) from `+table+` where org = $1 and removed_at is null group by moment`, org)
	_, err = db.Collect(rows, err, func(r db.Scanner) (n int, err error) {
		var id ID
		if err = r.Scan(&id, &n); err == nil {
			out[id] = n
		}
		return n, err
	})
	return out, err
}
