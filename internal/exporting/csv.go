package exporting

import (
	"bufio"
	"io"
	"strconv"
	"strings"
)

// csvSheet writes RFC 4180 in UTF-8 with a mark, which spreadsheet programs need to know it.
type csvSheet struct {
	out     *bufio.Writer
	columns []column
	number  []byte
}

func newCSV(w io.Writer, columns []column) (*csvSheet, error) {
	c := &csvSheet{out: bufio.NewWriterSize(w, 256<<10), columns: columns}
	_, _ = c.out.WriteString("\uFEFF") // bufio keeps the first error
	for i, col := range columns {
		c.sep(i)
		c.text(col.name)
	}
	_, err := c.out.WriteString("\r\n")
	return c, err
}

func (c *csvSheet) sep(i int) {
	if i > 0 {
		_ = c.out.WriteByte(',')
	}
}

// harmless keeps spreadsheet programs from taking somebody's words for a formula: an apostrophe in front says that it is text.
func harmless(s string) string {
	if s != "" && strings.ContainsRune("=+-@\t\r", rune(s[0])) {
		return "'" + s
	}
	return s
}

func (c *csvSheet) text(s string) {
	s = harmless(s)
	if !strings.ContainsAny(s, "\",\r\n") && strings.TrimSpace(s) == s {
		_, _ = c.out.WriteString(s)
		return
	}
	_ = c.out.WriteByte('"')
	for {
		i := strings.IndexByte(s, '"')
		if i < 0 {
			break
		}
		_, _ = c.out.WriteString(s[:i+1])
		_ = c.out.WriteByte('"')
		s = s[i+1:]
	}
	_, _ = c.out.WriteString(s)
	_ = c.out.WriteByte('"')
}

func (c *csvSheet) row(cells []cell) error {
	for i, v := range cells {
		c.sep(i)
		if !v.set {
			continue
		}
		switch c.columns[i].kind {
		case number, count:
			c.number = appendNumber(c.number[:0], v.f)
			_, _ = c.out.Write(c.number)
		case truth:
			_, _ = c.out.WriteString(truthWord(v))
		default:
			c.text(v.s)
		}
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

func (c *csvSheet) close() error { return c.out.Flush() }

// appendNumber writes the shortest text that reads back as the same number.
func appendNumber(b []byte, f float64) []byte { return strconv.AppendFloat(b, f, 'f', -1, 64) }

func truthWord(c cell) string {
	if c.f != 0 {
		return "true"
	}
	return "false"
}

func (c *csvSheet) drop() {}
