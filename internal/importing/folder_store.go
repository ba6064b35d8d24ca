package importing

import (
	"context"
	"database/sql"
	"errors"

	"github.com/touchstone-cx/touchstone/internal/db"
)

const folderColumns = `id, name, path, pattern, mapping, open_cases, minutes, is_on, version, by_id, by_name, error, looked_at, created_at`

func scanFolder(r db.Scanner) (f Folder, err error) {
	var cases, on, created int64
	var looked sql.NullInt64
	err = r.Scan(&f.ID, &f.Name, &f.Path, &f.Pattern, &f.Mapping, &cases, &f.Minutes, &on, &f.Version, &f.by, &f.By, &f.Error, &looked, &created)
	f.OpenCases, f.On, f.LookedAt, f.created = cases == 1, on == 1, db.NullMicros(looked), db.Micros(created)
	return f, err
}

func folders(ctx context.Context, tx *db.Tx, org db.Org) ([]Folder, error) {
	rows, err := tx.Query(ctx, `select `+folderColumns+` from import_folder where org = $1 order by name, id`, org)
	return db.Collect(rows, err, scanFolder)
}

func findFolder(ctx context.Context, tx *db.Tx, org db.Org, id FolderID) (*Folder, error) {
	f, err := scanFolder(tx.QueryRow(ctx, `select `+folderColumns+` from import_folder where org = $1 and id = $2`, org, id))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, noFolder(id)
	}
	return &f, err
}

func putFolder(ctx context.Context, tx *db.Tx, org db.Org, f *Folder) error {
	_, err := tx.Exec(ctx, `insert into import_folder (org, id, name, path, pattern, mapping, open_cases, minutes, is_on, version, by_id, by_name,
		error, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
		on conflict (org, id) do update set name = excluded.name, path = excluded.path, pattern = excluded.pattern, mapping = excluded.mapping,
		open_cases = excluded.open_cases, minutes = excluded.minutes, is_on = excluded.is_on, version = excluded.version,
		by_id = excluded.by_id, by_name = excluded.by_name, error = excluded.error`,
		org, f.ID, f.Name, f.Path, f.Pattern, f.Mapping, bit(f.OpenCases), f.Minutes, bit(f.On), f.Version, f.by, f.By, f.Error, f.created.UnixMicro())
	return err
}

func deleteFolder(ctx context.Context, tx *db.Tx, org db.Org, id FolderID) error {
	if _, err := tx.Exec(ctx, `delete from import_file where org = $1 and folder = $2`, org, id); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `delete from import_folder where org = $1 and id = $2`, org, id)
	return err
}

// looked notes a look and what kept it from seeing anything.
func looked(ctx context.Context, tx *db.Tx, org db.Org, id FolderID, message string) error {
	_, err := tx.Exec(ctx, `update import_folder set looked_at = $1, error = $2 where org = $3 and id = $4`, tx.Micros(), message, org, id)
	return err
}

const fileColumns = `id, folder, name, bytes, changed_at, state, hash, coalesce(import, ''), error, moved, seen_at, finished_at`

func scanFile(r db.Scanner) (f File, err error) {
	var seen int64
	var finished sql.NullInt64
	err = r.Scan(&f.ID, &f.folder, &f.Name, &f.Bytes, &f.changed, &f.State, &f.hash, &f.Import, &f.Error, &f.Moved, &seen, &finished)
	f.SeenAt, f.FinishedAt = db.Micros(seen), db.NullMicros(finished)
	return f, err
}

// lastFile returns what is known of the file that lay in a folder under a name last; nil where none did.
func lastFile(ctx context.Context, tx *db.Tx, org db.Org, folder FolderID, name string) (*File, error) {
	f, err := scanFile(tx.QueryRow(ctx, `select `+fileColumns+` from import_file where org = $1 and folder = $2 and name = $3
		order by id desc limit 1`, org, folder, name))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &f, err
}

// sameContent names a file of a folder, other than one, that had the same content and came in; "" where none had.
func sameContent(ctx context.Context, tx *db.Tx, org db.Org, folder FolderID, hash, but string) (name string, err error) {
	err = tx.QueryRow(ctx, `select name from import_file where org = $1 and folder = $2 and hash = $3 and id <> $4
		and state in ('taken', 'done', 'repeated') order by id limit 1`, org, folder, hash, but).Scan(&name)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return name, err
}

func takenFiles(ctx context.Context, tx *db.Tx, org db.Org, folder FolderID) ([]File, error) {
	rows, err := tx.Query(ctx, `select `+fileColumns+` from import_file where org = $1 and folder = $2 and state = 'taken' order by id`, org, folder)
	return db.Collect(rows, err, scanFile)
}

func queryFiles(ctx context.Context, tx *db.Tx, org db.Org, folder FolderID, before string, limit int) ([]File, error) {
	rows, err := tx.Query(ctx, `select `+fileColumns+` from import_file where org = $1 and folder = $2 and ($3 = '' or id < $3)
		order by id desc limit $4`, org, folder, before, limit)
	return db.Collect(rows, err, scanFile)
}

func putFile(ctx context.Context, tx *db.Tx, org db.Org, f *File) error {
	_, err := tx.Exec(ctx, `insert into import_file (org, id, folder, name, bytes, changed_at, state, hash, import, error, moved, seen_at, finished_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
		on conflict (org, id) do update set bytes = excluded.bytes, changed_at = excluded.changed_at, state = excluded.state, hash = excluded.hash,
		import = excluded.import, error = excluded.error, moved = excluded.moved, seen_at = excluded.seen_at, finished_at = excluded.finished_at`,
		org, f.ID, f.folder, f.Name, f.Bytes, f.changed, string(f.State), f.hash, db.NullText(f.Import), f.Error, f.Moved, f.SeenAt.UnixMicro(),
		db.NullTime(f.FinishedAt))
	return err
}
