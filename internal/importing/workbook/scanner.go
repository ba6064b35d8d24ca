package workbook

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"unicode/utf8"
)

// scanner reads XML token by token into buffers that it uses again. The standard decoder keeps a text of any length in memory,
// and takes a string and a slice for every tag of a hundred million.
type scanner struct {
	r *bufio.Reader

	start, end bool   // the token opens an element, closes one, or both; else it is text
	name       []byte // of the element, without its prefix
	text       []byte // between two tags, entities resolved
	attrs      []attribute

	tag   []byte
	begun bool
}

type attribute struct{ name, value []byte }

const (
	maxTag  = 64 << 10
	maxText = 1 << 20
)

var errSyntax = errors.New("workbook: broken XML")

func newScanner(r io.Reader) *scanner { return &scanner{r: bufio.NewReaderSize(r, 64<<10)} }

// attr returns the value of an attribute by its name without prefix; "" where there is none.
func (s *scanner) attr(name string) string {
	for _, a := range s.attrs {
		if string(a.name) == name {
			return string(a.value)
		}
	}
	return ""
}

// next reads the next token, or io.EOF.
func (s *scanner) next() error {
	if !s.begun {
		s.begun = true
		if err := s.begin(); err != nil {
			return err
		}
	}
	s.start, s.end, s.name, s.text, s.attrs = false, false, nil, s.text[:0], s.attrs[:0]
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return err
		}
		if c != '<' {
			if err := s.r.UnreadByte(); err != nil {
				return err
			}
			return s.characters()
		}
		if c, err = s.r.ReadByte(); err != nil {
			return broken(err)
		}
		switch c {
		case '!':
			data, err := s.declaration()
			if err != nil || data {
				return err
			}
		case '?':
			if err := s.until("?>", nil); err != nil {
				return err
			}
		default:
			return s.element(c)
		}
	}
}

// begin refuses what isn't UTF-8, which is all that spreadsheet programs write.
func (s *scanner) begin() error {
	head, err := s.r.Peek(3)
	if bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")) {
		_, err = s.r.Discard(3)
		return err
	}
	if len(head) > 1 && (head[0] == 0 || head[1] == 0 || head[0] >= 0xFE) {
		return errSyntax
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

// characters reads text up to the next tag.
func (s *scanner) characters() error {
	for {
		part, err := s.r.ReadSlice('<')
		if len(s.text)+len(part) > maxText {
			return hostile("a cell is longer than any cell can be")
		}
		s.text = append(s.text, part...)
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
		case errors.Is(err, io.EOF):
			s.text = resolve(s.text)
			return nil // blanks after the last tag
		case err != nil:
			return err
		default:
			s.text = resolve(s.text[:len(s.text)-1])
			return s.r.UnreadByte()
		}
	}
}

// declaration passes over a comment or a DOCTYPE, whose entities are never defined; text in CDATA is a token.
func (s *scanner) declaration() (data bool, err error) {
	head, err := s.r.Peek(7)
	switch {
	case bytes.HasPrefix(head, []byte("--")):
		return false, s.until("-->", nil)
	case bytes.Equal(head, []byte("[CDATA[")):
		if _, err := s.r.Discard(7); err != nil {
			return false, err
		}
		return true, s.until("]]>", &s.text)
	case len(head) == 0 && err != nil:
		return false, broken(err)
	}
	return false, hostile("it declares a document type of its own")
}

// until reads to a mark; what stands before it goes into keep.
func (s *scanner) until(mark string, keep *[]byte) error {
	var last []byte
	n := 0
	for {
		c, err := s.r.ReadByte()
		if err != nil {
			return broken(err)
		}
		if keep != nil {
			*keep = append(*keep, c)
		}
		if last = append(last, c); len(last) > len(mark) {
			last = last[1:]
		}
		if string(last) == mark {
			if keep != nil {
				*keep = (*keep)[:len(*keep)-len(mark)]
			}
			return nil
		}
		if n++; n > maxText {
			return hostile("a cell is longer than any cell can be")
		}
	}
}

// element reads a tag whose first character is c.
func (s *scanner) element(c byte) error {
	s.tag = append(s.tag[:0], c)
	if err := s.rest(); err != nil {
		return err
	}
	b := s.tag
	if b[0] == '/' {
		s.end = true
		s.name = local(bytes.TrimRight(b[1:], " \t\r\n"))
		return nil
	}
	s.start = true
	if b[len(b)-1] == '/' {
		s.end = true
		b = b[:len(b)-1]
	}
	at := bytes.IndexAny(b, " \t\r\n")
	if at < 0 {
		at = len(b)
	}
	if at == 0 {
		return errSyntax
	}
	s.name = local(b[:at])
	return s.attributes(b[at:])
}

// rest reads a tag to its end, which isn't a ">" within quotes.
func (s *scanner) rest() error {
	var quote byte
	if s.tag[0] == '>' {
		return errSyntax
	}
	for {
		c, err := s.r.ReadByte()
		switch {
		case err != nil:
			return broken(err)
		case quote == 0 && c == '>':
			return nil
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c == quote:
			quote = 0
		}
		if s.tag = append(s.tag, c); len(s.tag) > maxTag {
			return hostile("a tag in it is too long")
		}
	}
}

func (s *scanner) attributes(b []byte) error {
	for {
		b = bytes.TrimLeft(b, " \t\r\n")
		if len(b) == 0 {
			return nil
		}
		eq := bytes.IndexByte(b, '=')
		if eq <= 0 {
			return errSyntax
		}
		name := local(bytes.TrimRight(b[:eq], " \t\r\n"))
		b = bytes.TrimLeft(b[eq+1:], " \t\r\n")
		if len(b) < 2 || b[0] != '"' && b[0] != '\'' {
			return errSyntax
		}
		end := bytes.IndexByte(b[1:], b[0])
		if end < 0 {
			return errSyntax
		}
		s.attrs = append(s.attrs, attribute{name, resolve(b[1 : 1+end])})
		b = b[end+2:]
	}
}

func local(name []byte) []byte {
	if at := bytes.IndexByte(name, ':'); at >= 0 {
		return name[at+1:]
	}
	return name
}

// resolve replaces the five entities of XML and numbered characters, in place: the result is never longer.
func resolve(b []byte) []byte {
	at := bytes.IndexByte(b, '&')
	if at < 0 {
		return b
	}
	out := b[:at]
	for i := at; i < len(b); {
		if b[i] != '&' {
			out = append(out, b[i])
			i++
			continue
		}
		end := bytes.IndexByte(b[i:min(len(b), i+12)], ';')
		if end < 0 {
			out = append(out, b[i])
			i++
			continue
		}
		r, ok := entity(string(b[i+1 : i+end]))
		if !ok {
			out = append(out, b[i])
			i++
			continue
		}
		out = utf8.AppendRune(out, r)
		i += end + 1
	}
	return out
}

func entity(name string) (rune, bool) {
	switch name {
	case "amp":
		return '&', true
	case "lt":
		return '<', true
	case "gt":
		return '>', true
	case "quot":
		return '"', true
	case "apos":
		return '\'', true
	}
	if len(name) < 2 || name[0] != '#' {
		return 0, false
	}
	base, digits := 10, name[1:]
	if digits[0] == 'x' || digits[0] == 'X' {
		base, digits = 16, digits[1:]
	}
	n, err := strconv.ParseUint(digits, base, 32)
	if err != nil || n == 0 || n > utf8.MaxRune {
		return 0, false
	}
	return rune(n), true
}

// broken is the end of a file within a tag.
func broken(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
