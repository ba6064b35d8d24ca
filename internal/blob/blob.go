// Package blob keeps files under the hash of their content: the same bytes are stored once, and a file never changes.
package blob

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"

	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Ref names stored content.
type Ref struct {
	Hash string // SHA-256, 64 lower-case hex digits
	Size int64  // bytes
}

// Store is a folder of blobs: "ab/cdef…" by hash, and "incoming" for what is not complete yet.
type Store struct {
	dir string
	mu  sync.Mutex // between a file's arrival at its place and the removal of an old one there
}

const incoming = "incoming"

// Open makes the folder where it is missing and clears away what killed Puts have left. One process owns a folder.
func Open(dir string) (*Store, error) {
	s := &Store{dir: dir}
	if err := os.RemoveAll(s.path(incoming)); err != nil {
		return nil, fmt.Errorf("clear unfinished blobs: %w", err)
	}
	if err := os.MkdirAll(s.path(incoming), 0o700); err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	// All 256 folders now: one made during a Put might be lost in a power cut, and with it another Put's file.
	for i := range 256 {
		if err := os.Mkdir(s.path(fmt.Sprintf("%02x", i)), 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("open blobs: %w", err)
		}
	}
	if err := errors.Join(syncDir(dir), syncDir(filepath.Dir(dir))); err != nil {
		return nil, fmt.Errorf("open blobs: %w", err)
	}
	return s, nil
}

// Put stores what r yields, at most max bytes, and returns once it is durable. Nothing remains of a Put that failed.
// Refusals: TooLarge beyond max, NoSpace when the disk is full.
func (s *Store) Put(ctx context.Context, r io.Reader, max int64) (ref Ref, err error) {
	tmp, err := os.CreateTemp(s.path(incoming), "*")
	if err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", full(err))
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, gone(os.Remove(tmp.Name())))
		}
	}()
	ref, err = receive(ctx, tmp, r, max)
	if err = errors.Join(err, tmp.Close()); err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", full(err))
	}
	if err = s.keep(tmp.Name(), ref); err != nil {
		return Ref{}, fmt.Errorf("put blob: %w", full(err))
	}
	return ref, nil
}

// receive copies r into tmp, hashing it, and makes the bytes durable.
func receive(ctx context.Context, tmp *os.File, r io.Reader, max int64) (Ref, error) {
	h := sha256.New()
	// One byte more than allowed tells a file of exactly max bytes from a longer one.
	n, err := io.Copy(io.MultiWriter(tmp, h), io.LimitReader(&stoppable{ctx, r}, max+1))
	if err != nil {
		return Ref{}, err
	}
	if n > max {
		return Ref{}, problem.New(problem.TooLarge, "file_too_large", "The file is larger than %d bytes.", max).
			With(problem.Args{"max": max})
	}
	if err := tmp.Sync(); err != nil {
		return Ref{}, err
	}
	return Ref{hex.EncodeToString(h.Sum(nil)), n}, nil
}

// keep moves a complete file to its place. A file already there has the same content; renaming over it is harmless, and
// makes good a place that a crash has left without its bytes.
func (s *Store) keep(tmp string, ref Ref) error {
	folder := s.path(ref.Hash[:2])
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.Rename(tmp, filepath.Join(folder, ref.Hash[2:])); err != nil {
		return err
	}
	return syncDir(folder)
}

// Get opens a blob for reading; the caller closes it. NotFound also for what is no hash.
func (s *Store) Get(hash string) (*os.File, error) {
	path, err := s.place(hash)
	if err != nil {
		return nil, err
	}
	f, err := os.Open(path) //nolint:gosec // place lets 64 hex digits through and nothing else
	if errors.Is(err, fs.ErrNotExist) {
		return nil, missing()
	}
	return f, err
}

// Size returns a blob's length in bytes.
func (s *Store) Size(hash string) (int64, error) {
	path, err := s.place(hash)
	if err != nil {
		return 0, err
	}
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, missing()
	}
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// Remove deletes a blob; one that is not there is fine. Whoever calls it knows that nobody refers to the hash any more.
func (s *Store) Remove(hash string) error {
	path, err := s.place(hash)
	if err != nil {
		return err
	}
	return gone(os.Remove(path))
}

// Older lists the blobs that were last put before a moment. Putting the same content again makes it new.
func (s *Store) Older(than time.Time) (hashes []string, err error) {
	for i := range 256 {
		folder := fmt.Sprintf("%02x", i)
		entries, err := os.ReadDir(s.path(folder))
		if err != nil {
			return nil, fmt.Errorf("list blobs: %w", err)
		}
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.ModTime().Before(than) { // else it has gone meanwhile
				hashes = append(hashes, folder+e.Name())
			}
		}
	}
	return hashes, nil
}

// RemoveOlder deletes a blob unless it was put again since a moment.
func (s *Store) RemoveOlder(hash string, than time.Time) error {
	path, err := s.place(hash)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if info, err := os.Stat(path); err != nil || !info.ModTime().Before(than) {
		return gone(err)
	}
	return gone(os.Remove(path))
}

func (s *Store) path(name string) string { return filepath.Join(s.dir, name) }

// place returns where a hash is kept. Only 64 lower-case hex digits pass: no other text becomes part of a path.
func (s *Store) place(hash string) (string, error) {
	if len(hash) != 2*sha256.Size {
		return "", missing()
	}
	for _, c := range []byte(hash) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return "", missing()
		}
	}
	return filepath.Join(s.dir, hash[:2], hash[2:]), nil
}

func missing() error {
	return problem.New(problem.NotFound, "file_not_found", "There is no such file.")
}

// full tells the user about a full disk or quota, whatever was being done.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return errors.Join(problem.New(problem.NoSpace, "no_space", "There is no room left on the server's disk."), err)
	}
	return err
}

func gone(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	f, err := os.Open(dir) //nolint:gosec // one of the store's own folders
	if err != nil {
		return err
	}
	return errors.Join(f.Sync(), f.Close())
}

// stoppable is a reader that ends with its context.
type stoppable struct {
	ctx context.Context
	r   io.Reader
}

func (s *stoppable) Read(p []byte) (int, error) {
	if err := s.ctx.Err(); err != nil {
		return 0, err
	}
	return s.r.Read(p)
}
