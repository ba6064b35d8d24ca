package reply

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"html"
	"io"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/touchstone-cx/touchstone/internal/blob"
	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Fields lists what a text can have filled in, in the order screens offer it.
var Fields = []string{"customer.name", "customer.first_name", "case.ref", "case.title", "case.opened", "case.due", "touch_point", "unit",
	"agent.name", "organisation"}

var mediaType = regexp.MustCompile(`^[a-zA-Z0-9.+-]{1,60}/[a-zA-Z0-9.+-]{1,60}$`)

// piece is a stretch of a text: words, or a field to be filled in.
type piece struct {
	words string
	field string
	line  int
}

// parse splits a text at its fields, or says which isn't one.
func parse(s, at string) (out []piece, err error) {
	line := 1
	for {
		i := strings.Index(s, "{{")
		if i < 0 {
			return append(out, piece{words: s}), nil
		}
		line += strings.Count(s[:i], "\n")
		out = append(out, piece{words: s[:i]})
		rest := s[i+2:]
		end := strings.Index(rest, "}}")
		if end < 0 || strings.Contains(rest[:end], "{{") || strings.Contains(rest[:end], "\n") {
			return nil, problem.At(at, "field_unfinished", "Line %d begins a field with {{ that no }} ends.", line).With(problem.Args{"line": line})
		}
		name := strings.TrimSpace(rest[:end])
		if !slices.Contains(Fields, name) {
			return nil, problem.At(at, "field_unknown", "There is no field {{%s}} (line %d). There are %s.", cut(name, 40), line, strings.Join(Fields, ", ")).
				With(problem.Args{"field": cut(name, 40), "line": line, "fields": Fields})
		}
		out = append(out, piece{field: name, line: line})
		s = rest[end+2:]
	}
}

// fill puts values into a text. A field without a value is refused: whoever writes fills it in by hand, and nobody gets a
// letter with a hole. What a value says is never read for fields again.
func fill(s string, values map[string]string, at string) (string, error) {
	pieces, err := parse(s, at)
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.words)
		if p.field == "" {
			continue
		}
		v := values[p.field]
		if v == "" {
			return "", problem.At(at, "field_empty", "{{%s}} has no value here (line %d). Write it yourself.", p.field, p.line).
				With(problem.Args{"field": p.field, "line": p.line})
		}
		b.WriteString(v)
	}
	return b.String(), nil
}

// fillKnown puts in what is known, leaves the other fields as they are, and lists them.
func fillKnown(s string, values map[string]string, at string) (text string, missing []string, err error) {
	pieces, err := parse(s, at)
	if err != nil {
		return "", nil, err
	}
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.words)
		if v := values[p.field]; p.field != "" && v != "" {
			b.WriteString(v)
		} else if p.field != "" {
			b.WriteString("{{" + p.field + "}}")
			missing = append(missing, p.field)
		}
	}
	return b.String(), missing, nil
}

// values says what each field stands for in a case; "" where it isn't known.
func (r *Replies) values(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case) (map[string]string, error) {
	var name, zone, language string
	if err := tx.QueryRow(ctx, `select name, zone, language from organisation where id = $1`, org).Scan(&name, &zone, &language); err != nil {
		return nil, err
	}
	place, err := time.LoadLocation(zone)
	if err != nil {
		place = time.UTC
	}
	v := map[string]string{"case.ref": k.Ref, "case.title": k.Title, "case.opened": day(k.OpenedAt.In(place), language),
		"case.due": day(k.DueAt.In(place), language), "organisation": name}
	if k.Customer != nil {
		v["customer.name"] = k.Customer.Name
		v["customer.first_name"], _, _ = strings.Cut(strings.TrimSpace(k.Customer.Name), " ")
	}
	if k.TouchPoint != nil {
		v["touch_point"] = k.TouchPoint.Name
	}
	if k.Unit != nil {
		v["unit"] = k.Unit.Name
	}
	if me := identity.From(ctx); me.Kind == identity.ByUser {
		v["agent.name"] = me.Name
	}
	for name, s := range v {
		v[name] = oneLine(s)
	}
	return v, nil
}

// day writes a date as a language does.
func day(t time.Time, language string) string {
	switch base, _, _ := strings.Cut(strings.ToLower(language), "-"); base {
	case "en":
		return t.Format("2 January 2006")
	case "de":
		return t.Format("2.1.2006")
	case "fr", "es":
		return t.Format("02/01/2006")
	}
	return t.Format("2006-01-02")
}

// oneLine takes out what would break a line, and with it a header.
func oneLine(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r <= ' ' || r == 0x7f || r == '\u2028' || r == '\u2029' }), " ")
}

func cut(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return string([]rune(s)[:most]) + "…"
}

func hashText(s string) string {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:16])
}

// hashOf tells whether a request is the same as before.
func hashOf(parts ...any) string {
	b, err := json.Marshal(parts)
	if err != nil {
		panic(err) // plain inputs always marshal
	}
	return hashText(string(b))
}

func readBlob(b *blob.Store, hash string) ([]byte, error) {
	f, err := b.Get(hash)
	if err != nil {
		return nil, err
	}
	defer f.Close() //nolint:errcheck // only read
	return io.ReadAll(io.LimitReader(f, maxBytes+1))
}

// foot is what every letter ends with: where the customer sees how their matter stands.
type foot struct{ words, link, ref, code string }

func (f foot) text() string {
	return "\n\n-- \n" + f.words + "\n" + f.link + "\n" + f.ref + "  ·  " + f.code + "\n"
}

// letter is a reply for eyes: the words as they were typed, safe whatever they hold.
func letter(text string, f foot) string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html dir="auto"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>` +
		`<body style="margin:0;padding:24px 16px;font:16px/1.5 system-ui,sans-serif;color:#1c2430;background:#fff"><div style="max-width:600px">`)
	for p := range strings.SplitSeq(strings.ReplaceAll(text, "\r\n", "\n"), "\n\n") {
		if p = strings.Trim(p, "\n"); p != "" {
			b.WriteString(`<p dir="auto" style="margin:0 0 16px">` + strings.ReplaceAll(html.EscapeString(p), "\n", "<br>") + `</p>`)
		}
	}
	b.WriteString(`<p style="margin:32px 0 0;padding-top:12px;border-top:1px solid #dde1e8;font-size:13px;color:#5b6675">` + html.EscapeString(f.words) +
		`<br><a href="` + html.EscapeString(f.link) + `" style="color:#1f4fa3">` + html.EscapeString(f.link) + `</a><br>` +
		`<b>` + html.EscapeString(f.ref) + `</b> · <b style="font-family:monospace;font-size:14px">` + html.EscapeString(f.code) + `</b></p></div></body></html>`)
	return b.String()
}
