package importing

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

const (
	watchJob    = "import.watch" // of the installation: finds the folders that are due
	lookJob     = "import.look"  // into one folder
	folderQueue = "import folders"

	// settled is how long a file must have kept its size and time: whoever is still writing it changes them.
	settled  = 10 * time.Second
	maxFound = 10_000 // files of one look
)

type lookArgs struct {
	Folder FolderID `json:"folder"`
}

// FileState is what has become of a file in a watched folder.
type FileState string

// The closed list of states. A repeated file has the content of one that came before.
const (
	FileSeen     FileState = "seen"
	FileTaken    FileState = "taken"
	FileDone     FileState = "done"
	FileFailed   FileState = "failed"
	FileRepeated FileState = "repeated"
)

// File is one file that was found in a watched folder.
type File struct {
	ID         string     `json:"id"`
	Name       string     `json:"name"`
	Bytes      int64      `json:"bytes"`
	State      FileState  `json:"state" enum:"seen,taken,done,failed,repeated"`
	Import     ID         `json:"import,omitempty"`
	Error      string     `json:"error,omitempty"`
	Moved      string     `json:"moved,omitempty" doc:"Where it lies now, below the folder; empty where it stayed"`
	SeenAt     time.Time  `json:"seen_at"`
	FinishedAt *time.Time `json:"finished_at,omitempty"`

	folder  FolderID
	changed int64 // its time, in microseconds
	hash    string
}

// watch asks for a look into every folder that is due.
func (i *Imports) watch(ctx context.Context, _ *jobs.Job) error {
	if i.Root == "" {
		return nil
	}
	all, err := i.People.Organisations(ctx)
	if err != nil {
		return err
	}
	for _, o := range all {
		err := i.DB.Write(ctx, o.ID, func(tx *db.Tx) error {
			list, err := folders(ctx, tx, o.ID)
			if err != nil {
				return err
			}
			for _, f := range list {
				if !f.On || f.LookedAt != nil && tx.Now.Sub(*f.LookedAt) < time.Duration(f.Minutes)*time.Minute-time.Second {
					continue
				}
				if err := i.lookSoon(ctx, tx, f.ID, string(f.ID)); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// look takes the files of one folder that have settled, and sees to those whose import has ended. A file that fails holds no
// other up.
func (i *Imports) look(ctx context.Context, j *jobs.Job) error {
	var a lookArgs
	if err := j.Decode(&a); err != nil {
		return err
	}
	var f *Folder
	err := i.DB.Read(ctx, j.Org, func(tx *db.Tx) (err error) { f, err = findFolder(ctx, tx, j.Org, a.Folder); return err })
	if problem.KindOf(err) != "" {
		return nil //nolint:nilerr // it isn't watched any more
	}
	if err != nil || !f.On {
		return err
	}
	ctx = identity.System(ctx, j.Org, fmt.Sprintf("folder %q, for %s", f.Name, f.By))
	soon, failed := false, i.stillMay(ctx, j.Org, f)
	if failed == nil {
		soon, failed = i.lookInto(ctx, j.Org, f)
	}
	p, told := problem.As(failed)
	message := ""
	if told {
		message, failed = p.Message, nil
	}
	err = i.DB.Write(ctx, j.Org, func(tx *db.Tx) error {
		if err := looked(ctx, tx, j.Org, f.ID, message); err != nil {
			return err
		}
		tx.AfterCommit(func() { i.Hub.Publish(string(j.Org), "imports", map[string]FolderID{"folder": f.ID}) })
		if !soon {
			return nil
		}
		return i.lookSoon(ctx, tx, f.ID, fmt.Sprintf("again:%s:%d", f.ID, tx.Micros()), jobs.RunAt(tx.Now.Add(settled)))
	})
	return errors.Join(failed, err)
}

// stillMay refuses to go on for somebody who has left, or may no longer do this themselves.
func (i *Imports) stillMay(ctx context.Context, org db.Org, f *Folder) error {
	if !strings.HasPrefix(f.by, "usr_") {
		return nil // a token, or the command line
	}
	all, err := i.People.Members(ctx, org)
	if err != nil {
		return err
	}
	for _, m := range all {
		if string(m.ID) == f.by && m.Active && identity.May(m.Role, m.Unit, identity.ImportFolderWrite) {
			return nil
		}
	}
	return problem.New(problem.Forbidden, "folder_orphaned", "%s set this folder up, and may no longer do so. An administrator has to save it again.", f.By)
}

// lookInto reports whether a file has yet to settle.
func (i *Imports) lookInto(ctx context.Context, org db.Org, f *Folder) (soon bool, err error) {
	dir, err := i.opened(org, f.Path)
	if err != nil {
		return false, err
	}
	defer dir.Close() //nolint:errcheck // only read
	if err := i.settleFiles(ctx, org, f, dir); err != nil {
		return false, err
	}
	found, err := listed(dir, f.Pattern)
	if err != nil {
		return false, err
	}
	var all error
	for _, x := range found {
		if err := ctx.Err(); err != nil {
			return soon, err
		}
		again, err := i.file(ctx, org, f, dir, x)
		soon, all = soon || again, errors.Join(all, err)
	}
	return soon, all
}

// listed lists the plain files of a folder that a pattern takes, by name. Links and hidden files are left alone.
func listed(dir *os.Root, pattern string) ([]fs.FileInfo, error) {
	d, err := dir.Open(".")
	if err != nil {
		return nil, problem.At("body.path", "folder_unreadable", "The server can't read the folder: %s.", cause(err))
	}
	defer d.Close() //nolint:errcheck // only read
	entries, err := d.ReadDir(maxFound)
	if err != nil && len(entries) == 0 {
		return nil, nil //nolint:nilerr // an empty folder
	}
	var out []fs.FileInfo
	for _, e := range entries {
		fits, _ := path.Match(strings.ToLower(pattern), strings.ToLower(e.Name())) // Validate has seen the pattern
		if !fits || !e.Type().IsRegular() || strings.HasPrefix(e.Name(), ".") {
			continue
		}
		if info, err := e.Info(); err == nil { // else it has gone meanwhile
			out = append(out, info)
		}
	}
	slices.SortFunc(out, func(a, b fs.FileInfo) int { return strings.Compare(a.Name(), b.Name()) })
	return out, nil
}

// file sees to one file that lies in a folder, and reports whether it has yet to settle.
func (i *Imports) file(ctx context.Context, org db.Org, f *Folder, dir *os.Root, x fs.FileInfo) (soon bool, err error) {
	var known *File
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if known, err = lastFile(ctx, tx, org, f.ID, x.Name()); err != nil {
			return err
		}
		soon = false
		switch {
		case known != nil && known.Bytes == x.Size() && known.changed == x.ModTime().UnixMicro():
			soon = known.State == FileSeen && tx.Now.Sub(known.SeenAt) < settled
			return nil
		case known == nil || known.State != FileSeen:
			known = &File{ID: tx.ID("fil"), Name: x.Name(), folder: f.ID}
		}
		soon = true
		known.Bytes, known.changed, known.State, known.SeenAt = x.Size(), x.ModTime().UnixMicro(), FileSeen, tx.Now
		return putFile(ctx, tx, org, known)
	})
	if err != nil || soon || known.State != FileSeen {
		return soon, err
	}
	return false, i.take(ctx, org, f, dir, known)
}

// take begins the import of a file that has settled. What is wrong with the file is told with it.
func (i *Imports) take(ctx context.Context, org db.Org, f *Folder, dir *os.Root, x *File) error {
	im, err := i.begun(ctx, org, f, dir, x)
	p, told := problem.As(err)
	switch {
	case errors.Is(err, errChanged):
		return nil // the next look sees it as new
	case told && p.Kind != problem.NoSpace && p.Kind != problem.Unavailable:
		x.State, x.Error = FileFailed, p.Message
	case err != nil:
		return err
	case im == nil:
		x.State = FileRepeated
	default:
		x.State, x.Import = FileTaken, im.ID
	}
	return i.settleFile(ctx, org, dir, x)
}

var errChanged = errors.New("importing: the file changed while it was read")

// begun reads a file and starts its import; nil where the same content came before.
func (i *Imports) begun(ctx context.Context, org db.Org, f *Folder, dir *os.Root, x *File) (*Import, error) {
	in, err := dir.OpenFile(x.Name, os.O_RDONLY|syscall.O_NONBLOCK|syscall.O_NOFOLLOW, 0)
	if err != nil {
		return nil, problem.At("body", "file_unreadable", "The server can't read the file: %s.", cause(err))
	}
	defer in.Close() //nolint:errcheck // only read
	if info, err := in.Stat(); err != nil || !info.Mode().IsRegular() || info.Size() != x.Bytes || info.ModTime().UnixMicro() != x.changed {
		return nil, errors.Join(errChanged, err)
	}
	u, err := i.Receive(ctx, org, x.Name, in)
	if err != nil {
		return nil, err
	}
	var s *SavedMapping
	before := ""
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		if s, err = i.mapping(ctx, tx, org, f.Mapping, "body.mapping"); err != nil {
			return err
		}
		before, err = sameContent(ctx, tx, org, f.ID, u.Hash, x.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	x.hash = u.Hash
	if before != "" {
		x.Error = fmt.Sprintf("The same content came before, as %q.", before)
		return nil, nil
	}
	if u, err = i.sheetFor(ctx, org, u, &s.Mapping); err != nil {
		return nil, err
	}
	return i.Start(ctx, org, Wish{Upload: u.Hash, Mapping: s.Mapping, OpenCases: f.OpenCases, Saved: s.ID, folder: f.ID,
		by: &Actor{Kind: identity.BySystem, ID: string(f.ID), Name: fmt.Sprintf("%s, for %s", f.Name, f.By)}}, "folder:"+x.ID)
}

// sheetFor picks the sheet of a workbook that has a mapping's columns.
func (i *Imports) sheetFor(ctx context.Context, org db.Org, u *Upload, m *Mapping) (*Upload, error) {
	for _, s := range u.Sheets {
		if s.Upload == "" {
			continue
		}
		one, err := i.upload(ctx, org, s.Upload)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(m.columns(), func(c string) bool { return !slices.Contains(one.names(), c) }) {
			return one, nil
		}
	}
	return u, nil
}

// settleFiles sees to the files whose import has ended.
func (i *Imports) settleFiles(ctx context.Context, org db.Org, f *Folder, dir *os.Root) error {
	var list []File
	err := i.DB.Read(ctx, org, func(tx *db.Tx) (err error) { list, err = takenFiles(ctx, tx, org, f.ID); return err })
	if err != nil {
		return err
	}
	for _, x := range list {
		im, err := i.Find(ctx, org, x.Import)
		if err != nil {
			return err
		}
		switch {
		case im.State == Waiting || im.State == Running || im.State == Undoing:
			continue
		case im.State == Failed:
			x.State, x.Error = FileFailed, im.Error
		case im.State == Cancelled:
			x.State, x.Error = FileFailed, "The import was stopped."
		case im.Rejected > 0 && im.Accepted+im.Duplicates == 0:
			x.State, x.Error = FileFailed, "Every row was refused."
		default:
			x.State = FileDone
		}
		if err := i.settleFile(ctx, org, dir, &x); err != nil {
			return err
		}
	}
	return nil
}

// settleFile stores what has become of a file and, once that is final, moves it out of the way. Where the folder can't be
// written to it stays, and is known by its name, size and time.
func (i *Imports) settleFile(ctx context.Context, org db.Org, dir *os.Root, x *File) error {
	to := map[FileState]string{FileDone: doneFolder, FileRepeated: doneFolder, FileFailed: failedFolder}[x.State]
	err := i.DB.Write(ctx, org, func(tx *db.Tx) error {
		if to != "" {
			x.FinishedAt = &tx.Now
		}
		return putFile(ctx, tx, org, x)
	})
	if err != nil || to == "" {
		return err
	}
	if x.Moved = moved(dir, x, to, i.DB.Now()); x.Moved == "" {
		return nil
	}
	return i.DB.Write(ctx, org, func(tx *db.Tx) error { return putFile(ctx, tx, org, x) })
}

// moved moves a file that is still the one that was dealt with, and returns its new name below the folder.
func moved(dir *os.Root, x *File, to string, now time.Time) string {
	info, err := dir.Lstat(x.Name)
	if err != nil || info.Size() != x.Bytes || info.ModTime().UnixMicro() != x.changed {
		return ""
	}
	if err := dir.Mkdir(to, 0o750); err != nil && !errors.Is(err, fs.ErrExist) {
		return ""
	}
	name := to + "/" + x.Name
	if _, err := dir.Lstat(name); err == nil {
		end := filepath.Ext(x.Name)
		name = to + "/" + strings.TrimSuffix(x.Name, end) + "." + now.UTC().Format("20060102-150405.000000") + end
	}
	if err := dir.Rename(x.Name, name); err != nil {
		return ""
	}
	return name
}

// Files lists what was found in a folder, newest first, before a cursor.
func (i *Imports) Files(ctx context.Context, org db.Org, id FolderID, before string, limit int) (list []File, next string, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error {
		if _, err := findFolder(ctx, tx, org, id); err != nil {
			return err
		}
		list, err = queryFiles(ctx, tx, org, id, before, limit+1)
		return err
	})
	if len(list) > limit {
		list = list[:limit]
		next = list[limit-1].ID
	}
	return list, next, err
}
