package importing

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/masking"
)

// utf16 writes a text as spreadsheet programs on Windows do.
func utf16(t *testing.T, s string) string {
	t.Helper()
	out, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(s)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// storedAsSent keeps a file as files in UTF-16 were kept once: as they came.
func (w *world) storedAsSent(name, text string) *Upload {
	w.t.Helper()
	ref, err := w.Blobs.Put(w.ctx, strings.NewReader(text), MaxUpload)
	u := &Upload{Hash: ref.Hash, Name: name, Bytes: ref.Size}
	if err == nil {
		err = w.lookAt(w.ctx, u, masking.New(masking.Kinds, nil))
	}
	if err == nil {
		err = w.DB.Write(w.ctx, w.org, func(tx *db.Tx) error { return putUpload(w.ctx, tx, w.org, u) })
	}
	if err != nil {
		w.t.Fatal(err)
	}
	return u
}

func TestAFileInUTF16IsTheOneThatWasStoredAsItCame(t *testing.T) {
	w, list := newWorld(t), traps(300)
	sent := utf16(t, written(list))
	before := w.storedAsSent("lounge.csv", sent)
	if before.Encoding != UTF16LE {
		t.Fatal(before.Encoding)
	}
	first := w.imported(before, mapped(t, trapMapping))
	if first.Accepted != int64(len(list)) {
		t.Fatalf("%+v", first)
	}
	now := w.send("lounge.csv", sent)
	if now.Hash != before.Hash || now.Bytes != int64(len(sent)) || now.Encoding != UTF16LE || now.Delimiter != before.Delimiter || now.Rows != before.Rows {
		t.Errorf("%+v, not %+v", now, before)
	}
	for i, c := range now.Columns {
		if b := before.Columns[i]; c.Name != b.Name || c.Kind != b.Kind || c.Filled != b.Filled || c.Distinct != b.Distinct {
			t.Errorf("%+v, not %+v", c, b)
		}
	}
	again, err := w.Uploaded(w.ctx, w.org, now.Hash)
	if err != nil || again.Encoding != UTF16LE || again.Kind != CSV {
		t.Errorf("%+v, %v", again, err)
	}
	if second := w.imported(now, mapped(t, trapMapping)); second.Duplicates != int64(len(list)) || second.Accepted != 0 {
		t.Errorf("sent again: %+v", second)
	}
	w.compare(expected(list))
}

func TestAFileInUTF16IsImportedAsTheSameTextInUTF8(t *testing.T) {
	w, list := newWorld(t), traps(300)
	if im := w.imported(w.send("lounge.csv", utf16(t, written(list))), mapped(t, trapMapping)); im.Accepted != int64(len(list)) {
		t.Fatalf("%+v", im)
	}
	w.compare(expected(list))
	if im := w.imported(w.send("lounge.csv", written(list)), mapped(t, trapMapping)); im.Duplicates != int64(len(list)) {
		t.Errorf("the same rows in UTF-8: %+v", im)
	}
}
