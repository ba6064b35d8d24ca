package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/iotest"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(filepath.Join(t.TempDir(), "data", "blobs"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// files lists everything in the store's folder, by path inside it.
func files(t *testing.T, s *Store) (out []string) {
	t.Helper()
	err := filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			rel, _ := filepath.Rel(s.dir, path)
			out = append(out, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func read(t *testing.T, s *Store, hash string) []byte {
	t.Helper()
	f, err := s.Get(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWhatIsPutComesBackUnderItsHash(t *testing.T) {
	t.Parallel()
	s := open(t)
	for _, size := range []int{0, 1, 1 << 20} {
		want := make([]byte, size)
		if _, err := rand.Read(want); err != nil {
			t.Fatal(err)
		}
		sum := sha256.Sum256(want)
		ref, err := s.Put(t.Context(), iotest.OneByteReader(bytes.NewReader(want[:min(size, 1000)])), 1<<20)
		if err != nil || ref.Size != int64(min(size, 1000)) {
			t.Fatal(ref, err)
		}
		ref, err = s.Put(t.Context(), bytes.NewReader(want), 1<<20)
		if err != nil || ref != (Ref{hex.EncodeToString(sum[:]), int64(size)}) {
			t.Fatal(ref, err)
		}
		if !bytes.Equal(read(t, s, ref.Hash), want) {
			t.Fatal("other bytes came back")
		}
		if n, err := s.Size(ref.Hash); err != nil || n != int64(size) {
			t.Fatal(n, err)
		}
		if _, err := os.Stat(filepath.Join(s.dir, ref.Hash[:2], ref.Hash[2:])); err != nil {
			t.Fatal(err)
		}
	}
	again, err := Open(s.dir)
	if err != nil || len(files(t, again)) != len(files(t, s)) || len(files(t, s)) != 4 {
		t.Fatal("opening again lost blobs", files(t, s), err)
	}
}

func TestTheSameBytesAreStoredOnceEvenAtTheSameTime(t *testing.T) {
	t.Parallel()
	s := open(t)
	want := bytes.Repeat([]byte("same"), 50_000)
	refs := make([]Ref, 20)
	var all sync.WaitGroup
	for i := range refs {
		all.Go(func() {
			ref, err := s.Put(t.Context(), bytes.NewReader(want), 1<<20)
			if err != nil {
				t.Error(err)
				return
			}
			refs[i] = ref
			f, err := s.Get(ref.Hash)
			if err != nil {
				t.Error(err)
				return
			}
			defer f.Close() //nolint:errcheck // only read
			if b, err := io.ReadAll(f); err != nil || !bytes.Equal(b, want) {
				t.Error("read other bytes", len(b), err)
			}
		})
	}
	all.Wait()
	for _, ref := range refs {
		if ref != refs[0] {
			t.Fatal(ref, refs[0])
		}
	}
	if got := files(t, s); len(got) != 1 {
		t.Fatal(got)
	}
}

func TestTooLargeIsRefusedAndLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	if _, err := s.Put(t.Context(), strings.NewReader("12345678"), 8); err != nil {
		t.Fatal("exactly the limit was refused:", err)
	}
	for _, text := range []string{"123456789", strings.Repeat("x", 1<<20)} {
		_, err := s.Put(t.Context(), strings.NewReader(text), 8)
		if problem.KindOf(err) != problem.TooLarge {
			t.Fatal(err)
		}
	}
	if got := files(t, s); len(got) != 1 {
		t.Fatal(got)
	}
}

func TestAFailedPutLeavesNothing(t *testing.T) {
	t.Parallel()
	s := open(t)
	cut := errors.New("connection cut")
	if _, err := s.Put(t.Context(), io.MultiReader(strings.NewReader("half"), iotest.ErrReader(cut)), 100); !errors.Is(err, cut) {
		t.Fatal(err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Put(gone, strings.NewReader("x"), 100); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if got := files(t, s); len(got) != 0 {
		t.Fatal(got)
	}
}

func TestAFullDiskIsSaidToBeFull(t *testing.T) {
	t.Parallel()
	s := open(t)
	// The error is the system's own; a disk that is really full needs root to arrange.
	_, err := s.Put(t.Context(), iotest.ErrReader(&fs.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}), 100)
	if problem.KindOf(err) != problem.NoSpace || !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(err)
	}
	if got := files(t, s); len(got) != 0 {
		t.Fatal(got)
	}
}

func TestLeftoversOfKilledPutsAreCleared(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref, err := s.Put(t.Context(), strings.NewReader("kept"), 100)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.dir, incoming, "123"), []byte("half"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err = Open(s.dir); err != nil {
		t.Fatal(err)
	}
	if got := files(t, s); len(got) != 1 || string(read(t, s, ref.Hash)) != "kept" {
		t.Fatal(got)
	}
}

func TestNothingButAHashReachesTheDisk(t *testing.T) {
	t.Parallel()
	s := open(t)
	ref, err := s.Put(t.Context(), strings.NewReader("x"), 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{
		"", ref.Hash[:63], ref.Hash + "0", strings.ToUpper(ref.Hash), strings.Repeat("g", 64), strings.Repeat("0", 64),
		"../" + ref.Hash[3:], strings.Repeat("../", 21) + "x", "ab/" + ref.Hash[3:], ref.Hash[:63] + "\x00", incoming,
	} {
		_, err := s.Get(bad)
		if problem.KindOf(err) != problem.NotFound {
			t.Errorf("Get(%q): %v", bad, err)
		}
		if _, err := s.Size(bad); problem.KindOf(err) != problem.NotFound {
			t.Errorf("Size(%q): %v", bad, err)
		}
		if err := s.Remove(bad); bad != strings.Repeat("0", 64) && problem.KindOf(err) != problem.NotFound {
			t.Errorf("Remove(%q): %v", bad, err)
		}
	}
	for range 2 { // a second time there is nothing to do
		if err := s.Remove(ref.Hash); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Get(ref.Hash); problem.KindOf(err) != problem.NotFound {
		t.Fatal(err)
	}
}
