package survey

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
)

// canonical writes a definition as canonical JSON (RFC 8785): sorted keys, no blanks, as few escapes as possible. The same
// definition always has the same bytes and so the same hash. Definitions hold texts, truths, lists and objects, no numbers.
func canonical(d *Definition) (string, error) {
	var plain bytes.Buffer
	if err := json.NewEncoder(&plain).Encode(d); err != nil {
		return "", fmt.Errorf("definition: %w", err)
	}
	var v any
	if err := json.Unmarshal(plain.Bytes(), &v); err != nil {
		return "", fmt.Errorf("definition: %w", err)
	}
	var out bytes.Buffer
	err := writeCanonical(&out, v)
	return out.String(), err
}

func writeCanonical(b *bytes.Buffer, v any) error {
	switch v := v.(type) {
	case nil:
		b.WriteString("null")
	case bool:
		b.WriteString(strconv.FormatBool(v))
	case string:
		writeText(b, v)
	case []any:
		b.WriteByte('[')
		for i, e := range v {
			if i > 0 {
				b.WriteByte(',')
			}
			if err := writeCanonical(b, e); err != nil {
				return err
			}
		}
		b.WriteByte(']')
	case map[string]any:
		keys := make([]string, 0, len(v))
		for k := range v {
			keys = append(keys, k)
		}
		slices.Sort(keys) // ASCII names: bytes and UTF-16 sort alike
		b.WriteByte('{')
		for i, k := range keys {
			if i > 0 {
				b.WriteByte(',')
			}
			writeText(b, k)
			b.WriteByte(':')
			if err := writeCanonical(b, v[k]); err != nil {
				return err
			}
		}
		b.WriteByte('}')
	default:
		return fmt.Errorf("no canonical form for %T", v)
	}
	return nil
}

// writeText escapes what RFC 8785, 3.2.2.2, escapes: quote, backslash and control characters.
func writeText(b *bytes.Buffer, s string) {
	short := map[rune]string{'"': `\"`, '\\': `\\`, '\b': `\b`, '\f': `\f`, '\n': `\n`, '\r': `\r`, '\t': `\t`}
	b.WriteByte('"')
	for _, r := range s {
		switch esc, ok := short[r]; {
		case ok:
			b.WriteString(esc)
		case r < ' ':
			fmt.Fprintf(b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
}
