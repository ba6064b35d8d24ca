package identity

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write the golden file")

// TestThePermissionTableIsTheOneOnFile lets nobody gain or lose a permission unseen: W over the whole organisation and within
// one unit, w over the whole only, - not at all.
func TestThePermissionTableIsTheOneOnFile(t *testing.T) {
	var b strings.Builder
	fmt.Fprintf(&b, "%-20s", "verb")
	for _, r := range Roles {
		fmt.Fprintf(&b, " %-10s", r)
	}
	b.WriteString("\n")
	for _, v := range slices.Sorted(maps.Keys(table)) {
		fmt.Fprintf(&b, "%-20s", v)
		for _, r := range Roles {
			mark := "-"
			switch {
			case May(r, "unt_1", v):
				mark = "W"
			case May(r, "", v):
				mark = "w"
			}
			fmt.Fprintf(&b, " %-10s", mark)
		}
		b.WriteString("\n")
	}
	const file = "testdata/permissions.txt"
	if *update {
		if err := os.MkdirAll("testdata", 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the table differs from %s; if that is meant, run the test with -update:\n%s", file, b.String())
	}
}

func TestAVerbOutsideTheTableIsNobodys(t *testing.T) {
	for _, r := range Roles {
		if May(r, "", "world.end") {
			t.Errorf("%s may", r)
		}
	}
	if May("bogus", "", UnitRead) || (Caller{Role: Owner}).May(UnitRead) {
		t.Error("an unknown role, or a caller without organisation, may")
	}
}

func TestNobodyGivesMoreThanTheyHave(t *testing.T) {
	for _, giver := range Roles {
		for _, given := range Roles {
			want := giver == Owner || giver == Admin && given != Owner
			if mayGrant(giver, given) != want {
				t.Errorf("%s gives %s: %v", giver, given, !want)
			}
		}
	}
}
