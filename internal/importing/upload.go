package importing

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// MaxUpload is the largest file taken, in bytes.
const MaxUpload = 2 << 30

// Upload is a file that was sent in and looked at.
type Upload struct {
	Hash      string   `json:"upload" doc:"Names the file from now on"`
	Name      string   `json:"name"`
	Bytes     int64    `json:"bytes"`
	Encoding  string   `json:"encoding" enum:"utf-8,utf-16le,utf-16be,windows-1252"`
	Delimiter string   `json:"delimiter"`
	Rows      int64    `json:"rows" doc:"Below the header"`
	Columns   []Column `json:"columns"`
	Mapping   *Mapping `json:"mapping,omitempty" doc:"A guess, to look over"`

	format Format
}

func (u *Upload) names() []string {
	out := make([]string, len(u.Columns))
	for i, c := range u.Columns {
		out[i] = c.Name
	}
	return out
}

// Receive keeps a file and describes it: how it is written, its columns over all rows, and a guessed mapping.
func (i *Imports) Receive(ctx context.Context, org db.Org, name string, r io.Reader) (*Upload, error) {
	name = fileName(name)
	if err := identity.Name(name, "query.name", 200); err != nil {
		return nil, err
	}
	masker, err := i.Log.Masker(ctx, org)
	if err != nil {
		return nil, err
	}
	in := &remembering{r: r}
	ref, err := i.Blobs.Put(ctx, masker.Reader(in), MaxUpload) // what nobody should keep isn't kept in the file either
	if err != nil {
		if in.err != nil && problem.KindOf(err) == "" {
			return nil, problem.New(problem.Malformed, "upload_cut", "The file didn't arrive whole. Send it again.")
		}
		return nil, err
	}
	u := &Upload{Hash: ref.Hash, Name: name, Bytes: ref.Size}
	if err := i.look(ctx, u); err != nil {
		return nil, err
	}
	return u, i.DB.Write(ctx, org, func(tx *db.Tx) error { return putUpload(ctx, tx, org, u) })
}

// look fills in what a file is like.
func (i *Imports) look(ctx context.Context, u *Upload) error {
	f, err := i.Blobs.Get(u.Hash)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	if u.format, err = Sniff(f); err != nil {
		return err
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	u.Columns, u.Rows, err = profile(u.format.Open(&stoppable{ctx, f}))
	if err != nil {
		return err
	}
	u.Encoding, u.Delimiter = u.format.Encoding, u.format.Delimiter
	u.Mapping = suggest(u.Columns, u.Rows, u.Name)
	return nil
}

// upload finds a file that this organisation has sent.
func (i *Imports) upload(ctx context.Context, org db.Org, hash string) (u *Upload, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { u, err = findUpload(ctx, tx, org, hash); return err })
	return u, err
}

// open reads an upload from its first row on; the caller closes the file.
func (i *Imports) open(ctx context.Context, u *Upload) (r *Reader, f io.Closer, names []string, err error) {
	file, err := i.Blobs.Get(u.Hash)
	if err != nil {
		return nil, nil, nil, err
	}
	r = u.format.Open(&stoppable{ctx, file})
	if names, err = r.Header(); err != nil {
		return nil, nil, nil, errors.Join(err, file.Close())
	}
	return r, file, names, nil
}

// fileName is the last part of a path, whichever system wrote it.
func fileName(s string) string {
	if at := strings.LastIndexAny(s, `/\`); at >= 0 {
		s = s[at+1:]
	}
	if s = strings.TrimSpace(s); s == "" {
		return "upload.csv"
	}
	return s
}

// bare is a file's name without its ending.
func bare(name string) string { return strings.TrimSuffix(name, filepath.Ext(name)) }

// remembering knows whether it was the reading that failed.
type remembering struct {
	r   io.Reader
	err error
}

func (m *remembering) Read(p []byte) (int, error) {
	n, err := m.r.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		m.err = err
	}
	return n, err
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
