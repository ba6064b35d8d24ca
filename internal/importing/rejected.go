package importing

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"

	"github.com/touchstone-cx/touchstone/internal/db"
)

// WriteRejected writes the refused rows of an import as CSV in UTF-8: each as it stands in the file, behind its number and
// the reason. Those two come first, because a broken row may swallow what follows it.
func (i *Imports) WriteRejected(ctx context.Context, org db.Org, im *Import, w io.Writer) error {
	up, err := i.upload(ctx, org, im.Upload)
	if err != nil {
		return err
	}
	r, file, names, err := i.open(ctx, up)
	if err != nil {
		return err
	}
	defer file.Close() //nolint:errcheck // only read
	out, sep := bufio.NewWriter(w), up.format.Delimiter
	// The mark tells spreadsheet programs that this is UTF-8. bufio keeps the first error for Flush.
	_, _ = out.WriteString("\uFEFF" + addedColumn(names, "row") + sep + addedColumn(names, "reason") + sep)
	_, _ = out.Write(r.row.Raw)
	_, _ = out.WriteString("\r\n")
	list := &refusals{i: i, org: org, id: im.ID}
	for {
		next, err := list.next(ctx)
		if err != nil || next == nil {
			return errors.Join(err, out.Flush())
		}
		for {
			row, err := r.Next()
			if err != nil {
				return err // the file ended before its refusals did: not the file that was imported
			}
			if int64(row.Number) == next.line {
				_, _ = out.WriteString(itoa(next.line) + sep + quote(harmless(next.reason)) + sep)
				_, _ = out.Write(row.Raw)
				_, _ = out.WriteString("\r\n")
				break
			}
		}
	}
}

// addedColumn names an added column so that the file's own keep theirs.
func addedColumn(names []string, name string) string {
	for _, n := range names {
		if n == name {
			return "rejected " + name
		}
	}
	return name
}

// refusals reads an import's refusals in pages.
type refusals struct {
	i    *Imports
	org  db.Org
	id   ID
	page []refusal
	last int64
	end  bool
}

const refusalPage = 1000

// next returns the next refusal, nil after the last.
func (l *refusals) next(ctx context.Context) (*refusal, error) {
	if len(l.page) == 0 && !l.end {
		err := l.i.DB.Read(ctx, l.org, func(tx *db.Tx) (err error) {
			l.page, err = rejectedAfter(ctx, tx, l.org, l.id, l.last, refusalPage)
			return err
		})
		if err != nil {
			return nil, err
		}
		l.end = len(l.page) < refusalPage
	}
	if len(l.page) == 0 {
		return nil, nil
	}
	r := l.page[0]
	l.page, l.last = l.page[1:], r.line
	return &r, nil
}

// harmless keeps a spreadsheet program from taking our words for a formula.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func quote(s string) string { return `"` + strings.ReplaceAll(s, `"`, `""`) + `"` }
