package reporting

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"slices"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const columns = `id, name, what, item, schedule, is_on, next_at, version, by_kind, by_id, by_name, by_role, by_unit`

func scan(r db.Scanner) (p Report, err error) {
	var schedule string
	var on int64
	var next sql.NullInt64
	c := &p.caller
	if err = r.Scan(&p.ID, &p.Name, &p.What, &p.Item, &schedule, &on, &next, &p.Version, &c.Kind, &c.ID, &c.Name, &c.Role, &c.Unit); err != nil {
		return p, err
	}
	p.On, p.NextAt = on == 1, db.NullMicros(next)
	return p, json.Unmarshal([]byte(schedule), &p.Schedule)
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Report, error) {
	p, err := scan(tx.QueryRow(ctx, `select `+columns+` from report where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, unknown()
	}
	if err != nil {
		return nil, err
	}
	return &p, recipients(ctx, tx, org, &p)
}

func list(ctx context.Context, tx *db.Tx, org db.Org) ([]Report, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from report where org = $1 order by name, id`, org)
	all, err := db.Collect(rows, err, scan)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := recipients(ctx, tx, org, &all[i]); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// due lists the reports whose time has come.
func due(ctx context.Context, tx *db.Tx, org db.Org) ([]ID, error) {
	rows, err := tx.Query(ctx, `select id from report where org = $1 and next_at is not null and next_at <= $2 order by next_at limit 100`, org, tx.Micros())
	return db.Collect(rows, err, func(r db.Scanner) (id ID, err error) { return id, r.Scan(&id) })
}

func recipients(ctx context.Context, tx *db.Tx, org db.Org, p *Report) error {
	p.Recipients, p.Stopped, p.caller.Org = []string{}, []string{}, org
	rows, err := tx.Query(ctx, `select email, stopped_at is not null from report_recipient where org = $1 and report = $2 order by email`, org, p.ID)
	_, err = db.Collect(rows, err, func(r db.Scanner) (email string, err error) {
		var stopped bool
		if err = r.Scan(&email, &stopped); err == nil {
			p.Recipients = append(p.Recipients, email)
			if stopped {
				p.Stopped = append(p.Stopped, email)
			}
		}
		return email, err
	})
	return err
}

// tokens maps the recipients who still want a report to what lets them stop it.
func tokens(ctx context.Context, tx *db.Tx, org db.Org, id ID) (map[string]string, error) {
	out := map[string]string{}
	rows, err := tx.Query(ctx, `select email, token from report_recipient where org = $1 and report = $2 and stopped_at is null`, org, id)
	_, err = db.Collect(rows, err, func(r db.Scanner) (email string, err error) {
		var token string
		err = r.Scan(&email, &token)
		out[email] = token
		return email, err
	})
	return out, err
}

// setRecipients makes the list what it should be. Who stopped a report stays so for as long as they are on its list.
func setRecipients(ctx context.Context, tx *db.Tx, org db.Org, id ID, emails []string) error {
	rows, err := tx.Query(ctx, `select email from report_recipient where org = $1 and report = $2`, org, id)
	have, err := db.Collect(rows, err, func(r db.Scanner) (email string, err error) { return email, r.Scan(&email) })
	if err != nil {
		return err
	}
	for _, email := range have {
		if !slices.Contains(emails, email) {
			if _, err := tx.Exec(ctx, `delete from report_recipient where org = $1 and report = $2 and email = $3`, org, id, email); err != nil {
				return err
			}
		}
	}
	for _, email := range emails {
		if slices.Contains(have, email) {
			continue
		}
		if _, err := tx.Exec(ctx, `insert into report_recipient (org, report, email, token) values ($1, $2, $3, $4)`, org, id, email, db.Secret()); err != nil {
			return err
		}
	}
	return nil
}

func stop(ctx context.Context, tx *db.Tx, org db.Org, token string) (int64, error) {
	return db.Affected(tx.Exec(ctx, `update report_recipient set stopped_at = coalesce(stopped_at, $1) where org = $2 and token = $3`, tx.Micros(), org, token))
}

func insert(ctx context.Context, tx *db.Tx, org db.Org, p *Report) error {
	c := p.caller
	_, err := tx.Exec(ctx, `insert into report (org, id, name, what, item, schedule, is_on, next_at, version, by_kind, by_id, by_name, by_role, by_unit,
		created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`, org, p.ID, p.Name, p.What, p.Item, p.Schedule.text(),
		flag(p.On), db.NullTime(p.NextAt), p.Version, string(c.Kind), c.ID, c.Name, string(c.Role), string(c.Unit), tx.Micros())
	return err
}

func update(ctx context.Context, tx *db.Tx, org db.Org, p *Report) error {
	_, err := tx.Exec(ctx, `update report set name = $1, what = $2, item = $3, schedule = $4, is_on = $5, next_at = $6, version = $7
		where org = $8 and id = $9`, p.Name, p.What, p.Item, p.Schedule.text(), flag(p.On), db.NullTime(p.NextAt), p.Version, org, p.ID)
	return err
}

func setNext(ctx context.Context, tx *db.Tx, org db.Org, p *Report) error {
	_, err := tx.Exec(ctx, `update report set next_at = $1 where org = $2 and id = $3`, db.NullTime(p.NextAt), org, p.ID)
	return err
}

func remove(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	for _, q := range []string{`delete from report_run where org = $1 and report = $2`, `delete from report_recipient where org = $1 and report = $2`,
		`delete from report where org = $1 and id = $2`} {
		if _, err := tx.Exec(ctx, q, org, id); err != nil {
			return err
		}
	}
	return nil
}

// insertRun notes that a report was made; false where this run is noted already.
func insertRun(ctx context.Context, tx *db.Tx, org db.Org, u *Run) (bool, error) {
	n, err := db.Affected(tx.Exec(ctx, `insert into report_run (org, id, report, at, asked, error, bytes, mails) values ($1, $2, $3, $4, $5, $6, $7, $8)
		on conflict (org, id) do nothing`, org, u.ID, u.report, tx.Micros(), u.Asked, u.Error, u.Bytes, u.mails))
	return n == 1, err
}

func listRuns(ctx context.Context, tx *db.Tx, org db.Org, id ID, limit int) ([]Run, error) {
	rows, err := tx.Query(ctx, `select id, report, at, asked, error, bytes, mails from report_run where org = $1 and report = $2 order by at desc, id desc limit $3`,
		org, id, limit)
	return db.Collect(rows, err, func(r db.Scanner) (u Run, err error) {
		var at int64
		err = r.Scan(&u.ID, &u.report, &at, &u.Asked, &u.Error, &u.Bytes, &u.mails)
		u.At = db.Micros(at)
		return u, err
	})
}

func (s Schedule) text() string {
	b, err := json.Marshal(s)
	if err != nil {
		panic(err) // plain numbers and a word always marshal
	}
	return string(b)
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
