package exporting

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Files have their export's id for a name: unlike blobs two are never one, so that removing one harms no other, and a backup
// leaves the folder out.

const unfinished = ".part"

// clear removes what killed jobs have left.
func (x *Exports) clear() error {
	left, err := filepath.Glob(filepath.Join(x.Dir, "*"+unfinished))
	beside, also := filepath.Glob(filepath.Join(x.Dir, "excelize-*")) // sheets that were being put together
	left, err = append(left, beside...), errors.Join(err, also)
	for _, name := range left {
		err = errors.Join(err, os.Remove(name))
	}
	return err
}

func (x *Exports) path(id ID) (string, error) {
	if id == "" || strings.ContainsAny(string(id), `/\.`) {
		return "", unknown()
	}
	return filepath.Join(x.Dir, string(id)), nil
}

func (x *Exports) file(id ID) (*os.File, error) {
	path, err := x.path(id)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path) //nolint:gosec // an id without any separator
	if errors.Is(err, fs.ErrNotExist) {
		return nil, problem.New(problem.NotFound, "export_file_missing", "The file isn't on this server any more. Export it again.")
	}
	return f, err
}

func (x *Exports) drop(id ID) error {
	path, err := x.path(id)
	if err != nil {
		return err
	}
	if err := os.Remove(path); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	return nil
}

// write makes a file with what fn writes, durable and whole, or leaves nothing; it returns its size.
func (x *Exports) write(id ID, fn func(io.Writer) error) (size int64, err error) {
	path, err := x.path(id)
	if err != nil {
		return 0, err
	}
	if err := os.MkdirAll(x.Dir, 0o700); err != nil {
		return 0, full(err)
	}
	tmp, err := os.Create(path + unfinished) //nolint:gosec // an id without any separator
	if err != nil {
		return 0, full(err)
	}
	defer func() {
		if err != nil {
			_ = os.Remove(tmp.Name()) // clear does it otherwise
		}
	}()
	err = fn(tmp)
	if err == nil {
		err = tmp.Sync()
	}
	info, statErr := tmp.Stat()
	if err = errors.Join(err, statErr, tmp.Close()); err != nil {
		return 0, full(err)
	}
	return info.Size(), os.Rename(tmp.Name(), path)
}

// full tells the user about a full disk, whatever was being done.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(problem.New(problem.NoSpace, "no_space", "There is no room left on the server's disk."), err)
	}
	return err
}
