package seal

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

func TestASecretComesBackForItsPurposeAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	k, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	sealed := k.Seal("JBSWY3DP", "usr_1")
	if strings.Contains(sealed, "JBSWY3DP") || sealed == k.Seal("JBSWY3DP", "usr_1") {
		t.Errorf("sealed as %s", sealed)
	}
	again, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := again.Unseal(sealed, "usr_1"); err != nil || got != "JBSWY3DP" {
		t.Errorf("%q %v", got, err)
	}
	other, err := Open(filepath.Join(t.TempDir(), "secret.key"))
	if err != nil {
		t.Fatal(err)
	}
	for name, try := range map[string]func() (string, error){
		"another purpose": func() (string, error) { return k.Unseal(sealed, "usr_2") },
		"another key":     func() (string, error) { return other.Unseal(sealed, "usr_1") },
		"a changed text":  func() (string, error) { return k.Unseal("A"+sealed[1:len(sealed)-1]+"A", "usr_1") },
		"nonsense":        func() (string, error) { return k.Unseal("%%%", "usr_1") },
		"nothing":         func() (string, error) { return k.Unseal("", "usr_1") },
	} {
		if got, err := try(); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: %q %v", name, got, err)
		}
	}
}

func TestTheKeyIsReadableByItsOwnerAloneAndMadeOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	var all sync.WaitGroup
	sealed := make([]string, 8)
	for i := range sealed {
		all.Go(func() {
			k, err := Open(path)
			if err != nil {
				t.Error(err)
				return
			}
			sealed[i] = k.Seal("x", "y")
		})
	}
	all.Wait()
	k, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range sealed {
		if _, err := k.Unseal(s, "y"); err != nil {
			t.Error(err)
		}
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".key-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestADamagedKeyFileIsRefusedRatherThanReplaced(t *testing.T) {
	path := filepath.Join(t.TempDir(), "secret.key")
	if err := os.WriteFile(path, []byte("too short\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(path); err == nil || !strings.Contains(err.Error(), "backup") {
		t.Error(err)
	}
}
