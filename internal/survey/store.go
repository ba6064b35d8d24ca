package survey

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const columns = `s.id, s.name, s.state, s.doc, s.doc_hash, s.edit, s.published, s.published_hash, s.token, s.created_at, s.updated_at,
	(select count(*) from response r where r.org = s.org and r.survey = s.id and r.state = 'complete'),
	(select count(*) from response r where r.org = s.org and r.survey = s.id and r.state = 'partial'),
	(select coalesce(sum(n), 0) from survey_opening o where o.org = s.org and o.survey = s.id)`

func insert(ctx context.Context, tx *db.Tx, org db.Org, s *Survey, doc, requestKey string) error {
	_, err := tx.Exec(ctx, `insert into survey (org, id, name, state, doc, doc_hash, edit, published, published_hash, token, request_key,
		created_at, updated_at) values ($1, $2, $3, $4, $5, $6, 1, 0, '', $7, $8, $9, $9)`,
		org, string(s.ID), s.Name, string(s.State), doc, s.hash, s.Token, db.NullText(requestKey), tx.Micros())
	if err != nil {
		return fmt.Errorf("insert survey: %w", err)
	}
	_, err = tx.Exec(ctx, `insert into public_link (token, org, kind, subject, created_at) values ($1, $2, 'survey', $3, $4)`,
		s.Token, org, string(s.ID), tx.Micros())
	return err
}

func findByRequest(ctx context.Context, tx *db.Tx, org db.Org, key string) (id ID, err error) {
	err = tx.QueryRow(ctx, `select id from survey where org = $1 and request_key = $2`, org, key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return id, err
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Survey, error) {
	s, err := scan(tx.QueryRow(ctx, `select `+columns+` from survey s where s.org = $1 and s.id = $2`, org, string(id)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noSurvey(id)
	}
	return &s, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, before string, limit int) ([]Survey, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from survey s where s.org = $1 and ($2 = '' or s.id < $2) order by s.id desc limit $3`, org, before, limit)
	return db.Collect(rows, err, scan)
}

func scan(r db.Scanner) (s Survey, err error) {
	var doc string
	var created, updated int64
	err = r.Scan(&s.ID, &s.Name, &s.State, &doc, &s.hash, &s.edit, &s.Version, &s.publishedHash, &s.Token, &created, &updated,
		&s.Responses.Complete, &s.Responses.Partial, &s.Responses.Openings)
	if err != nil {
		return s, err
	}
	s.CreatedAt, s.UpdatedAt = db.Micros(created), db.Micros(updated)
	s.Changed = s.Version > 0 && s.hash != s.publishedHash
	if s.Definition, err = decode(doc); err != nil {
		return s, err
	}
	s.TouchPoint = s.Definition.TouchPoint
	return s, nil
}

func decode(doc string) (*Definition, error) {
	d := &Definition{}
	if err := json.Unmarshal([]byte(doc), d); err != nil {
		return nil, fmt.Errorf("definition: %w", err)
	}
	return d, nil
}

func updateDraft(ctx context.Context, tx *db.Tx, org db.Org, id ID, name, doc string) error {
	_, err := tx.Exec(ctx, `update survey set name = $1, doc = $2, doc_hash = $3, edit = edit + 1, updated_at = $4 where org = $5 and id = $6`,
		name, doc, hashOf(doc), tx.Micros(), org, string(id))
	return err
}

func setState(ctx context.Context, tx *db.Tx, org db.Org, id ID, to State) error {
	_, err := tx.Exec(ctx, `update survey set state = $1, updated_at = $2 where org = $3 and id = $4`, string(to), tx.Micros(), org, string(id))
	return err
}

// freeze copies the draft into the next version and opens the survey.
func freeze(ctx context.Context, tx *db.Tx, org db.Org, id ID) error {
	_, err := tx.Exec(ctx, `insert into survey_version (org, survey, version, doc, hash, published_at)
		select org, id, published + 1, doc, doc_hash, cast($1 as bigint) from survey where org = $2 and id = $3`, tx.Micros(), org, string(id))
	if err != nil {
		return fmt.Errorf("freeze version: %w", err)
	}
	_, err = tx.Exec(ctx, `update survey set published = published + 1, published_hash = doc_hash, state = 'open', updated_at = $1
		where org = $2 and id = $3`, tx.Micros(), org, string(id))
	return err
}

// version returns a frozen definition; nil where there is none.
func version(ctx context.Context, tx *db.Tx, org db.Org, id ID, number int) (*Definition, error) {
	var doc string
	err := tx.QueryRow(ctx, `select doc from survey_version where org = $1 and survey = $2 and version = $3`, org, string(id), number).Scan(&doc)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return decode(doc)
}

// numbered is a frozen definition with its number.
type numbered struct {
	number int
	def    *Definition
}

// versionsOf returns every frozen definition, the newest first.
func versionsOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]numbered, error) {
	rows, err := tx.Query(ctx, `select version, doc from survey_version where org = $1 and survey = $2 order by version desc`, org, string(id))
	return db.Collect(rows, err, func(r db.Scanner) (v numbered, err error) {
		var doc string
		if err = r.Scan(&v.number, &doc); err == nil {
			v.def, err = decode(doc)
		}
		return v, err
	})
}

// place is what a public token stands for, read before an organisation is known.
func place(ctx context.Context, tx *db.Tx, token string) (org db.Org, id ID, err error) {
	err = tx.QueryRow(ctx, `select org, subject from public_link where token = $1 and kind = 'survey' and revoked_at is null`, token).Scan(&org, &id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", "", nil
	}
	return org, id, err
}

// standing is what a respondent's page needs of a survey.
func standing(ctx context.Context, tx *db.Tx, org db.Org, id ID) (state State, published int, err error) {
	err = tx.QueryRow(ctx, `select state, published from survey where org = $1 and id = $2`, org, string(id)).Scan(&state, &published)
	return state, published, err
}

// addOpenings adds to the count of an hour.
func addOpenings(ctx context.Context, tx *db.Tx, org db.Org, id ID, hour, n int64) error {
	_, err := tx.Exec(ctx, `insert into survey_opening (org, survey, hour, n) values ($1, $2, $3, $4)
		on conflict (org, survey, hour) do update set n = survey_opening.n + excluded.n`, org, string(id), hour, n)
	return err
}
