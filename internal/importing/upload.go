package importing

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/importing/workbook"
	"github.com/touchstone-cx/touchstone/internal/masking"
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
	// Mapping is a saved one where one fits, else a guess; either is to be looked over.
	Mapping *Mapping     `json:"mapping,omitempty" doc:"To begin with: the saved mapping that fits, else a guess"`
	Saved   *UsedMapping `json:"saved,omitempty" doc:"The saved mapping that fits"`
	Guess   *Mapping     `json:"guess,omitempty" doc:"What the columns suggest, where a saved mapping fits"`

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

// Receive keeps a file and describes it: how it is written, its columns over all rows, and a guessed mapping. What nobody should
// keep, such as card numbers, isn't kept in the file either. Of a workbook it describes the first sheet that can be seen and has
// rows, and keeps the rows of all.
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
	begun := bufio.NewReaderSize(in, 4<<10)
	head, _ := begun.Peek(4 << 10) // what is wrong with it comes again
	list, err := i.keep(ctx, name, begun, masker, head)
	if err != nil {
		if in.err != nil && problem.KindOf(err) == "" {
			return nil, problem.New(problem.Malformed, "upload_cut", "The file didn't arrive whole. Send it again.")
		}
		return nil, err
	}
	err = i.DB.Write(ctx, org, func(tx *db.Tx) error {
		for _, u := range list {
			if err := putUpload(ctx, tx, org, u); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return list[0], i.guess(ctx, org, list[0])
}

// keep stores what was sent, as one upload or, of a workbook, one for each sheet, the one to begin with first. It refuses what is
// no text before any of it is stored: nothing could be masked in it.
func (i *Imports) keep(ctx context.Context, name string, r io.Reader, masker *masking.Masker, head []byte) ([]*Upload, error) {
	if workbook.Is(head) {
		return i.sheets(ctx, name, r, masker)
	}
	if len(head) > 0 {
		fm, err := marked(head)
		if err != nil {
			return nil, err
		}
		if fm.Encoding == UTF16LE || fm.Encoding == UTF16BE {
			u, err := i.decoded(ctx, name, r, fm, masker)
			return []*Upload{u}, err
		}
	}
	ref, err := i.Blobs.Put(ctx, masker.Reader(r), MaxUpload)
	if err != nil {
		return nil, err
	}
	u := &Upload{Hash: ref.Hash, Name: name, Bytes: ref.Size}
	return []*Upload{u}, i.keepOnly(ctx, u, ref.Hash, i.lookAt(ctx, u, masker))
}

// keepOnly removes the text that was stored first, where other rows were made of it, or where it is refused.
func (i *Imports) keepOnly(ctx context.Context, u *Upload, first string, refused error) error {
	if refused == nil && u.rows() == first {
		return nil
	}
	return errors.Join(refused, i.drop(context.WithoutCancel(ctx), first))
}

// decoded stores the text of a file in UTF-16 as UTF-8, masked. The file is named by its bytes as they were sent, as it was when
// they were what was stored: its rows have the keys that they had.
func (i *Imports) decoded(ctx context.Context, name string, r io.Reader, fm Format, masker *masking.Masker) (*Upload, error) {
	h, size := sha256.New(), counter(0)
	sent := io.TeeReader(io.LimitReader(r, MaxUpload+1), io.MultiWriter(h, &size))
	ref, err := i.Blobs.Put(ctx, masker.Reader(fm.text(sent)), 2*MaxUpload) // Chinese is half as large again in UTF-8
	if err != nil {
		return nil, err
	}
	if size > MaxUpload {
		return nil, problem.New(problem.TooLarge, "file_too_large", "The file is larger than %d bytes.", int64(MaxUpload)).With(problem.Args{"max": int64(MaxUpload)})
	}
	u := &Upload{Hash: hex.EncodeToString(h.Sum(nil)), Name: name, Bytes: int64(size), content: ref.Hash}
	if err := i.keepOnly(ctx, u, ref.Hash, i.lookAt(ctx, u, masker)); err != nil {
		return nil, err
	}
	if u.format.Kind == "" {
		u.format.Sent = fm.Encoding
		u.shown()
	}
	return u, nil
}

// counter counts bytes.
type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// Uploaded describes a file that was sent in before.
func (i *Imports) Uploaded(ctx context.Context, org db.Org, id string) (*Upload, error) {
	u, err := i.upload(ctx, org, id)
	if p, ok := problem.As(err); ok && p.Code == "upload_unknown" {
		return nil, problem.New(problem.NotFound, p.Code, "%s", p.Message)
	}
	if err != nil {
		return nil, err
	}
	return u, i.guess(ctx, org, u)
}

// guess fills in the mapping to begin with: the saved one that fits the file, else what its columns suggest.
func (i *Imports) guess(ctx context.Context, org db.Org, u *Upload) error {
	list, err := i.Mappings(ctx, org)
	if err != nil {
		return err
	}
	u.Mapping = u.format.Guess
	if s := fitting(u.Columns, list); s != nil {
		u.Guess, u.Mapping, u.Saved = u.Mapping, &s.Mapping, s.used()
	}
	return nil
}

// lookAt fills in what a file is like.
func (i *Imports) lookAt(ctx context.Context, u *Upload, masker *masking.Masker) error {
	f, err := i.Blobs.Get(u.rows())
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	lines, err := asLines(f, u.Name)
	if err != nil {
		return err
	}
	if lines != nil {
		s, err := writeLines(ctx, lines)
		if err != nil {
			return err
		}
		defer s.close()
		u.format = Format{Kind: NDJSON, Encoding: UTF8, Delimiter: ","}
		return i.written(ctx, u, s, masker)
	}
	if u.format, err = Sniff(f); err != nil {
		return err
	}
	return i.describe(ctx, u, f, masker)
}

// written stores the rows that a scribe has written out, and describes them.
func (i *Imports) written(ctx context.Context, u *Upload, s *scribe, masker *masking.Masker) error {
	ref, err := s.keep(ctx, i.Blobs, masker)
	if err != nil {
		return err
	}
	u.content = ref.Hash
	f, err := i.Blobs.Get(u.content)
	if err != nil {
		return err
	}
	defer f.Close() //nolint:errcheck // only read
	return i.describe(ctx, u, f, masker)
}

// profile describes the rows of a file.
func (u *Upload) profile(ctx context.Context, f *os.File, masker *masking.Masker) error {
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("read upload: %w", err)
	}
	var err error
	if u.Columns, u.Rows, err = profile(u.format.Open(&stoppable{ctx, f}), masker); err != nil {
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
	if u.format.Sent != "" {
		u.Encoding = u.format.Sent
	}
}

// rows is the hash of the blob that is read.
func (u *Upload) rows() string {
	if u.content != "" {
		return u.content
	}
	return u.Hash
}

// asLines returns the text of a file that is JSON line by line; nil where it is something else.
func asLines(f *os.File, name string) (io.Reader, error) {
	head := make([]byte, sample)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("read file: %w", err)
	}
	if _, err := f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	fm, err := marked(head[:n])
	if err != nil {
		return nil, err
	}
	text, err := io.ReadAll(fm.text(bytes.NewReader(head[:n])))
	if err != nil {
		return nil, fmt.Errorf("read file: %w", err)
	}
	is, err := isLines(text, name)
	if err != nil || !is {
		_, seekErr := f.Seek(0, io.SeekStart)
		return nil, errors.Join(err, seekErr)
	}
	return fm.text(f), nil
}

// upload finds a file that this organisation has sent.
func (i *Imports) upload(ctx context.Context, org db.Org, hash string) (u *Upload, err error) {
	err = i.DB.Read(ctx, org, func(tx *db.Tx) error { u, err = findUpload(ctx, tx, org, hash); return err })
	return u, err
}

// open reads an upload from its first row on; the caller closes the file.
func (i *Imports) open(ctx context.Context, u *Upload) (r *Reader, f io.Closer, names []string, err error) {
	file, err := i.Blobs.Get(u.rows())
	if problem.KindOf(err) == problem.NotFound && i.Shared != nil {
		file, err = i.Shared.Get(u.rows())
	}
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
