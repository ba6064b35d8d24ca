package value

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const columns = `id, doc, made_by, made_at, superseded_at`

func scan(r db.Scanner) (*CustomerValue, error) {
	var c CustomerValue
	var doc string
	var at int64
	var superseded sql.NullInt64
	if err := r.Scan(&c.ID, &doc, &c.MadeBy, &at, &superseded); err != nil {
		return nil, err
	}
	id, by := c.ID, c.MadeBy
	if err := json.Unmarshal([]byte(doc), &c); err != nil {
		return nil, err
	}
	c.ID, c.MadeBy, c.MadeAt, c.SupersededAt = id, by, db.Micros(at), db.NullMicros(superseded)
	return &c, nil
}

func inForce(ctx context.Context, tx *db.Tx, org db.Org, segment string) (*CustomerValue, error) {
	c, err := scan(tx.QueryRow(ctx, `select `+columns+` from customer_value where org = $1 and segment in ($2, '') and superseded_at is null
		order by segment desc limit 1`, org, segment))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return c, err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*CustomerValue, error) {
	c, err := scan(tx.QueryRow(ctx, `select `+columns+` from customer_value where org = $1 and id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "value_unknown", "There is no customer value %.60q.", string(id))
	}
	return c, err
}

// list returns values, those in force first, then the newest.
func list(ctx context.Context, tx *db.Tx, org db.Org, limit int) ([]*CustomerValue, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from customer_value where org = $1
		order by case when superseded_at is null then 0 else 1 end, case when superseded_at is null then segment else '' end, made_at desc, id desc limit $2`, org, limit)
	return db.Collect(rows, err, scan)
}

// end supersedes what is in force for a segment.
func end(ctx context.Context, tx *db.Tx, org db.Org, segment string) error {
	_, err := tx.Exec(ctx, `update customer_value set superseded_at = $1 where org = $2 and segment = $3 and superseded_at is null`, tx.Micros(), org, segment)
	return err
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, c *CustomerValue) error {
	doc, err := json.Marshal(c)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into customer_value (org, id, segment, kind, doc, inputs_hash, made_by, made_at) values ($1, $2, $3, $4, $5, $6, $7, $8)`,
		org, string(c.ID), c.Segment, string(c.Kind), string(doc), c.InputsHash, c.MadeBy, c.MadeAt.UnixMicro())
	return err
}
