package customer_test

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
)

// twins are two customers who are one, each with something of their own.
func twins(s *shop) (a, b known) {
	a = s.add(object{"name": "Ada Nordin", "external_id": "c-1", "email": "ada@example.org", "segments": []string{"new"}})
	b = s.add(object{"name": "A. Nordin", "external_id": "c-2", "email": "ADA@example.org", "phone": "044 123 45 67", "segments": []string{"vip"}})
	s.edit(b, object{"attributes": object{"tariff": "L"}, "identifiers": []any{object{"kind": "external_id", "value": "c-2"}, object{"kind": "loyalty", "value": "77"}}})
	s.signal("1", "c-1", "First")
	s.signal("2", "c-2", "Second")
	s.ask(201, "POST", "/cases", object{"title": "Of B", "customer": b.ID})
	s.ask(201, "POST", "/customers/"+b.ID+"/purchases", object{"key": "o-1", "at": "2026-05-03T10:00:00Z", "product": "Kettle", "amount": "12.50", "currency": "EUR"})
	s.ask(201, "POST", "/customers/"+b.ID+"/consents", object{"purpose": "marketing", "given": true, "source": "Shop", "at": "2026-05-04T10:00:00Z"})
	s.app.CatchUp(s.t, s.Org)
	return s.get(a.ID), s.get(b.ID)
}

func TestMergedCustomersAreOneEverywhere(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := twins(s)
	if text := s.ask(200, "GET", "/customer-duplicates", nil); !strings.Contains(text, `"same":["email"]`) {
		t.Error(text)
	}
	if text := s.ask(200, "GET", "/customers/"+a.ID+"/duplicates", nil); !strings.Contains(text, b.ID) {
		t.Error(text)
	}
	k := s.merge(a, b, object{"phone": b.Phone, "segments": []string{"new", "vip"}, "attributes": object{"tariff": "L"}})
	if k.ID != a.ID || k.Phone != b.Phone || len(k.Theirs) != 2 || k.Merged[0].Name != "A. Nordin" || !k.Merged[0].Last {
		t.Errorf("%+v", k)
	}
	if k.Totals[0].Bought.Text != "12.50" || k.Consents[2].State != "given" {
		t.Errorf("purchases or consent stayed behind: %+v", k)
	}
	if old := s.get(b.ID); old.ID != a.ID || old.Asked != b.ID {
		t.Errorf("the old id leads to %+v", old)
	}
	want := "merge merged A. Nordin; case new Of B; consent given marketing; purchase bought Kettle; signal survey Second; signal survey First"
	if got := s.entries(a.ID, ""); got != want {
		t.Errorf("timeline: %s", got)
	}
	for _, search := range []string{"c-2", "a.%20nordin", "77"} {
		text := s.ask(200, "GET", "/customers?search="+search, nil)
		if strings.Count(text, `"id"`) != 1 || !strings.Contains(text, a.ID) {
			t.Errorf("%s finds %s", search, text)
		}
	}
	// What names the merged one later is the survivor's too; so is what was there: on the signal's page, in the case, in figures.
	s.signal("3", "c-2", "Third")
	s.app.CatchUp(t, s.Org)
	for _, name := range []string{a.ID, b.ID, "c-1", "c-2"} {
		var f struct{ Rows []struct{ N int } }
		if err := json.Unmarshal([]byte(s.ask(200, "GET", "/figures?metric=nps&where=customer:"+name, nil)), &f); err != nil || f.Rows[0].N != 3 {
			t.Errorf("figure of %s: %+v, %v", name, f, err)
		}
	}
	if n := strings.Count(s.ask(200, "GET", "/signals?where=customer:c-1", nil), `"id":"`+a.ID+`"`); n != 3 {
		t.Errorf("%d signals show the survivor", n)
	}
	if text := s.ask(200, "GET", "/cases?search=nordin", nil); !strings.Contains(text, a.ID) || strings.Contains(text, b.ID) {
		t.Error(text)
	}
	if text := s.ask(200, "GET", "/customers/"+b.ID+"/scores", nil); !strings.Contains(text, `"n":3`) {
		t.Error(text)
	}
	if text := s.ask(200, "GET", "/customer-duplicates", nil); !strings.Contains(text, `"items":[]`) {
		t.Error("they are proposed again: " + text)
	}
}

func TestUnmergingRestoresExactly(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := twins(s)
	k := s.merge(a, b, object{"name": "Ada N.", "phone": b.Phone, "segments": []string{"vip"}, "attributes": object{"tariff": "L"}, "do_not_contact": true})
	s.signal("3", "c-2", "Third")
	back := s.customer(200, "POST", "/customer-merges/"+k.Merged[0].ID+"/undo", nil)
	for name, pair := range map[string][2]known{"survivor": {a, back}, "other": {b, s.get(b.ID)}} {
		was, now := pair[0], pair[1]
		was.Version, now.Version = 0, 0
		if !reflect.DeepEqual(was, now) {
			t.Errorf("%s\nwas %+v\nnow %+v", name, was, now)
		}
	}
	if got := s.entries(b.ID, "?kind=signal"); got != "signal survey Third; signal survey Second" {
		t.Errorf("what came meanwhile by the other's id isn't theirs: %s", got)
	}
	if got := s.entries(a.ID, ""); got != "merge undone A. Nordin; merge merged A. Nordin; signal survey First" {
		t.Error(got)
	}
	s.ask(409, "POST", "/customer-merges/"+k.Merged[0].ID+"/undo", nil)

	// A change made after a merge is nobody's to take back.
	k = s.merge(s.get(a.ID), s.get(b.ID), object{"phone": b.Phone, "name": "Ada N."})
	s.edit(k, object{"name": "Ada Nordin-Berg"})
	if back = s.customer(200, "POST", "/customer-merges/"+k.Merged[0].ID+"/undo", nil); back.Name != "Ada Nordin-Berg" || back.Phone != "" {
		t.Errorf("%+v", back)
	}
}

func TestMergesGoOnAndComeApartInOrder(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := twins(s)
	c := s.add(object{"name": "Ada", "external_id": "c-3"})
	k := s.merge(a, b, nil)
	first := k.Merged[0].ID
	top := s.merge(c, k, nil)
	second := top.Merged[0].ID
	for _, id := range []string{a.ID, b.ID, c.ID} {
		if got := s.get(id); got.ID != c.ID {
			t.Errorf("%s leads to %s", id, got.ID)
		}
	}
	post := func(status int, path string, body any, version known) string {
		return s.ask(status, "POST", path, body, match(version))
	}
	for name, text := range map[string]string{
		"can't be merged into itself":           post(422, "/customers/"+c.ID+"/merges", object{"other": c.ID, "other_version": 1}, top),
		"was merged into this customer already": post(409, "/customers/"+c.ID+"/merges", object{"other": b.ID, "other_version": 1}, top),
		"Merge into that one":                   post(409, "/customers/"+b.ID+"/merges", object{"other": c.ID, "other_version": top.Version}, b),
		"There is no customer":                  post(422, "/customers/"+c.ID+"/merges", object{"other": "cus_none", "other_version": 1}, top),
		"Undo that merge first":                 s.ask(409, "POST", "/customer-merges/"+first+"/undo", nil),
		"There is no merge":                     s.ask(404, "POST", "/customer-merges/mrg_none/undo", nil),
	} {
		if !strings.Contains(text, name) {
			t.Errorf("%s: %s", name, text)
		}
	}
	d := s.add(object{"name": "D", "external_id": "c-4"})
	if text := post(409, "/customers/"+d.ID+"/merges", object{"other": b.ID, "other_version": b.Version}, d); !strings.Contains(text, "Merge that one instead") || !strings.Contains(text, c.ID) {
		t.Error(text)
	}
	top = s.merge(s.get(c.ID), d, nil)
	if text := s.ask(409, "POST", "/customer-merges/"+second+"/undo", nil); !strings.Contains(text, "D was merged into this customer later") {
		t.Error(text)
	}
	s.ask(200, "POST", "/customer-merges/"+top.Merged[0].ID+"/undo", nil)
	s.ask(200, "POST", "/customer-merges/"+second+"/undo", nil)
	if got := s.get(b.ID); got.ID != a.ID {
		t.Errorf("b was a's before, and is %s's", got.ID)
	}
	s.ask(200, "POST", "/customer-merges/"+first+"/undo", nil)
	for _, id := range []string{a.ID, b.ID, c.ID, d.ID} {
		if got := s.get(id); got.ID != id {
			t.Errorf("%s leads to %s", id, got.ID)
		}
	}
}

func TestAMergeSeesWhatSomebodyElseChanged(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := twins(s)
	s.edit(b, object{"name": "Somebody"})
	s.ask(412, "POST", "/customers/"+a.ID+"/merges", object{"other": b.ID, "other_version": b.Version}, match(a))
	if got := s.get(b.ID); got.ID != b.ID {
		t.Error("merged all the same")
	}
}

func TestWhoIsFoundToBeTwoIsNotProposedAgain(t *testing.T) {
	t.Parallel()
	s := open(t)
	a, b := twins(s)
	s.ask(204, "PUT", "/customers/"+b.ID+"/different/"+a.ID, object{"different": true})
	for _, path := range []string{"/customer-duplicates", "/customers/" + a.ID + "/duplicates", "/customers/" + b.ID + "/duplicates"} {
		if text := s.ask(200, "GET", path, nil); !strings.Contains(text, `"items":[]`) {
			t.Error(text)
		}
	}
	s.ask(204, "PUT", "/customers/"+a.ID+"/different/"+b.ID, object{"different": false})
	if text := s.ask(200, "GET", "/customer-duplicates", nil); !strings.Contains(text, a.ID) {
		t.Error(text)
	}
}
