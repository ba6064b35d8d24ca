package importing

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const uploadColumns = `hash, name, bytes, format, row_count, columns, content`

// putUpload remembers a file; the same content sent again keeps its row under the newest name.
func putUpload(ctx context.Context, tx *db.Tx, org db.Org, u *Upload) error {
	format, err := json.Marshal(u.format)
	if err != nil {
		return err
	}
	columns, err := json.Marshal(u.Columns)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into upload (org, `+uploadColumns+`, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (org, hash) do update set name = excluded.name, format = excluded.format, row_count = excluded.row_count,
		columns = excluded.columns, content = excluded.content, created_at = excluded.created_at`,
		org, u.Hash, u.Name, u.Bytes, string(format), u.Rows, string(columns), u.content, tx.Micros())
	return err
}

func findUpload(ctx context.Context, tx *db.Tx, org db.Org, hash string) (*Upload, error) {
	var u Upload
	var format, columns string
	err := tx.QueryRow(ctx, `select `+uploadColumns+` from upload where org = $1 and hash = $2`, org, hash).
		Scan(&u.Hash, &u.Name, &u.Bytes, &format, &u.Rows, &columns, &u.content)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noUpload(hash)
	}
	if err != nil {
		return nil, err
	}
	err = errors.Join(json.Unmarshal([]byte(format), &u.format), json.Unmarshal([]byte(columns), &u.Columns))
	u.shown()
	return &u, err
}

// dropUnused forgets the uploads from before a moment that no import uses.
func dropUnused(ctx context.Context, tx *db.Tx, org db.Org, before int64) error {
	_, err := tx.Exec(ctx, `delete from upload where org = $1 and created_at < $2 and not exists
		(select 1 from import i where i.org = upload.org and i.upload = upload.hash)`, org, before)
	return err
}

// blobsNamed lists the blobs that an organisation's uploads need.
func blobsNamed(ctx context.Context, tx *db.Tx, org db.Org) ([]string, error) {
	rows, err := tx.Query(ctx, `select case when content = '' then hash else content end from upload where org = $1`, org)
	return db.Collect(rows, err, func(r db.Scanner) (hash string, err error) { return hash, r.Scan(&hash) })
}

const columns = `id, name, upload, mapping, mapping_hash, open_cases, state, row_count, done, accepted, rejected, duplicates, erased,
	last_row, left_out, breaks, new_metrics, coalesce(replaces, ''), error, by_kind, by_id, by_name, created_at, finished_at,
	coalesce(saved, ''), saved_name, saved_version, coalesce(folder, '')`

func insert(ctx context.Context, tx *db.Tx, org db.Org, im *Import) error {
	mapping, err := json.Marshal(im.Mapping)
	if err != nil {
		return err
	}
	made, err := json.Marshal(im.NewMetrics)
	if err != nil {
		return err
	}
	var used UsedMapping
	if im.Saved != nil {
		used = *im.Saved
	}
	_, err = tx.Exec(ctx, `insert into import (org, id, name, upload, mapping, mapping_hash, open_cases, state, row_count, done, accepted,
		rejected, duplicates, erased, last_row, left_out, breaks, new_metrics, replaces, retry_key, error, by_kind, by_id, by_name, created_at,
		saved, saved_name, saved_version, folder)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, 0, 0, 0, 0, '{}', '{}', $10, $11, $12, '', $13, $14, $15, $16, $17, $18, $19, $20)`,
		org, im.ID, im.Name, im.Upload, string(mapping), im.hash, bit(im.OpenCases), string(im.State), im.Rows, string(made),
		db.NullText(im.Replaces), db.NullText(im.retryKey), string(im.By.Kind), im.By.ID, im.By.Name, tx.Micros(),
		db.NullText(used.ID), used.Name, used.Version, db.NullText(im.Folder))
	return err
}

func scan(r db.Scanner) (im Import, err error) {
	var mapping, leftOut, breaks, made string
	var cases, created int64
	var finished sql.NullInt64
	var used UsedMapping
	err = r.Scan(&im.ID, &im.Name, &im.Upload, &mapping, &im.hash, &cases, &im.State, &im.Rows, &im.Done, &im.Accepted, &im.Rejected,
		&im.Duplicates, &im.Erased, &im.lastRow, &leftOut, &breaks, &made, &im.Replaces, &im.Error, &im.By.Kind, &im.By.ID, &im.By.Name,
		&created, &finished, &used.ID, &used.Name, &used.Version, &im.Folder)
	if err != nil {
		return im, err
	}
	if used.ID != "" {
		im.Saved = &used
	}
	im.OpenCases, im.CreatedAt, im.FinishedAt = cases == 1, db.Micros(created), db.NullMicros(finished)
	return im, errors.Join(json.Unmarshal([]byte(mapping), &im.Mapping), json.Unmarshal([]byte(leftOut), &im.LeftOut),
		json.Unmarshal([]byte(breaks), &im.breaks), json.Unmarshal([]byte(made), &im.NewMetrics))
}

func find(ctx context.Context, tx *db.Tx, org db.Org, id ID) (*Import, error) {
	im, err := scan(tx.QueryRow(ctx, `select `+columns+` from import where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noImport(id)
	}
	return &im, err
}

// findRetry returns the import begun with a retry key; nil where there is none.
func findRetry(ctx context.Context, tx *db.Tx, org db.Org, key string) (*Import, error) {
	im, err := scan(tx.QueryRow(ctx, `select `+columns+` from import where org = $1 and retry_key = $2`, org, key))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &im, err
}

func query(ctx context.Context, tx *db.Tx, org db.Org, before string, limit int) ([]Import, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from import where org = $1 and ($2 = '' or id < $2) order by id desc limit $3`, org, before, limit)
	return db.Collect(rows, err, scan)
}

// ofUpload lists the imports of a file, the newest first.
func ofUpload(ctx context.Context, tx *db.Tx, org db.Org, hash string) ([]Import, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from import where org = $1 and upload = $2 order by id desc`, org, hash)
	return db.Collect(rows, err, scan)
}

// replacing lists the imports that wait for another to be undone.
func replacing(ctx context.Context, tx *db.Tx, org db.Org, old ID) ([]Import, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from import where org = $1 and replaces = $2 and state = 'waiting' order by id`, org, old)
	return db.Collect(rows, err, scan)
}

// standing lists the imports whose signals are in the log, or may come.
func standing(ctx context.Context, tx *db.Tx, org db.Org) ([]Import, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from import where org = $1 and state <> 'undone' order by id`, org)
	return db.Collect(rows, err, scan)
}

func withBreaks(ctx context.Context, tx *db.Tx, org db.Org) ([]Import, error) {
	rows, err := tx.Query(ctx, `select `+columns+` from import where org = $1 and breaks <> '{}' order by id`, org)
	return db.Collect(rows, err, scan)
}

// setState begins something: running, or undoing.
func setState(ctx context.Context, tx *db.Tx, org db.Org, id ID, s State) error {
	_, err := tx.Exec(ctx, `update import set state = $1, error = '', finished_at = null where org = $2 and id = $3`, string(s), org, id)
	return err
}

// finish ends an import, or its undoing.
func finish(ctx context.Context, tx *db.Tx, org db.Org, id ID, s State, message string) error {
	_, err := tx.Exec(ctx, `update import set state = $1, error = $2, finished_at = $3 where org = $4 and id = $5`,
		string(s), message, tx.Micros(), org, id)
	return err
}

// advance stores how far a running import has come. errStopped: it isn't running any more.
func advance(ctx context.Context, tx *db.Tx, org db.Org, im *Import) error {
	leftOut, err := json.Marshal(im.LeftOut)
	if err != nil {
		return err
	}
	breaks, err := json.Marshal(im.breaks)
	if err != nil {
		return err
	}
	n, err := db.Affected(tx.Exec(ctx, `update import set done = $1, accepted = $2, rejected = $3, duplicates = $4, last_row = $5,
		left_out = $6, breaks = $7 where org = $8 and id = $9 and state = 'running'`,
		im.Done, im.Accepted, im.Rejected, im.Duplicates, im.lastRow, string(leftOut), string(breaks), org, im.ID))
	if err == nil && n == 0 {
		err = errStopped
	}
	return err
}

func addErased(ctx context.Context, tx *db.Tx, org db.Org, id ID, n int) error {
	_, err := tx.Exec(ctx, `update import set erased = erased + $1 where org = $2 and id = $3`, n, org, id)
	return err
}

// addRejected stores why rows were refused.
func addRejected(ctx context.Context, tx *db.Tx, org db.Org, id ID, list []refusal) error {
	for len(list) > 0 {
		n := min(len(list), 100)
		var b strings.Builder
		b.WriteString(`insert into import_rejected (org, import, line, reason) values `)
		args := []any{org, id}
		for i, r := range list[:n] {
			if i > 0 {
				b.WriteString(", ")
			}
			fmt.Fprintf(&b, "($1, $2, $%d, $%d)", len(args)+1, len(args)+2)
			args = append(args, r.line, r.reason)
		}
		if _, err := tx.Exec(ctx, b.String(), args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// refusal is a row that was refused.
type refusal struct {
	line   int64
	reason string
}

// rejectedAfter lists refusals in file order.
func rejectedAfter(ctx context.Context, tx *db.Tx, org db.Org, id ID, line int64, limit int) ([]refusal, error) {
	rows, err := tx.Query(ctx, `select line, reason from import_rejected where org = $1 and import = $2 and line > $3 order by line limit $4`,
		org, id, line, limit)
	return db.Collect(rows, err, func(r db.Scanner) (x refusal, err error) { return x, r.Scan(&x.line, &x.reason) })
}

// errStopped ends a run whose import was cancelled meanwhile.
var errStopped = problem.New(problem.Conflict, "import_stopped", "The import was stopped.")
