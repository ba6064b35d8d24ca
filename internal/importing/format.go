package importing

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// The encodings a file may have.
const (
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1252 = "windows-1252"
)

// Format is how a file is written, found by looking at it.
type Format struct {
	Encoding  string `json:"encoding"`
	Skip      int    `json:"skip,omitempty"` // bytes of a byte order mark
	Delimiter string `json:"delimiter"`
	LoneCR    bool   `json:"lone_cr,omitempty"` // rows end with a carriage return alone
	// Sent is the encoding that the file came in, where its text is stored in another.
	Sent string `json:"sent,omitempty"`
	// Kind is what the rows were written out from; empty where the file itself is read.
	Kind   string  `json:"kind,omitempty"`
	Sheet  string  `json:"sheet,omitempty"`
	Sheets []Sheet `json:"sheets,omitempty"`
	// Guess is what the columns suggested when they were looked at: what they look like isn't kept in full.
	Guess *Mapping `json:"guess,omitempty"`
}

// The kinds of files that are read.
const (
	CSV    = "csv"
	XLSX   = "xlsx"
	NDJSON = "ndjson"
)

// sample is how much of a file decides on delimiter and line breaks.
const sample = 64 << 10

// Sniff finds out how a file is written. It reads all of it: one wrong byte in the last row tells UTF-8 from windows-1252.
func Sniff(f io.ReadSeeker) (Format, error) {
	head := make([]byte, sample)
	n, err := io.ReadFull(f, head)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return Format{}, fmt.Errorf("read file: %w", err)
	}
	head = head[:n]
	fm, err := marked(head)
	if err != nil {
		return fm, err
	}
	if fm.Encoding == "" {
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return fm, err
		}
		if fm.Encoding, err = byBytes(f); err != nil {
			return fm, err
		}
	}
	fm.Delimiter = ","
	text, err := io.ReadAll(fm.text(bytes.NewReader(head)))
	if err != nil {
		return fm, fmt.Errorf("read file: %w", err)
	}
	if len(bytes.TrimSpace(text)) == 0 {
		return fm, errEmpty()
	}
	fm.LoneCR = bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0
	fm.Delimiter = delimiter(text, fm, n < sample)
	return fm, nil
}

// marked knows files by their first bytes: a byte order mark, the zeros of UTF-16, or what is no text at all.
func marked(head []byte) (Format, error) {
	switch {
	case len(head) == 0:
		return Format{}, errEmpty()
	case bytes.HasPrefix(head, []byte("\xEF\xBB\xBF")):
		return Format{Encoding: UTF8, Skip: 3}, nil
	case bytes.HasPrefix(head, []byte("\xFF\xFE\x00\x00")), bytes.HasPrefix(head, []byte("\x00\x00\xFE\xFF")):
		return Format{}, errBinary() // UTF-32
	case bytes.HasPrefix(head, []byte("\xFF\xFE")):
		return Format{Encoding: UTF16LE, Skip: 2}, nil
	case bytes.HasPrefix(head, []byte("\xFE\xFF")):
		return Format{Encoding: UTF16BE, Skip: 2}, nil
	}
	// Text of any European language in UTF-16 has a zero in nearly every second byte, always on the same side.
	var zeros [2]int
	for i, c := range head[:min(len(head), 4096)] {
		if c == 0 {
			zeros[i%2]++
		}
	}
	half := min(len(head), 4096) / 2
	switch {
	case zeros[1] > half/2 && zeros[0] < half/20+1:
		return Format{Encoding: UTF16LE}, nil
	case zeros[0] > half/2 && zeros[1] < half/20+1:
		return Format{Encoding: UTF16BE}, nil
	case zeros[0]+zeros[1] > half/5:
		return Format{}, errBinary()
	}
	return Format{}, nil
}

// byBytes tells UTF-8 from windows-1252: letters beyond ASCII that are right in UTF-8 come in pairs that nobody writes by
// chance. A UTF-8 file may still hold a few rows that are wrong; they are refused one by one.
func byBytes(r io.Reader) (string, error) {
	in := bufio.NewReaderSize(r, 1<<20)
	right, wrong := 0, 0
	for {
		b, err := in.Peek(64 << 10)
		if len(b) == 0 {
			if errors.Is(err, io.EOF) {
				break
			}
			return "", fmt.Errorf("read file: %w", err)
		}
		last := err != nil
		i := 0
		for i < len(b) {
			if b[i] < utf8.RuneSelf {
				i++
				continue
			}
			if !last && !utf8.FullRune(b[i:]) {
				break
			}
			c, n := utf8.DecodeRune(b[i:])
			if c == utf8.RuneError && n == 1 {
				wrong++
			} else {
				right++
			}
			i += n
		}
		if _, err := in.Discard(i); err != nil {
			return "", fmt.Errorf("read file: %w", err)
		}
	}
	if wrong > right {
		return Windows1252, nil
	}
	return UTF8, nil
}

// text decodes a file from its first byte on.
func (f Format) text(r io.Reader) io.Reader {
	if f.Skip > 0 {
		r = &skipper{r: r, n: f.Skip}
	}
	switch f.Encoding {
	case UTF16LE:
		return transform.NewReader(r, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM).NewDecoder())
	case UTF16BE:
		return transform.NewReader(r, unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder())
	case Windows1252:
		return transform.NewReader(r, charmap.Windows1252.NewDecoder())
	}
	return r
}

// Open starts reading rows.
func (f Format) Open(r io.Reader) *Reader { return newReader(f.text(r), f) }

// skipper leaves out the first n bytes.
type skipper struct {
	r io.Reader
	n int
}

func (s *skipper) Read(p []byte) (int, error) {
	if s.n > 0 {
		if _, err := io.CopyN(io.Discard, s.r, int64(s.n)); err != nil {
			return 0, err
		}
		s.n = 0
	}
	return s.r.Read(p)
}

// delimiter picks the one with which most rows have as many fields as the header; of equals, the one that makes most fields.
func delimiter(text []byte, fm Format, all bool) string {
	if hint, ok := bytes.CutPrefix(bytes.ToLower(text[:min(len(text), 5)]), []byte("sep=")); ok && bytes.ContainsAny(hint, ",;\t|") {
		return string(hint)
	}
	best, bestRows, bestWidth := ",", -1, 0
	for _, d := range []string{",", ";", "\t", "|"} {
		fm.Delimiter = d
		r := newReader(bytes.NewReader(text), fm)
		rows, width := 0, 0
		for rows < 200 {
			row, err := r.Next()
			if err != nil || !all && r.start == r.end {
				break // the last row of a sample may be cut off
			}
			if width == 0 {
				width = len(row.Fields)
			}
			if row.Reason == "" && len(row.Fields) == width && width > 1 {
				rows++
			}
		}
		if rows > bestRows || rows == bestRows && width > bestWidth {
			best, bestRows, bestWidth = d, rows, width
		}
	}
	return best
}
