package moment

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/signal"
)

const incidentColumns = `id, moment, signal, case_id, kind, codes, note, coded_by, coded_at, erased, version, created_by, created_at, removed_at`

func scanIncident(r db.Scanner) (i Incident, err error) {
	var from, file, codes string
	var coded, removed sql.NullInt64
	var at int64
	err = r.Scan(&i.ID, &i.moment, &from, &file, &i.Kind, &codes, &i.Note, &i.CodedBy, &coded, &i.Erased, &i.Version, &i.CreatedBy, &at, &removed)
	i.Signal, i.Case, i.CodedAt, i.CreatedAt, i.Removed = signal.ID(from), casework.ID(file), db.NullMicros(coded), db.Micros(at), removed.Valid
	i.Codes = []Code{}
	for c := range strings.FieldsSeq(codes) {
		i.Codes = append(i.Codes, Code(c))
	}
	return i, err
}

func incidentsOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Incident, error) {
	rows, err := tx.Query(ctx, `select `+incidentColumns+` from moment_incident where org = $1 and moment = $2 order by created_at desc, id desc`, org, string(id))
	return db.Collect(rows, err, scanIncident)
}

func findIncident(ctx context.Context, tx *db.Tx, org db.Org, id ID, which IncidentID) (*Incident, error) {
	i, err := scanIncident(tx.QueryRow(ctx, `select `+incidentColumns+` from moment_incident where org = $1 and moment = $2 and id = $3`,
		org, string(id), string(which)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "incident_unknown", "There is no incident %.60q.", string(which))
	}
	return &i, err
}

func putIncident(ctx context.Context, tx *db.Tx, org db.Org, i *Incident) error {
	codes := make([]string, len(i.Codes))
	for at, c := range i.Codes {
		codes[at] = string(c)
	}
	_, err := tx.Exec(ctx, `insert into moment_incident (org, id, moment, signal, case_id, kind, codes, note, coded_by, coded_at, erased, version, created_by, created_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict (org, id) do update set kind = excluded.kind, codes = excluded.codes, note = excluded.note, coded_by = excluded.coded_by,
		coded_at = excluded.coded_at, version = excluded.version, removed_at = null`,
		org, string(i.ID), string(i.moment), string(i.Signal), string(i.Case), string(i.Kind), strings.Join(codes, " "), i.Note, i.CodedBy,
		db.NullTime(i.CodedAt), i.Erased, i.Version, i.CreatedBy, i.CreatedAt.UnixMicro())
	return err
}

const assessmentColumns = `id, moment, criterion, method, from_day, to_day, n, kept, mean, sd, assessor, note, supersedes, superseded, withdrawn, created_by, created_at`

func scanAssessment(r db.Scanner) (a Assessment, err error) {
	var mean, sd, at int64
	err = r.Scan(&a.ID, &a.moment, &a.Criterion, &a.Method, &a.From, &a.To, &a.N, &a.Kept, &mean, &sd, &a.Assessor, &a.Note, &a.Supersedes,
		&a.SupersededBy, &a.Withdrawn, &a.CreatedBy, &at)
	a.Mean, a.SD, a.CreatedAt = points(mean), points(sd), db.Micros(at)
	return a, err
}

func assessmentsOf(ctx context.Context, tx *db.Tx, org db.Org, id ID) ([]Assessment, error) {
	rows, err := tx.Query(ctx, `select `+assessmentColumns+` from moment_assessment where org = $1 and moment = $2 order by to_day desc, created_at desc, id desc`,
		org, string(id))
	return db.Collect(rows, err, scanAssessment)
}

// allAssessments are those that stand, of every moment, the latest first.
func allAssessments(ctx context.Context, tx *db.Tx, org db.Org) (map[CriterionID][]Assessment, error) {
	rows, err := tx.Query(ctx, `select `+assessmentColumns+` from moment_assessment where org = $1 and superseded = '' and withdrawn = ''
		order by to_day desc, created_at desc, id desc`, org)
	all, err := db.Collect(rows, err, scanAssessment)
	out := map[CriterionID][]Assessment{}
	for _, a := range all {
		out[a.Criterion] = append(out[a.Criterion], a)
	}
	return out, err
}

func findAssessment(ctx context.Context, tx *db.Tx, org db.Org, id ID, which AssessmentID) (*Assessment, error) {
	a, err := scanAssessment(tx.QueryRow(ctx, `select `+assessmentColumns+` from moment_assessment where org = $1 and moment = $2 and id = $3`,
		org, string(id), string(which)))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, problem.New(problem.NotFound, "assessment_unknown", "There is no assessment %.60q.", string(which))
	}
	return &a, err
}

func insertAssessment(ctx context.Context, tx *db.Tx, org db.Org, a *Assessment) error {
	_, err := tx.Exec(ctx, `insert into moment_assessment (org, `+assessmentColumns+`)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, '', '', $15, $16)`,
		org, string(a.ID), string(a.moment), string(a.Criterion), string(a.Method), a.From, a.To, a.N, a.Kept, thousandths(a.Mean), thousandths(a.SD),
		a.Assessor, a.Note, string(a.Supersedes), a.CreatedBy, a.CreatedAt.UnixMicro())
	return err
}

func supersede(ctx context.Context, tx *db.Tx, org db.Org, which, by AssessmentID) error {
	_, err := tx.Exec(ctx, `update moment_assessment set superseded = $1 where org = $2 and id = $3`, string(by), org, string(which))
	return err
}

func withdraw(ctx context.Context, tx *db.Tx, org db.Org, which AssessmentID, why string) error {
	_, err := tx.Exec(ctx, `update moment_assessment set withdrawn = $1 where org = $2 and id = $3`, why, org, string(which))
	return err
}
