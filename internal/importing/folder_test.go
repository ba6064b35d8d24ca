package importing

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/touchstone-cx/touchstone/internal/identity"
	"github.com/touchstone-cx/touchstone/internal/jobs"
)

// watched is a world with one watched folder, and a clock that can be moved.
type watched struct {
	*world
	dir    string
	folder *Folder
	ahead  time.Duration
}

func newWatched(t *testing.T) *watched {
	t.Helper()
	w := &watched{world: newWorld(t)}
	w.DB.Now = func() time.Time { return today.Add(w.ahead) }
	w.Root = t.TempDir()
	w.dir = filepath.Join(w.Base(w.org), "in")
	if err := os.MkdirAll(w.dir, 0o750); err != nil {
		t.Fatal(err)
	}
	s, err := w.SaveMapping(w.ctx, w.org, NewMapping{Name: "Daily", Mapping: mapped(t, scoreMapping)})
	if err != nil {
		t.Fatal(err)
	}
	ctx := identity.With(w.ctx, identity.Caller{Org: w.org, Kind: identity.ByToken, ID: "tok_1", Name: "Ada", Role: identity.Owner})
	if s, err = w.EditMapping(w.ctx, w.org, s.ID, 1, NewMapping{Name: "Daily", Shared: true, Mapping: s.Mapping}); err != nil {
		t.Fatal(err)
	}
	if w.folder, err = w.AddFolder(ctx, w.org, NewFolder{Name: "Daily", Path: "in", Pattern: "*.csv", Mapping: s.ID, Minutes: 5, On: true}); err != nil {
		t.Fatal(err)
	}
	w.work()
	return w
}

func (w *watched) file(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.dir, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// later lets time pass and the watch do its rounds.
func (w *watched) later() {
	w.t.Helper()
	for range 2 {
		w.ahead += 6 * time.Minute
		if err := w.watch(w.t.Context(), &jobs.Job{}); err != nil {
			w.t.Fatal(err)
		}
		w.work()
		w.ahead += settled
		w.work()
	}
}

// outcomes tells each file's state and where it lies.
func (w *watched) outcomes() (out []string) {
	w.t.Helper()
	list, _, err := w.Files(w.ctx, w.org, w.folder.ID, "", 100)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, f := range list {
		out = append(out, fmt.Sprintf("%s %s %s", f.Name, f.State, strings.Split(f.Moved, "/")[0]))
	}
	slices.Sort(out)
	return out
}

func (w *watched) lies(name string) bool {
	_, err := os.Lstat(filepath.Join(w.dir, name))
	return err == nil
}

const topRow = "date,words,score\n"

func TestEachFileOfAWatchedFolderIsImportedOnceAndMovedOutOfTheWay(t *testing.T) {
	w := newWatched(t)
	w.file("a.csv", topRow+"2026-01-01,one,10\n2026-01-02,two,9\n")
	w.file("b.csv", "a broken \"file\n")
	w.file("c.csv", topRow+"2026-01-01,refused,99\n")
	w.file("D.CSV", topRow+"2026-01-03,three,8\n")
	w.file("e.csv", topRow+"2026-01-03,three,8\n")
	w.file("notes.txt", "not for us")
	w.file(".hidden.csv", topRow+"2026-01-04,four,8\n")
	w.later()
	want := []string{"D.CSV done done", "a.csv done done", "b.csv failed failed", "c.csv failed failed", "e.csv repeated done"}
	if got := w.outcomes(); !slices.Equal(got, want) {
		t.Fatalf("%q", got)
	}
	if len(w.logged()) != 3 || w.lies("a.csv") || !w.lies("done/a.csv") || !w.lies("failed/b.csv") || !w.lies("notes.txt") || !w.lies(".hidden.csv") {
		t.Errorf("%d signals", len(w.logged()))
	}
	imports, _, err := w.List(w.ctx, w.org, "", 100)
	if err != nil || len(imports) != 3 {
		t.Fatalf("%v %d imports", err, len(imports))
	}
	for _, im := range imports {
		if im.By.Name != "Daily, for Ada" || im.Folder != w.folder.ID || im.Saved == nil || im.Saved.Name != "Daily" {
			t.Errorf("%+v", im)
		}
	}
	w.file("a.csv", topRow+"2026-01-01,one,10\n2026-01-02,two,9\n") // the same again under the same name
	w.later()
	if got := w.outcomes(); len(got) != 6 || !slices.Contains(got, "a.csv repeated done") || len(w.logged()) != 3 {
		t.Errorf("%q", got)
	}
	if n := w.count(`select count(*) from audit where org = $1 and verb = 'import.start'`, w.org); n != 3 {
		t.Errorf("%d imports in the audit", n)
	}
}

func TestAFileThatIsStillBeingWrittenIsLeftAlone(t *testing.T) {
	w := newWatched(t)
	text := topRow
	for i := range 3 {
		text += fmt.Sprintf("2026-01-0%d,row,5\n", i+1)
		w.file("slow.csv", text)
		w.ahead += settled / 2
		if err := w.lookOnce(); err != nil {
			t.Fatal(err)
		}
		if len(w.logged()) != 0 || !slices.Equal(w.outcomes(), []string{"slow.csv seen "}) {
			t.Fatalf("after %d rows: %q", i+1, w.outcomes())
		}
	}
	w.ahead += settled / 2 // unchanged, but not for long enough
	if err := w.lookOnce(); err != nil {
		t.Fatal(err)
	}
	if len(w.logged()) != 0 || !slices.Equal(w.outcomes(), []string{"slow.csv seen "}) {
		t.Fatalf("taken too early: %q", w.outcomes())
	}
	w.later()
	if len(w.logged()) != 3 || !slices.Equal(w.outcomes(), []string{"slow.csv done done"}) {
		t.Errorf("%d signals, %q", len(w.logged()), w.outcomes())
	}
}

// lookOnce looks into the folder as the job does, and nothing else.
func (w *watched) lookOnce() error {
	_, err := w.lookInto(identity.System(w.t.Context(), w.org, "test"), w.org, w.folder)
	return err
}

func TestWhatLiesOutsideTheRootIsNeverRead(t *testing.T) {
	w := newWatched(t)
	outside := t.TempDir()
	secret := filepath.Join(outside, "secret.csv")
	if err := os.WriteFile(secret, []byte(topRow+"2026-01-01,secret,10\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	n := NewFolder{Name: "x", Pattern: "*.csv", Mapping: w.folder.Mapping, Minutes: 5, On: true}
	if err := os.Symlink(outside, filepath.Join(w.Base(w.org), "out")); err != nil {
		t.Fatal(err)
	}
	for path, code := range map[string]string{
		"../x": "folder_outside", "a/../../x": "folder_outside", "..": "folder_outside", "../" + string(w.org): "folder_outside",
		"out": "folder_unreadable", "missing": "folder_missing", "in/done": "folder_kept",
	} {
		n.Path = path
		if _, err := w.AddFolder(w.ctx, w.org, n); problemCode(err) != code {
			t.Errorf("%s: %v", path, err)
		}
	}
	if err := os.Symlink(secret, filepath.Join(w.dir, "link.csv")); err != nil {
		t.Fatal(err)
	}
	w.later()
	if got := w.outcomes(); len(got) != 0 || len(w.logged()) != 0 {
		t.Errorf("%q", got)
	}
	if _, err := w.AddFolder(w.ctx, w.org, NewFolder{Name: "x", Pattern: "[", Mapping: w.folder.Mapping, Minutes: 5}); problemCode(err) != "pattern_invalid" {
		t.Errorf("%v", err)
	}
	if _, err := w.AddFolder(w.ctx, w.org, NewFolder{Name: "x", Pattern: "*", Mapping: "map_none", Minutes: 5}); problemCode(err) != "mapping_unknown" {
		t.Errorf("%v", err)
	}
	w.Root = ""
	if _, err := w.AddFolder(w.ctx, w.org, NewFolder{Name: "x", Pattern: "*", Mapping: w.folder.Mapping, Minutes: 5}); problemCode(err) != "no_import_root" {
		t.Errorf("%v", err)
	}
}

func TestAFolderThatCantBeWrittenToIsRememberedInstead(t *testing.T) {
	w := newWatched(t)
	w.file("a.csv", topRow+"2026-01-01,one,10\n")
	// A file in the place of the folder keeps files from being moved, whoever runs this.
	w.file("done", "in the way")
	w.later()
	w.later()
	if got := w.outcomes(); !slices.Equal(got, []string{"a.csv done "}) || len(w.logged()) != 1 || !w.lies("a.csv") {
		t.Errorf("%q, %d signals", got, len(w.logged()))
	}
}

func TestAFolderThatIsOffOrWhoseMakerHasLeftIsNotLookedInto(t *testing.T) {
	w := newWatched(t)
	edit := NewFolder{Name: "Daily", Path: "in", Pattern: "*.csv", Mapping: w.folder.Mapping, Minutes: 5}
	f, err := w.EditFolder(w.ctx, w.org, w.folder.ID, 1, edit)
	if err != nil {
		t.Fatal(err)
	}
	w.file("a.csv", topRow+"2026-01-01,one,10\n")
	w.later()
	if got := w.outcomes(); len(got) != 0 {
		t.Fatalf("%q", got)
	}
	if err := w.LookNow(w.ctx, w.org, f.ID); problemCode(err) != "folder_off" {
		t.Errorf("%v", err)
	}
	edit.On = true // by usr_test, who is no member
	if _, err := w.EditFolder(w.ctx, w.org, f.ID, f.Version, edit); err != nil {
		t.Fatal(err)
	}
	w.later()
	list, err := w.Folders(w.ctx, w.org)
	if err != nil || len(w.outcomes()) != 0 || !strings.Contains(list[0].Error, "may no longer") {
		t.Errorf("%v %+v %q", err, list, w.outcomes())
	}
	if err := w.DropMapping(w.ctx, w.org, w.folder.Mapping); problemCode(err) != "mapping_in_use" {
		t.Errorf("%v", err)
	}
}
