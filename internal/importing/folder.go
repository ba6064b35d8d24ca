package importing

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
	"github.com/touchstone-cx/touchstone/internal/web"
)

// FolderID is the id of a watched folder.
type FolderID string

// Folder is a folder on the server that is looked into for files: each is imported once, under one saved mapping.
type Folder struct {
	ID        FolderID   `json:"id"`
	Name      string     `json:"name"`
	Path      string     `json:"path" doc:"Below the organisation's base; empty is the base itself"`
	Pattern   string     `json:"pattern" doc:"Names of the files to take" example:"survey-*.csv"`
	Mapping   SavedID    `json:"mapping" doc:"A saved mapping"`
	OpenCases bool       `json:"open_cases"`
	Minutes   int        `json:"minutes" doc:"Between two looks"`
	On        bool       `json:"on"`
	Version   int        `json:"version"`
	By        string     `json:"by" doc:"Who set it up last; its imports are on their behalf"`
	Error     string     `json:"error,omitempty" doc:"What kept the last look from seeing anything"`
	LookedAt  *time.Time `json:"looked_at,omitempty"`

	by      string
	created time.Time
}

// NewFolder is what an administrator says of a folder.
type NewFolder struct {
	Name      string  `json:"name" maxLength:"100"`
	Path      string  `json:"path,omitempty" maxLength:"500"`
	Pattern   string  `json:"pattern" maxLength:"100" example:"*.csv"`
	Mapping   SavedID `json:"mapping"`
	OpenCases bool    `json:"open_cases,omitempty"`
	Minutes   int     `json:"minutes" minimum:"1" maximum:"10080"`
	On        bool    `json:"on"`
}

// Validate checks the rules that need neither database nor disk.
func (n *NewFolder) Validate() error {
	if err := identity.Name(n.Name, "body.name", 100); err != nil {
		return err
	}
	if err := identity.Clean(n.Path+n.Pattern, "body.path"); err != nil {
		return err
	}
	n.Path = strings.Trim(path.Clean(strings.ReplaceAll(n.Path, `\`, "/")), "/")
	if n.Path == "." {
		n.Path = ""
	}
	if n.Path != "" && !filepath.IsLocal(filepath.FromSlash(n.Path)) {
		return problem.At("body.path", "folder_outside", "The folder lies outside the base. Give a path below it, such as surveys/daily.")
	}
	for _, part := range strings.Split(n.Path, "/") {
		if part == doneFolder || part == failedFolder {
			return problem.At("body.path", "folder_kept", "%q is where files go once they are dealt with; it can't be watched.", part)
		}
	}
	if _, err := path.Match(n.Pattern, "x"); err != nil || n.Pattern == "" || strings.ContainsAny(n.Pattern, `/\`) {
		return problem.At("body.pattern", "pattern_invalid", "A pattern is a file name in which * stands for any letters and ? for one, such as *.csv.")
	}
	if n.Minutes < 1 || n.Minutes > 7*24*60 {
		return problem.At("body.minutes", "minutes_invalid", "Between two looks lie a minute to a week.")
	}
	return nil
}

// Where files go once they are dealt with.
const (
	doneFolder   = "done"
	failedFolder = "failed"
)

// Base is where an organisation's folders lie: each has one of its own below the root that the server's configuration names, so
// that none can be made to read another's files. Empty where no root is named.
func (i *Imports) Base(org db.Org) string {
	if i.Root == "" {
		return ""
	}
	return filepath.Join(i.Root, string(org))
}

func noRoot() error {
	return problem.New(problem.Conflict, "no_import_root",
		"The server's configuration names no folder for files. Whoever runs it sets import_root in touchstone.toml.")
}

// opened opens a folder below the base. Nothing outside it can be reached through what is returned: neither by dots nor by links.
func (i *Imports) opened(org db.Org, below string) (*os.Root, error) {
	if i.Root == "" {
		return nil, noRoot()
	}
	base := i.Base(org)
	if err := os.MkdirAll(base, 0o750); err != nil {
		return nil, problem.At("body.path", "folder_unreadable", "The server can't make the folder %s: %s.", base, cause(err))
	}
	root, err := os.OpenRoot(base)
	if err != nil {
		return nil, problem.At("body.path", "folder_unreadable", "The server can't open %s: %s.", base, cause(err))
	}
	if below == "" {
		return root, nil
	}
	defer root.Close() //nolint:errcheck // only read
	sub, err := root.OpenRoot(filepath.FromSlash(below))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, problem.At("body.path", "folder_missing", "There is no folder %s. Make it on the server first.", filepath.Join(base, below))
	case err != nil:
		return nil, problem.At("body.path", "folder_unreadable", "The server can't open %s: %s.", filepath.Join(base, below), cause(err))
	}
	return sub, nil
}

// cause is the part of a file's error that says what is wrong, without the path that the sentence names already.
func cause(err error) string {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err.Error()
	}
	return err.Error()
}

// Folders lists the watched folders by name.
func (i *Imports) Folders(ctx context.Context, org db.Org) (list []Folder, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { list, err = folders(ctx, tx, org); return err })
	return list, err
}

// AddFolder begins to watch a folder.
func (i *Imports) AddFolder(ctx context.Context, org db.Org, n NewFolder) (*Folder, error) {
	return i.setFolder(ctx, org, n, func(tx *db.Tx) (*Folder, error) {
		return &Folder{ID: FolderID(tx.ID("fld")), created: tx.Now}, nil
	})
}

// EditFolder changes what is watched, and how. From then on its imports are on behalf of who changed it.
func (i *Imports) EditFolder(ctx context.Context, org db.Org, id FolderID, version int, n NewFolder) (*Folder, error) {
	return i.setFolder(ctx, org, n, func(tx *db.Tx) (*Folder, error) {
		f, err := findFolder(ctx, tx, org, id)
		if err == nil && f.Version != version {
			err = web.Stale()
		}
		return f, err
	})
}

func (i *Imports) setFolder(ctx context.Context, org db.Org, n NewFolder, find func(*db.Tx) (*Folder, error)) (f *Folder, err error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	dir, err := i.opened(org, n.Path)
	if err != nil {
		return nil, err
	}
	if err := dir.Close(); err != nil {
		return nil, err
	}
	c := identity.From(ctx)
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if f, err = find(tx); err != nil {
			return err
		}
		if f.Mapping != n.Mapping {
			if _, err := i.mapping(ctx, tx, org, n.Mapping, "body.mapping"); err != nil {
				return err
			}
		}
		f.Name, f.Path, f.Pattern, f.Mapping, f.OpenCases, f.Minutes, f.On = n.Name, n.Path, n.Pattern, n.Mapping, n.OpenCases, n.Minutes, n.On
		f.Version, f.by, f.By, f.Error = f.Version+1, c.ID, c.Name, ""
		if err := putFolder(ctx, tx, org, f); err != nil {
			return err
		}
		if f.On {
			if err := i.lookSoon(ctx, tx, f.ID, string(f.ID)); err != nil {
				return err
			}
		}
		tx.AfterCommit(func() { i.Hub.Publish(string(org), "imports", map[string]FolderID{"folder": f.ID}) })
		return i.Audit.Record(ctx, tx, "import_folder.set", string(f.ID), map[string]any{"name": f.Name, "path": f.Path, "pattern": f.Pattern,
			"mapping": f.Mapping, "on": f.On, "open_cases": f.OpenCases, "minutes": f.Minutes})
	})
	return f, err
}

// DropFolder stops watching a folder. Its files and what came of them stay.
func (i *Imports) DropFolder(ctx context.Context, org db.Org, id FolderID) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		f, err := findFolder(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if err := deleteFolder(ctx, tx, org, id); err != nil {
			return err
		}
		return i.Audit.Record(ctx, tx, "import_folder.delete", string(id), map[string]any{"name": f.Name, "path": f.Path})
	})
}

// LookNow looks into a folder at once.
func (i *Imports) LookNow(ctx context.Context, org db.Org, id FolderID) error {
	return i.DB.Write(ctx, org, func(tx *db.Tx) error {
		f, err := findFolder(ctx, tx, org, id)
		if err != nil {
			return err
		}
		if !f.On {
			return problem.New(problem.Conflict, "folder_off", "This folder is switched off.")
		}
		return i.lookSoon(ctx, tx, id, string(id))
	})
}

func (i *Imports) lookSoon(ctx context.Context, tx *db.Tx, id FolderID, key string, more ...jobs.Option) error {
	_, err := i.Jobs.Enqueue(ctx, tx, lookJob, lookArgs{id}, append(more, jobs.Unique(key), jobs.InQueue(folderQueue))...)
	return err
}

// ended tells that an import has ended, and lets the folder that its file came from see to it.
func (i *Imports) ended(ctx context.Context, tx *db.Tx, im *Import) error {
	if err := i.told(ctx, tx, im.ID); err != nil || im.Folder == "" {
		return err
	}
	return i.lookSoon(ctx, tx, im.Folder, "ended:"+string(im.ID))
}

// told tells how an import stands: whoever began it, or set up the folder that its file came from.
func (i *Imports) told(ctx context.Context, tx *db.Tx, id ID) error {
	if i.Ended == nil {
		return nil
	}
	im, err := find(ctx, tx, tx.Org, id)
	if err != nil {
		return err
	}
	to := identity.UserID("")
	if im.By.Kind == identity.ByUser {
		to = identity.UserID(im.By.ID)
	}
	if im.Folder != "" {
		if f, err := findFolder(ctx, tx, tx.Org, im.Folder); err == nil {
			to = identity.UserID(f.by)
		} else if problem.KindOf(err) != problem.NotFound {
			return err
		}
	}
	return i.Ended(ctx, tx, tx.Org, im, to)
}

func noFolder(id FolderID) error {
	return problem.New(problem.NotFound, "folder_unknown", "There is no watched folder %s.", brief(string(id)))
}
