package moment

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// latest is the procedure in force; nil where there is none.
func latest(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Procedure, error) {
	var p Procedure
	var doc string
	var at int64
	err := tx.QueryRow(ctx, `select number, doc, version, created_by, created_at from moment_procedure where org = $1 and moment = $2
		order by number desc limit 1`, org, string(id)).Scan(&p.Number, &doc, &p.Version, &p.CreatedBy, &at)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	p.CreatedAt = db.Micros(at)
	if err := json.Unmarshal([]byte(doc), &p.ProcedureInput); err != nil {
		return nil, err
	}
	all, err := checksOf(ctx, tx, org, id, p.Number)
	p.Results = len(last(all))
	return &p, err
}

func putProcedure(ctx context.Context, tx *db.Tx, org db.Org, id ID, p *Procedure) error {
	doc, err := json.Marshal(p.ProcedureInput)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into moment_procedure (org, moment, number, doc, version, created_by, created_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (org, moment, number) do update set doc = excluded.doc, version = excluded.version, created_by = excluded.created_by,
		created_at = excluded.created_at`, org, string(id), p.Number, string(doc), p.Version, p.CreatedBy, p.CreatedAt.UnixMicro())
	return err
}

const checkColumns = `c.moment, c.number, c.employee, c.user_id, c.name, c.score, c.questions, c.passed, c.entered, c.made_by, c.at`

func scanCheck(r db.Scanner) (c check, err error) {
	var at int64
	err = r.Scan(&c.moment, &c.number, &c.employee, &c.user, &c.name, &c.score, &c.questions, &c.passed, &c.entered, &c.by, &at)
	c.at = db.Micros(at)
	return c, err
}

// checksOf are the answers to one version, the first first.
func checksOf(ctx context.Context, tx *db.Tx, org db.Org, id ID, number int) ([]check, error) {
	rows, err := tx.Query(ctx, `select `+checkColumns+` from moment_check c where c.org = $1 and c.moment = $2 and c.number = $3 order by c.at, c.id`,
		org, string(id), number)
	return db.Collect(rows, err, scanCheck)
}

// checksUntil are the answers to whichever version was in force at a moment of time, of every moment that isn't retired.
func checksUntil(ctx context.Context, tx *db.Tx, org db.Org, until int64) ([]check, error) {
	rows, err := tx.Query(ctx, `select `+checkColumns+` from moment_check c join moment m on m.org = c.org and m.id = c.moment
		where c.org = $1 and c.at < $2 and m.state <> 'retired' and c.number =
		(select max(p.number) from moment_procedure p where p.org = c.org and p.moment = c.moment and p.created_at < $2) order by c.at, c.id`, org, until)
	return db.Collect(rows, err, scanCheck)
}

func insertCheck(ctx context.Context, tx *db.Tx, org db.Org, id ID, c check) error {
	_, err := tx.Exec(ctx, `insert into moment_check (org, id, moment, number, employee, user_id, name, score, questions, passed, entered, made_by, at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`, org, tx.ID("chk"), string(id), c.number, c.employee, c.user, c.name, c.score,
		c.questions, c.passed, c.entered, c.by, c.at.UnixMicro())
	return err
}
