// Package seal encrypts the few secrets that must lie in the database with a key that doesn't lie there.
package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Key seals and unseals. Whoever has the database alone can read nothing that it sealed.
type Key struct{ aead cipher.AEAD }

// ErrSealed means that a text wasn't sealed with this key, or not for this purpose.
var ErrSealed = errors.New("seal: this was sealed with another key")

// Open reads the key from a file that its owner alone may read, and makes it where it is missing.
func Open(path string) (*Key, error) {
	text, err := os.ReadFile(path) //nolint:gosec // in the data folder
	if errors.Is(err, fs.ErrNotExist) {
		text, err = create(path)
	}
	if err != nil {
		return nil, fmt.Errorf("key file: %w", err)
	}
	raw, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(raw) != 32 {
		return nil, fmt.Errorf("key file %s: not 64 hexadecimal digits; put back the file from your backup", path)
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return nil, err
	}
	aead, err := cipher.NewGCM(block)
	return &Key{aead}, err
}

// create writes a new key whole or not at all: two processes that begin at once end with the same one.
func create(path string) ([]byte, error) {
	raw := make([]byte, 32)
	if _, err := rand.Read(raw); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".key-*") // readable by its owner alone
	if err != nil {
		return nil, err
	}
	defer os.Remove(f.Name()) //nolint:errcheck // linked or useless
	_, err = f.WriteString(hex.EncodeToString(raw) + "\n")
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return nil, err
	}
	if err := os.Link(f.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return nil, err
	}
	return os.ReadFile(path) //nolint:gosec // in the data folder
}

// Seal encrypts a secret. about names what it belongs to; it can be unsealed for that alone.
func (k *Key) Seal(secret, about string) string {
	nonce := make([]byte, k.aead.NonceSize())
	if _, err := rand.Read(nonce); err != nil {
		panic(err) // the system has no randomness: nothing safe can be done
	}
	return base64.RawStdEncoding.EncodeToString(k.aead.Seal(nonce, nonce, []byte(secret), []byte(about)))
}

// Unseal returns the secret, or ErrSealed.
func (k *Key) Unseal(sealed, about string) (string, error) {
	raw, err := base64.RawStdEncoding.DecodeString(sealed)
	if err != nil || len(raw) < k.aead.NonceSize() {
		return "", ErrSealed
	}
	secret, err := k.aead.Open(nil, raw[:k.aead.NonceSize()], raw[k.aead.NonceSize():], []byte(about))
	if err != nil {
		return "", ErrSealed
	}
	return string(secret), nil
}
