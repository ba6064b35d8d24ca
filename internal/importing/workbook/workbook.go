// Package workbook reads the rows of an Excel workbook (.xlsx) as they come, in bounded memory, and takes none of its words on
// trust: a file may be made to fill the memory or the disk of whoever opens it.
package workbook

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// What a workbook may be at most. Rows and columns are the format's own limits.
const (
	MaxRows    = 1 << 20
	MaxColumns = 1 << 14
	maxSheets  = 1000
	maxPart    = 4 << 30 // bytes of one part, unpacked
	maxNames   = 4 << 20 // bytes of the archive's list of files
	// A sheet shrinks to a tenth or a thirtieth when packed. What unpacks to two hundred times as much was made to.
	maxRatio   = 200
	ratioAfter = 64 << 20
)

// Sheet is one table of a workbook.
type Sheet struct {
	Name   string
	Hidden bool

	part string
}

// Book is an open workbook.
type Book struct {
	Sheets []Sheet

	ctx     context.Context
	parts   map[string]*zip.File // by lower-case path
	from904 bool                 // days are counted from 1904, as on old Macintoshes
	styles  []style
	shared  string // path of the shared strings; empty where there are none
	strings *table
}

// Is reports whether a file begins as workbooks and other office files do.
func Is(head []byte) bool {
	return bytes.HasPrefix(head, []byte("PK\x03\x04")) || bytes.HasPrefix(head, compound)
}

// compound is how files of the older office formats begin, and encrypted ones of the newer.
var compound = []byte("\xD0\xCF\x11\xE0")

// Open reads what a workbook consists of; its rows are read later. Close it. Refusals are problems that say what to do.
func Open(ctx context.Context, r io.ReaderAt, size int64) (*Book, error) {
	head := make([]byte, 4)
	if _, err := r.ReadAt(head, 0); err == nil && bytes.Equal(head, compound) {
		return nil, oldOrLocked(r, size)
	}
	names := &sparing{r: r, left: maxNames}
	z, err := zip.NewReader(names, size)
	if errors.Is(err, errSpent) {
		return nil, hostile("its list of files is too long")
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) || z == nil {
		return nil, damaged("it isn't a whole archive")
	}
	names.left = -1 // the list is read; from here on each part has its own limit
	b := &Book{ctx: ctx, parts: make(map[string]*zip.File, len(z.File))}
	for _, f := range z.File {
		name := partName("", f.Name)
		if _, again := b.parts[name]; !again {
			b.parts[name] = f
		}
	}
	return b, b.open()
}

// Close removes what was put aside.
func (b *Book) Close() error {
	if b.strings == nil {
		return nil
	}
	return b.strings.close()
}

func (b *Book) open() error {
	main, err := b.main()
	if err != nil {
		return err
	}
	links, err := b.links(main)
	if err != nil {
		return err
	}
	if err := b.sheets(main, links); err != nil {
		return err
	}
	for _, l := range links {
		switch {
		case strings.HasSuffix(l.kind, "/sharedStrings"):
			b.shared = l.to
		case strings.HasSuffix(l.kind, "/styles"):
			if b.styles, err = b.readStyles(l.to); err != nil {
				return err
			}
		}
	}
	return nil
}

// main finds the part that lists the sheets.
func (b *Book) main() (string, error) {
	links, err := b.links("")
	if err != nil {
		return "", err
	}
	for _, l := range links {
		if strings.HasSuffix(l.kind, "/officeDocument") && b.parts[l.to] != nil {
			if strings.HasSuffix(l.to, ".bin") {
				return "", problem.At("body", "workbook_binary", "This is a binary workbook (.xlsb). Save it as .xlsx or as CSV and send that.")
			}
			return l.to, nil
		}
	}
	if b.parts["xl/workbook.xml"] != nil {
		return "xl/workbook.xml", nil
	}
	if b.parts["content.xml"] != nil && b.parts["mimetype"] != nil {
		return "", problem.At("body", "workbook_other", "This is an OpenDocument file. Save it as .xlsx or as CSV and send that.")
	}
	return "", problem.At("body", "not_a_workbook", "This archive holds no spreadsheet. Send a .xlsx file, CSV or NDJSON.")
}

// link is a relationship from one part to another.
type link struct{ id, kind, to string }

// links reads the relationships of a part; "" is the package itself. Those that lead outside the file are left out: nothing is
// ever fetched.
func (b *Book) links(of string) ([]link, error) {
	dir, base := path.Split(of)
	name := dir + "_rels/" + base + ".rels"
	if b.parts[name] == nil {
		return nil, nil
	}
	var out []link
	err := b.each(name, func(x *scanner) error {
		if !x.start || string(x.name) != "Relationship" || strings.EqualFold(x.attr("TargetMode"), "External") {
			return nil
		}
		if len(out) > 10*maxSheets {
			return hostile("it has too many parts")
		}
		out = append(out, link{x.attr("Id"), x.attr("Type"), partName(dir, x.attr("Target"))})
		return nil
	})
	return out, err
}

func (b *Book) sheets(main string, links []link) error {
	to := map[string]string{}
	for _, l := range links {
		if strings.HasSuffix(l.kind, "/worksheet") {
			to[l.id] = l.to
		}
	}
	err := b.each(main, func(x *scanner) error {
		switch {
		case !x.start:
		case string(x.name) == "workbookPr":
			v := x.attr("date1904")
			b.from904 = v == "1" || v == "true"
		case string(x.name) == "sheet":
			if len(b.Sheets) >= maxSheets {
				return hostile("it has too many sheets")
			}
			part := to[x.attr("id")]
			if b.parts[part] == nil {
				return nil // a chart or a macro sheet, or one that isn't there
			}
			b.Sheets = append(b.Sheets, Sheet{Name: x.attr("name"), Hidden: x.attr("state") != "" && x.attr("state") != "visible", part: part})
		}
		return nil
	})
	if err == nil && len(b.Sheets) == 0 {
		err = problem.At("body", "workbook_without_sheets", "This workbook has no sheet with cells.")
	}
	return err
}

// each calls fn for every token of a part.
func (b *Book) each(name string, fn func(*scanner) error) error {
	r, err := b.part(name)
	if err != nil {
		return err
	}
	defer r.Close() //nolint:errcheck // only read
	x := newScanner(r)
	for {
		err := x.next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return b.failed(err)
		}
		if err := fn(x); err != nil {
			return err
		}
	}
}

// part opens one file of the archive within its limits.
func (b *Book) part(name string) (io.ReadCloser, error) {
	f := b.parts[name]
	if f == nil {
		return nil, damaged("a part of it is missing")
	}
	if f.Flags&1 != 0 {
		return nil, locked()
	}
	if f.Method != zip.Store && f.Method != zip.Deflate {
		return nil, damaged("it is packed in an unusual way")
	}
	r, err := f.Open()
	if err != nil {
		return nil, damaged("a part of it can't be opened")
	}
	return &bounded{ReadCloser: r, ctx: b.ctx, packed: int64(min(f.CompressedSize64, maxPart))}, nil //nolint:gosec // bounded
}

// failed turns what reading a part failed with into what a person can do about it.
func (b *Book) failed(err error) error {
	switch {
	case problem.KindOf(err) != "", b.ctx.Err() != nil:
		return err
	case errors.Is(err, errSyntax), errors.Is(err, zip.ErrChecksum), errors.Is(err, zip.ErrFormat), errors.Is(err, io.ErrUnexpectedEOF):
		return damaged("a part of it is broken")
	}
	return errors.Join(damaged("a part of it can't be unpacked"), err)
}

// partName is where a name leads from a folder of the archive: always inside it, since nothing but its own list is looked up.
func partName(dir, name string) string {
	name = strings.ReplaceAll(name, `\`, "/")
	if !strings.HasPrefix(name, "/") {
		name = dir + name
	}
	return strings.ToLower(strings.TrimPrefix(path.Clean("/"+name), "/"))
}

// bounded ends a part that unpacks to more than any honest one.
type bounded struct {
	io.ReadCloser
	ctx          context.Context
	packed, read int64
}

func (b *bounded) Read(p []byte) (int, error) {
	if err := b.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := b.ReadCloser.Read(p)
	b.read += int64(n)
	if b.read > maxPart || b.read > ratioAfter && b.read/maxRatio > b.packed {
		return n, hostile("it unpacks to far more than it should")
	}
	return n, err
}

// sparing reads no more than so many bytes; less than 0 is no limit.
type sparing struct {
	r    io.ReaderAt
	left int64
}

var errSpent = errors.New("workbook: the list of files is too long")

func (s *sparing) ReadAt(p []byte, at int64) (int, error) {
	if s.left >= 0 {
		if s.left -= int64(len(p)); s.left < 0 {
			s.left = 0
			return 0, errSpent
		}
	}
	return s.r.ReadAt(p, at)
}

// oldOrLocked tells a workbook of the old format from one behind a password: both are compound files, and the second names its
// one stream in UTF-16.
func oldOrLocked(r io.ReaderAt, size int64) error {
	const look = 1 << 20
	mark := []byte("E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00")
	for _, at := range []int64{0, max(0, size-look)} {
		b := make([]byte, min(look, size))
		n, _ := r.ReadAt(b, at) // the end of the file is no failure here
		if bytes.Contains(b[:n], mark) {
			return locked()
		}
	}
	return problem.At("body", "workbook_old", "This is a spreadsheet of the format before 2007 (.xls). Save it as .xlsx or as CSV and send that.")
}

func locked() error {
	return problem.At("body", "workbook_locked", "This workbook is protected by a password. Save it without one and send that.")
}

func damaged(why string) error {
	return problem.At("body", "workbook_damaged", "This workbook can't be read: %s. Open it in a spreadsheet program, save it again and send that.", why).
		With(problem.Args{"reason": why})
}

func hostile(why string) error {
	return problem.At("body", "workbook_refused", "This workbook is refused: %s.", why).With(problem.Args{"reason": why})
}

func tooLarge(what string, n, most int) error {
	return problem.At("body", "workbook_too_large", "The sheet has more %s than a workbook can: %d of at most %d.", what, n, most)
}

func wrap(err error) error { return fmt.Errorf("read workbook: %w", err) }
