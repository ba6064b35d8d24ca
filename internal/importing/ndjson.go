package importing

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

const maxNesting = 10

// writeLines writes NDJSON out: a column for every key that any line has, keys within keys joined by a dot. A line that is no
// object is refused alone.
func writeLines(ctx context.Context, in io.Reader) (*scribe, error) {
	s, err := newScribe(1)
	if err != nil {
		return nil, err
	}
	if err := s.lines(bufio.NewReaderSize(&stoppable{ctx, in}, 256<<10)); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

func (s *scribe) lines(r *bufio.Reader) error {
	l := &lines{at: map[string]int{}}
	rows := 0
	for number := 1; ; number++ {
		line, long, readErr := readLine(r)
		if readErr != nil && !errors.Is(readErr, io.EOF) {
			return fmt.Errorf("read file: %w", readErr)
		}
		if text := bytes.TrimSpace(line); len(text) > 0 {
			rows++
			if err := l.write(s, number, text, long); err != nil {
				return err
			}
		}
		if readErr != nil {
			break
		}
	}
	switch {
	case rows == 0:
		return errEmpty()
	case len(l.names) == 0:
		return errNoRows()
	}
	s.names = l.names
	return nil
}

// lines knows the columns met so far.
type lines struct {
	names []string
	at    map[string]int
	cells []string
	set   []bool
}

func (l *lines) write(s *scribe, number int, text []byte, long bool) error {
	if long {
		return s.refuse(number, tooLong, string(clip(text)))
	}
	if !utf8.Valid(text) {
		return s.refuse(number, "The line isn't valid UTF-8.", strings.ToValidUTF8(string(text), "\uFFFD"))
	}
	l.cells, l.set = l.cells[:0], l.set[:0]
	known := len(l.names)
	err := l.object(text)
	if len(l.names) > maxColumns {
		return errColumns(len(l.names))
	}
	var bad reason
	if errors.As(err, &bad) {
		for _, n := range l.names[known:] {
			delete(l.at, n) // a refused line names no columns
		}
		l.names = l.names[:known]
		return s.refuse(number, string(bad), string(text))
	}
	if err != nil {
		return err
	}
	if len(l.cells) == 0 {
		l.cells = append(l.cells, "")
	}
	return s.row(number, l.cells)
}

// object reads a line; an error is a reason.
func (l *lines) object(text []byte) error {
	if text[0] != '{' {
		return refuse("The line isn't a JSON object: it begins with %q.", firstRune(text))
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if _, err := d.Token(); err != nil {
		return unreadable(err)
	}
	if err := l.members(d, "", 1); err != nil {
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return refuse("The line isn't one JSON object: more text follows it.")
	}
	return nil
}

func firstRune(b []byte) string {
	r, _ := utf8.DecodeRune(b)
	return string(r)
}

func unreadable(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return refuse("The line isn't a JSON object: it ends too early.")
	}
	return refuse("The line isn't a JSON object: %s.", err)
}

// members reads the keys of an object up to its end.
func (l *lines) members(d *json.Decoder, prefix string, depth int) error {
	if depth > maxNesting {
		return refuse("The line's objects are nested more than %d deep.", maxNesting)
	}
	for {
		t, err := d.Token()
		if err != nil {
			return unreadable(err)
		}
		key, ok := t.(string)
		if !ok {
			return nil // the closing brace
		}
		if err := l.value(d, prefix+key, depth); err != nil {
			return err
		}
	}
}

func (l *lines) value(d *json.Decoder, key string, depth int) error {
	t, err := d.Token()
	if err != nil {
		return unreadable(err)
	}
	switch v := t.(type) {
	case json.Delim:
		if v == '{' {
			return l.members(d, key+".", depth+1)
		}
		text, err := joined(d)
		if err != nil {
			return err
		}
		return l.put(key, text)
	case nil:
		return l.put(key, "")
	}
	return l.put(key, scalar(t))
}

// joined makes one text of a list. A list of lists or of objects isn't one value.
func joined(d *json.Decoder) (string, error) {
	var parts []string
	for {
		t, err := d.Token()
		if err != nil {
			return "", unreadable(err)
		}
		if v, ok := t.(json.Delim); ok {
			if v == ']' {
				return strings.Join(parts, "; "), nil
			}
			rest, err := passOver(d)
			if err != nil {
				return "", err
			}
			parts = append(parts, string(v)+rest)
			continue
		}
		if t != nil {
			parts = append(parts, scalar(t))
		}
	}
}

// passOver leaves out what a list or object inside a list holds, and shows that it was there.
func passOver(d *json.Decoder) (string, error) {
	for depth := 1; depth > 0; {
		t, err := d.Token()
		if err != nil {
			return "", unreadable(err)
		}
		if v, ok := t.(json.Delim); ok {
			if v == '[' || v == '{' {
				depth++
			} else {
				depth--
			}
			if depth == 0 {
				return "…" + v.String(), nil
			}
		}
	}
	return "", nil
}

func scalar(t json.Token) string {
	switch v := t.(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return ""
}

// put fills one cell of the row.
func (l *lines) put(key, text string) error {
	if strings.TrimSpace(key) == "" || len(key) > 200 {
		return refuse("The line has a key that can't name a column: %q.", brief(key))
	}
	at, ok := l.at[key]
	if !ok {
		at = len(l.names)
		key = strings.Clone(key)
		l.at[key], l.names = at, append(l.names, key)
	}
	for len(l.cells) <= at {
		l.cells, l.set = append(l.cells, ""), append(l.set, false)
	}
	if l.set[at] {
		return refuse("The line names %q twice.", brief(key))
	}
	l.cells[at], l.set[at] = text, true
	return nil
}

// readLine reads one line; of one longer than a row may be only the beginning is kept.
func readLine(r *bufio.Reader) (line []byte, long bool, err error) {
	for {
		part, err := r.ReadSlice('\n')
		if len(line) <= maxRow {
			line = append(line, part...)
		} else {
			long = true
		}
		if !errors.Is(err, bufio.ErrBufferFull) {
			return line, long || len(line) > maxRow+1, err
		}
	}
}

// isLines reports whether a text is JSON line by line, by its beginning and its name.
func isLines(head []byte, name string) (bool, error) {
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")))
	if len(head) == 0 || head[0] != '{' && head[0] != '[' {
		return false, nil
	}
	line, _, more := bytes.Cut(head, []byte("\n"))
	if head[0] == '{' && (json.Valid(line) || !more && len(head) >= sample-10) {
		return true, nil
	}
	named := strings.ToLower(name)
	for _, end := range []string{".ndjson", ".jsonl", ".json"} {
		if strings.HasSuffix(named, end) {
			if head[0] == '{' && end != ".json" {
				return true, nil // its first line is broken, and is refused alone
			}
			return false, errWholeJSON()
		}
	}
	if json.Valid(head) {
		return false, errWholeJSON()
	}
	return false, nil
}
