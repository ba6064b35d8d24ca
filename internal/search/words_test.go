package search

import (
	"slices"
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/db/dbtest"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

func TestWordsThatDifferInCaseAccentsOrWidthAreEqual(t *testing.T) {
	for text, want := range map[string]string{
		"Crème BRÛLÉE": "creme brulee", "Straße": "strasse", "don't e-mail": "don t e mail", "İstanbul": "istanbul", "ＦＵＬＬ １２": "full 12",
		"Ærø Łódź": "aero lodz", "Ἀθῆναι": "αθηναι", "Ёлка": "елка", "שָׁלוֹם": "שלום", "हिन्दी भाषा": "हिन्दी भाषा", "東京タワー": "東 京 タ ワ ー",
		"iPhone東京": "iphone 東 京", "한국어": "한국어", "...!!!": "", "a\u0301b": "ab", "10% of €5": "10 of 5", "ﬁne": "fine",
	} {
		var got []string
		for _, w := range split(text) {
			got = append(got, w.text)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q is %q, not %q", text, got, want)
		}
	}
}

func TestAQueryIsReadAsItIsMeant(t *testing.T) {
	for text, want := range map[string]string{
		"late delivery":          `("late") AND ("delivery")`,
		`"call back" -refund`:    `(("call back")) NOT ("refund")`,
		"refund*":                `("refund" *)`,
		"late OR slow delivery":  `("late" OR "slow") AND ("delivery")`,
		"OR late OR":             `("late")`,
		"e-mail":                 `("e mail")`,
		"-never said -no":        `(("said")) NOT ("never" OR "no")`,
		`say "unfinished phrase`: `("say") AND ("unfinished phrase")`,
		`„guten Tag“`:            `("guten tag")`,
		`"call b"*`:              `("call b" *)`,
	} {
		q, err := Parse(text, "query.q")
		if err != nil {
			if text != `"call b"*` {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if got := q.fts5(); got != want {
			t.Errorf("%q is %s, not %s", text, got, want)
		}
	}
}

func TestAQueryThatFindsNothingOnPurposeIsRefused(t *testing.T) {
	for text, code := range map[string]string{
		"": "no_words", "  !!! ": "no_words", "-late": "only_without", "a OR -b": "or_not", "a*": "beginning_too_short",
		strings.Repeat("x", 301): "text_too_long", strings.Repeat("ab ", 40): "too_many_words",
	} {
		_, err := Parse(text, "query.q")
		if p, ok := problem.As(err); !ok || p.Code != code {
			t.Errorf("%q: %v, not %s", text, err, code)
		}
	}
}

func TestHitsAreMarkedWhereTheyStand(t *testing.T) {
	for _, c := range []struct{ query, text, want string }{
		{"delivery late", "Late again! The DÉLIVERY was late.", "[Late] again! The [DÉLIVERY] was [late]."},
		{`"call back"`, "Call me. They did call back, to call me back", "Call me. They did [call back], to call me back"},
		{"refund*", "refunds refunded fund", "[refunds] [refunded] fund"},
		{"-late good", "late but good", "late but [good]"},
		{"zebra", strings.Repeat("word ", 60) + "zebra " + strings.Repeat("word ", 200), ""},
	} {
		q, err := Parse(c.query, "")
		if err != nil {
			t.Fatal(err)
		}
		var b strings.Builder
		for _, p := range q.excerpt(c.text) {
			if p.Hit {
				b.WriteString("[" + p.Text + "]")
			} else {
				b.WriteString(p.Text)
			}
		}
		if c.want == "" {
			if s := b.String(); !strings.HasPrefix(s, "… word") || !strings.HasSuffix(s, "word …") || !strings.Contains(s, "[zebra]") || len(s) > 600 {
				t.Errorf("not an excerpt: %q", s)
			}
			continue
		}
		if b.String() != c.want {
			t.Errorf("%q in %q: %q, not %q", c.query, c.text, b.String(), c.want)
		}
	}
}

// No query makes the database stumble, and whatever is found is marked.
func FuzzQueriesAreSafe(f *testing.F) {
	for _, s := range []string{"late", `"a b" -c OR d*`, `'; drop`, `a NEAR b`, "body:x", "^x", "-", `""`, "x AND y NOT z", "日本*", "\x00", "\xff\xfe", "a' & !b", `\'`, "ﷺ", "İ*"} {
		f.Add(s, s+" and more")
	}
	d := dbtest.Open(f)
	f.Fuzz(func(t *testing.T, text, comment string) {
		q, err := Parse(text, "query.q")
		if err != nil {
			if _, ok := problem.As(err); !ok {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		w := said{signal: 7, comments: [][]word{split(comment)}}
		err = d.Write(t.Context(), "org_fuzz", func(tx *db.Tx) error {
			if err := forget(t.Context(), tx, "org_fuzz", []int64{7}); err != nil {
				return err
			}
			return index(t.Context(), tx, "org_fuzz", []said{w})
		})
		if err != nil {
			t.Fatalf("index %q: %v", comment, err)
		}
		err = d.Read(t.Context(), "org_fuzz", func(tx *db.Tx) error {
			for _, ranked := range []bool{false, true} {
				list, err := find(t.Context(), tx, "org_fuzz", q, 10, ranked)
				if err != nil {
					return err
				}
				if len(q.without) == 0 && slices.Contains(list, 7) && len(q.hits(w.comments[0])) == 0 {
					t.Errorf("%q found %q and marks nothing", text, comment)
				}
			}
			return nil
		})
		if err != nil {
			t.Fatalf("find %q: %v", text, err)
		}
	})
}
