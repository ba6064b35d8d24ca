package importing

import (
	"strings"
	"testing"

	"github.com/touchstone-cx/touchstone/internal/identity"
)

func TestTheSavedMappingThatFitsAFileIsChosen(t *testing.T) {
	w := newWorld(t)
	save := func(name, text string, header ...string) *SavedMapping {
		t.Helper()
		s, err := w.SaveMapping(w.ctx, w.org, NewMapping{Name: name, Mapping: mapped(t, text), Header: header})
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	file := "date,words,score\n2026-01-01,good,10\n"
	if u := w.send("x.csv", file); u.Saved != nil {
		t.Fatalf("%+v", u.Saved)
	}
	save("another date", strings.Replace(scoreMapping, "2006-01-02", "02.01.2006", 1))
	save("another column", strings.Replace(scoreMapping, `"words"`, `"said"`, 1))
	if u := w.send("x.csv", file); u.Saved != nil {
		t.Fatalf("one that doesn't fit was chosen: %+v", u.Saved)
	}
	save("less", strings.Replace(scoreMapping, `"comment":["words"],`, "", 1))
	wider := save("more", scoreMapping, "date", "words", "score", "extra")
	if u := w.send("x.csv", file); u.Saved == nil || u.Saved.ID != wider.ID || u.Guess == nil || u.Mapping.hash() != wider.Mapping.hash() {
		t.Fatalf("%+v", u.Saved)
	}
	exact := save("exact", strings.Replace(scoreMapping, `"comment":["words"],`, "", 1), "score", "date", "words")
	u := w.send("x.csv", file)
	if u.Saved == nil || u.Saved.ID != exact.ID {
		t.Fatalf("not the one for this very header: %+v", u.Saved)
	}
	im, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: *u.Mapping, Saved: u.Saved.ID}, "")
	if err != nil {
		t.Fatal(err)
	}
	changed := NewMapping{Name: "exact", Mapping: mapped(t, strings.Replace(scoreMapping, `"call"`, `"desk"`, 1))}
	if _, err := w.EditMapping(w.ctx, w.org, exact.ID, 1, changed); err != nil {
		t.Fatal(err)
	}
	if _, err := w.EditMapping(w.ctx, w.org, exact.ID, 1, changed); problemCode(err) != "changed_meanwhile" {
		t.Errorf("an edit of an old version: %v", err)
	}
	if now := w.now(im.ID); now.Saved == nil || *now.Saved != (UsedMapping{exact.ID, "exact", 1}) || now.Mapping.TouchPoint.Value != "call" {
		t.Errorf("the import lost what it used: %+v", now)
	}
	if _, err := w.Start(w.ctx, w.org, Wish{Upload: u.Hash, Mapping: *u.Mapping, Saved: exact.ID}, ""); problemCode(err) != "mapping_changed" {
		t.Errorf("another mapping than the saved one: %v", err)
	}
	if err := w.DropMapping(w.ctx, w.org, exact.ID); err != nil {
		t.Fatal(err)
	}
	if now := w.now(im.ID); now.Saved == nil || now.Saved.Name != "exact" {
		t.Errorf("forgetting a mapping changed an import: %+v", now.Saved)
	}
}

func TestAMappingThatIsNotSharedIsSeenByItsMakerAlone(t *testing.T) {
	w := newWorld(t)
	other := identity.With(w.ctx, identity.Caller{Org: w.org, Kind: identity.ByUser, ID: "usr_other", Name: "Bo", Role: identity.Analyst})
	own, err := w.SaveMapping(w.ctx, w.org, NewMapping{Name: "Daily", Mapping: mapped(t, scoreMapping)})
	if err != nil {
		t.Fatal(err)
	}
	see := func(want int) {
		t.Helper()
		if list, err := w.Mappings(other, w.org); err != nil || len(list) != want {
			t.Errorf("%v %+v", err, list)
		}
	}
	see(0)
	if err := w.DropMapping(other, w.org, own.ID); problemCode(err) != "mapping_unknown" {
		t.Errorf("another's mapping could be forgotten: %v", err)
	}
	if u, err := w.Receive(other, w.org, "x.csv", strings.NewReader("date,words,score\n2026-01-01,good,10\n")); err != nil || u.Saved != nil {
		t.Errorf("another's mapping was chosen: %v %+v", err, u)
	}
	if _, err := w.SaveMapping(other, w.org, NewMapping{Name: "daily ", Mapping: mapped(t, scoreMapping)}); err != nil {
		t.Errorf("two people can't use the same name for themselves: %v", err)
	}
	if _, err := w.SaveMapping(w.ctx, w.org, NewMapping{Name: "DAILY", Mapping: mapped(t, scoreMapping)}); problemCode(err) != "name_taken" {
		t.Errorf("one person has two of one name: %v", err)
	}
	if _, err := w.EditMapping(w.ctx, w.org, own.ID, 1, NewMapping{Name: "Daily", Shared: true, Mapping: mapped(t, scoreMapping)}); err != nil {
		t.Fatal(err)
	}
	see(2)
	theirs := w.found("Zweite Bank", "UTC")
	if list, err := w.Mappings(identity.System(w.ctx, theirs, "x"), theirs); err != nil || len(list) != 0 {
		t.Errorf("another organisation sees it: %v %+v", err, list)
	}
}

func TestAMappingWithFaultsIsNotSaved(t *testing.T) {
	w := newWorld(t)
	for _, c := range []struct {
		code string
		n    NewMapping
	}{
		{"name_empty", NewMapping{Name: " ", Mapping: mapped(t, scoreMapping)}},
		{"format_invalid", NewMapping{Name: "x", Mapping: mapped(t, strings.Replace(scoreMapping, "2006-01-02", "yyyy", 1))}},
		{"column_unknown", NewMapping{Name: "x", Mapping: mapped(t, scoreMapping), Header: []string{"date", "words"}}},
		{"control_character", NewMapping{Name: "x\x00", Mapping: mapped(t, scoreMapping)}},
	} {
		if _, err := w.SaveMapping(w.ctx, w.org, c.n); problemCode(err) != c.code {
			t.Errorf("%s: %v", c.code, err)
		}
	}
	if list, err := w.Mappings(w.ctx, w.org); err != nil || len(list) != 0 {
		t.Errorf("%v %+v", err, list)
	}
}
