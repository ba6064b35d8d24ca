package importing

import (
	"fmt"
	"io"
	"strings"
	"testing"
)

const card = "4111111111111111"

// stored is all that the folder of files holds.
func (w *world) stored() (all string) {
	w.t.Helper()
	list, err := w.Blobs.Older(w.DB.Now().AddDate(1, 0, 0))
	if err != nil {
		w.t.Fatal(err)
	}
	for _, hash := range list {
		f, err := w.Blobs.Get(hash)
		if err != nil {
			w.t.Fatal(err)
		}
		b, err := io.ReadAll(f)
		_ = f.Close()
		if err != nil {
			w.t.Fatal(err)
		}
		all += string(b) + "\n"
	}
	return all
}

func TestANumberAloneInAColumnOfWordsIsMaskedBeforeAnybodyMapsIt(t *testing.T) {
	text, lines := "day,customer,said,score\n", ""
	for i := range 20 {
		said := []string{"quite good", "", card, "a bit slow, really", "ok"}[i%5]
		text += fmt.Sprintf("2026-05-01,%d,\"%s\",%d\n", 4000000000000000+i*7, said, i%5+1)
		lines += fmt.Sprintf(`{"day":"2026-05-01","customer":%d,"said":%q,"score":%d}`+"\n", 4000000000000000+i*7, said, i%5+1)
	}
	for name, sent := range map[string]string{"words.csv": text, "wide.csv": utf16(t, text), "words.ndjson": lines} {
		w := newWorld(t)
		u := w.send(name, sent)
		held := w.stored()
		if strings.Contains(held, card) || strings.Count(held, "[card number]") != 4 {
			t.Errorf("%s is stored as\n%s", name, held)
		}
		for i := range 20 { // two of these pass Luhn's check
			if !strings.Contains(held, fmt.Sprint(4000000000000000+i*7)) {
				t.Errorf("%s: customer %d is gone", name, i)
			}
		}
		if said := u.Columns[2]; u.Rows != 20 || strings.Contains(fmt.Sprint(said.Samples), card) || said.Filled != 16 {
			t.Errorf("%s: %d rows, %+v", name, u.Rows, said)
		}
		again := w.send(name, sent)
		if again.Hash != u.Hash || w.stored() != held {
			t.Errorf("%s sent again is another file", name)
		}
		m := mapped(t, `{"at":{"column":"day","format":"2006-01-02"},"kind":"review","comment":["said"],"customer":{"external_id":"customer"},
			"measures":{"stars":{"column":"score","scale":[1,5],"scoring":"mean"}}}`)
		if im := w.imported(u, m); im.Accepted != 20 {
			t.Errorf("%s: %+v", name, im)
		}
		if n := w.count(`select count(*) from customer where org = $1`, w.org); n != 20 {
			t.Errorf("%s: %d customers", name, n)
		}
	}
}

func TestNumbersThatMayTellRowsApartStay(t *testing.T) {
	for name, text := range map[string]string{
		"a column of them":               "day,member\n2026-05-01," + card + "\n2026-05-02,5500005555555559\n",
		"one among others like it":       "day,member\n2026-05-01," + card + "\n2026-05-02,4000000000000001\n2026-05-03,4000000000000005\n",
		"one in a column named as an id": "day,order id\n2026-05-01," + card + "\n2026-05-02,none given\n2026-05-03,not known\n",
		"where quotes are broken":        "day,said\n2026-05-01," + card + "\n2026-05-02,quite good\n2026-05-03,\"broken\" here\n",
	} {
		w := newWorld(t)
		if w.send("x.csv", text); !strings.Contains(w.stored(), card) {
			t.Errorf("%s is masked:\n%s", name, w.stored())
		}
	}
}

func TestAFileThatIsRefusedIsNotKept(t *testing.T) {
	w := newWorld(t)
	for name, text := range map[string]string{"header.csv": "day,said\n", "wide.csv": utf16(t, "day,said\n")} {
		if _, err := w.Receive(w.ctx, w.org, name, strings.NewReader(text)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if held := w.stored(); held != "" {
		t.Errorf("kept: %q", held)
	}
}
