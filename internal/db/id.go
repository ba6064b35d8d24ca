package db

import (
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"sync"
	"time"
)

// base32 in an order that sorts as the bytes do, without letters that are mistaken for digits.
var sortable = base32.NewEncoding("0123456789abcdefghjkmnpqrstvwxyz").WithPadding(base32.NoPadding)

// ids hands out numbers that rise within one process even within a microsecond.
type ids struct {
	mu   sync.Mutex
	last uint64
}

var sequence ids // the one process-wide counter: ids of one process must never be equal

// NewID makes an id such as "svy_06ba…": the prefix, then the microsecond and 64 random bits in sortable base32, 26
// characters. Ids of one process rise strictly, so that they land at the end of an index.
func NewID(prefix string, at time.Time) string {
	var b [16]byte
	binary.BigEndian.PutUint64(b[:8], sequence.next(uint64(at.UnixMicro()))) //nolint:gosec // after 1970
	if _, err := rand.Read(b[8:]); err != nil {
		panic(err) // the system has no randomness: nothing safe can be done
	}
	return prefix + "_" + sortable.EncodeToString(b[:])
}

func (s *ids) next(us uint64) uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(us, s.last+1)
	return s.last
}

// ID makes an id at the transaction's moment.
func (tx *Tx) ID(prefix string) string { return NewID(prefix, tx.Now) }

// Secret makes a random public token of 160 bits, unguessable and unrelated to any id.
func Secret() string {
	var b [20]byte
	if _, err := rand.Read(b[:]); err != nil {
		panic(err)
	}
	return sortable.EncodeToString(b[:])
}
