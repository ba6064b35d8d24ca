package importing

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing/workbook"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// MaxUpload is the largest file taken, in bytes.
const MaxUpload = 2 << 30

// Upload is a file that was sent in and looked at, or one sheet of it.
type Upload struct {
	Hash      string   `json:"upload" doc:"Names the file from now on"`
	Name      string   `json:"name"`
	Bytes     int64    `json:"bytes"`
	Kind      string   `json:"kind" enum:"csv,xlsx,ndjson"`
	Encoding  string   `json:"encoding" enum:"utf-8,utf-16le,utf-16be,windows-1252"`
	Delimiter string   `json:"delimiter"`
	Sheet     string   `json:"sheet,omitempty" doc:"Of a workbook, the one these rows are from"`
	Sheets    []Sheet  `json:"sheets,omitempty" doc:"Of a workbook"`
	Rows      int64    `json:"rows" doc:"Below the header"`
	Columns   []Column `json:"columns"`
	Mapping   *Mapping `json:"mapping,omitempty" doc:"A guess, to look over"`

	format  Format
	content string // hash of the rows written out; "" where the file itself is read
}

func (u *Upload) names() []string {
	out := make([]string, len(u.Columns))
	for i, c := range u.Columns {
		out[i] = c.Name
	}
	return out
}

// Receive keeps a file and describes it: how it is written, its columns over all rows, and a guessed mapping. Of a workbook it
// takes the first sheet that can be seen and has rows.
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
	return i.describe(ctx, org, &Upload{Hash: ref.Hash, Name: name, Bytes: ref.Size}, 0)
}

// Sheet describes another sheet of a workbook that was sent in, by its place from 1.
func (i *Imports) Sheet(ctx context.Context, org db.Org, id string, sheet int) (*Upload, error) {
	u, err := i.upload(ctx, org, id)
	if err != nil {
		return nil, err
	}
	if u.Kind != XLSX || sheet < 1 {
		return nil, problem.At("path.sheet", "sheet_unknown", "The file has no sheet %d.", sheet)
	}
	return i.describe(ctx, org, &Upload{Hash: u.file(), Name: u.Name, Bytes: u.Bytes}, sheet)
}

// Uploaded describes a file that was sent in before.
func (i *Imports) Uploaded(ctx context.Context, org db.Org, id string) (*Upload, error) {
	u, err := i.upload(ctx, org, id)
	if err != nil {
		return nil, err
	}
	return u, i.guess(ctx, org, u)
}

func (i *Imports) describe(ctx context.Context, org db.Org, u *Upload, sheet int) (*Upload, error) {
	if err := i.look(ctx, u, sheet); err != nil {
		return nil, err
	}
	if err := i.DB.Write(ctx, org, func(tx *db.Tx) error { return putUpload(ctx, tx, org, u) }); err != nil {
		return nil, err
	}
	return u, i.guess(ctx, org, u)
}

// guess fills in what the file's columns suggest.
func (i *Imports) guess(_ context.Context, _ db.Org, u *Upload) error {
	u.Mapping = u.format.Guess
	return nil
}

// look fills in what a file is like.
func (i *Imports) look(ctx context.Context, u *Upload, sheet int) error {
	f, err := i.Blobs.Get(u.Hash)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	rows := f
	if u.format, err = i.writtenOut(ctx, u, f, sheet); err != nil {
		return err
	}
	if u.content != "" {
		if rows, err = i.Blobs.Get(u.content); err != nil {
			return err
		}
		defer rows.Close() //nolint:errcheck // only read
	} else if u.format, err = Sniff(f); err != nil {
		return err
	}
	if _, err := rows.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	u.Columns, u.Rows, err = profile(u.format.Open(&stoppable{ctx, rows}))
	if err != nil {
		return err
	}
	u.format.Guess = suggest(u.Columns, u.Rows, u.Name)
	u.shown()
	return nil
}

// shown fills in what is told of the format.
func (u *Upload) shown() {
	u.Kind, u.Encoding, u.Delimiter, u.Sheet, u.Sheets = u.format.Kind, u.format.Encoding, u.format.Delimiter, u.format.Sheet, u.format.Sheets
	if u.Kind == "" {
		u.Kind = CSV
	}
}

// writtenOut writes the rows of a workbook or of NDJSON out as CSV, and leaves other files as they are.
func (i *Imports) writtenOut(ctx context.Context, u *Upload, f *os.File, sheet int) (fm Format, err error) {
	head := make([]byte, sample)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return fm, fmt.Errorf("read file: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fm, fmt.Errorf("read file: %w", err)
	}
	fm = Format{Encoding: UTF8, Delimiter: ","}
	var s *scribe
	if workbook.Is(head[:n]) {
		fm.Kind = XLSX
		if s, err = i.sheetOf(ctx, u, f, sheet, &fm); err != nil {
			return fm, err
		}
	} else {
		in, err := textOf(f, head[:n])
		if err != nil {
			return fm, err
		}
		is, err := isLines(in.head, u.Name)
		if err != nil || !is {
			return fm, err
		}
		fm.Kind = NDJSON
		if s, err = writeLines(ctx, in.all); err != nil {
			return fm, err
		}
	}
	defer s.close()
	ref, err := s.keep(ctx, i.Blobs)
	u.content = ref.Hash
	return fm, err
}

// sheetOf writes a sheet out. Each sheet but the first is an upload of its own: it has columns, and imports, of its own.
func (i *Imports) sheetOf(ctx context.Context, u *Upload, f *os.File, sheet int, fm *Format) (*scribe, error) {
	s, sheets, chosen, err := writeSheet(ctx, f, u.Bytes, sheet)
	if err != nil {
		return nil, err
	}
	file := u.Hash
	for k := range sheets {
		sheets[k].Upload = sheetID(file, k+1)
	}
	u.Hash, fm.Sheet, fm.Sheets = sheets[chosen-1].Upload, sheets[chosen-1].Name, sheets
	return s, nil
}

// sheetID names a sheet of a file.
func sheetID(file string, sheet int) string { return file + "." + strconv.Itoa(sheet) }

// file is the hash of the file that was sent.
func (u *Upload) file() string {
	hash, _, _ := strings.Cut(u.Hash, ".")
	return hash
}

// rows is the hash of the blob that is read.
func (u *Upload) rows() string {
	if u.content != "" {
		return u.content
	}
	return u.file()
}

// textOf decodes a file and its beginning.
func textOf(f *os.File, head []byte) (t struct {
	head []byte
	all  io.Reader
}, err error) {
	if len(head) == 0 {
		return t, errEmpty()
	}
	fm, err := marked(head)
	if err != nil {
		return t, err
	}
	t.all = fm.text(f)
	t.head, err = io.ReadAll(fm.text(bytes.NewReader(head)))
	return t, err
}

// upload finds a file that this organisation has sent.
func (i *Imports) upload(ctx context.Context, org db.Org, hash string) (u *Upload, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { u, err = findUpload(ctx, tx, org, hash); return err })
	return u, err
}

// open reads an upload from its first row on; the caller closes the file.
func (i *Imports) open(ctx context.Context, u *Upload) (r *Reader, f io.Closer, names []string, err error) {
	file, err := i.Blobs.Get(u.rows())
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
