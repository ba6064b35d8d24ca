package importing

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/masking"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// scribe writes the rows of a workbook or of NDJSON out as CSV, once, so that everything behind it (looking, previewing,
// importing, resuming, handing rejected rows back) reads one format at one speed. Rows keep their numbers: those missing are
// blank lines. The header is known last, so it is written in front afterwards.
type scribe struct {
	names  []string
	before int // blank lines in front of the header
	file   *os.File
	out    *bufio.Writer
	next   int // the number of the next line
	size   int64
}

// mark begins a row that can't be read: the reason follows, another mark, and the row as it stands in the file.
const mark = "\x01"

// newScribe expects the number of the first line behind the header.
func newScribe(next int) (*scribe, error) {
	f, err := os.CreateTemp("", "touchstone-rows-")
	if err != nil {
		return nil, fmt.Errorf("write rows out: %w", err)
	}
	_ = os.Remove(f.Name()) // it lives as long as it is open
	return &scribe{file: f, out: bufio.NewWriterSize(f, 1<<20), next: next}, nil
}

func (s *scribe) close() { _ = s.file.Close() }

// to writes blank lines up to a row.
func (s *scribe) to(number int) error {
	for ; s.next < number; s.next++ {
		if err := s.out.WriteByte('\n'); err != nil {
			return err
		}
	}
	s.next++
	return nil
}

// row writes one row. Errors of the buffer stay with it until it is flushed.
func (s *scribe) row(number int, cells []string) error {
	if err := s.to(number); err != nil {
		return err
	}
	// One long text that a million cells refer to makes a large file of a small one.
	if s.size += writeRow(s.out, cells); s.size > MaxUpload {
		return problem.At("body", "file_unpacks_too_large", "The file's rows, written out, are more than %d bytes. Send it in parts.", int64(MaxUpload))
	}
	return nil
}

// refuse writes a row that can't be read.
func (s *scribe) refuse(number int, reason, text string) error {
	if err := s.to(number); err != nil {
		return err
	}
	_, err := s.out.WriteString(quote(mark+reason+mark+text) + "\n")
	return err
}

// writeRow returns how many bytes it was.
func writeRow(out *bufio.Writer, cells []string) (size int64) {
	for i, c := range cells {
		if i > 0 {
			_ = out.WriteByte(',')
		} else {
			c = strings.TrimLeft(c, mark)
		}
		if strings.ContainsAny(c, "\",\r\n") || len(cells) == 1 && c == "" {
			c = quote(c)
		}
		n, _ := out.WriteString(c)
		size += int64(n) + 1
	}
	_ = out.WriteByte('\n')
	return size
}

// keep stores header and rows as a blob.
func (s *scribe) keep(ctx context.Context, blobs *blob.Store, masker *masking.Masker) (blob.Ref, error) {
	if err := s.out.Flush(); err != nil {
		return blob.Ref{}, fmt.Errorf("write rows out: %w", err)
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return blob.Ref{}, fmt.Errorf("write rows out: %w", err)
	}
	var head strings.Builder
	w := bufio.NewWriter(&head)
	_, _ = w.WriteString(strings.Repeat("\n", s.before))
	writeRow(w, s.names)
	if err := w.Flush(); err != nil {
		return blob.Ref{}, err
	}
	return blobs.Put(ctx, masker.Reader(io.MultiReader(strings.NewReader(head.String()), s.file)), 2*MaxUpload)
}
