package reply

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"database/sql"
	"encoding/hex"
	"errors"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/touchstone-cx/touchstone/internal/casework"
	"github.com/touchstone-cx/touchstone/internal/db"
)

// letters of a code, without those that look like another. Twelve of them are 58 bits.
const letters = "23456789ABCDEFGHJKMNPQRSTVWXYZ"

const codeLength = 12

// newCode makes a second secret, in groups that can be read out: K7QM-2XPD-9RTV.
func newCode() string {
	var b strings.Builder
	var one [1]byte
	for n := 0; n < codeLength; {
		if _, err := rand.Read(one[:]); err != nil {
			panic(err)
		}
		if int(one[0]) >= 256/len(letters)*len(letters) {
			continue // would make some letters likelier
		}
		if n > 0 && n%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(letters[int(one[0])%len(letters)])
		n++
	}
	return b.String()
}

// plainCode reads a code however it was typed; "" where it can't be one.
func plainCode(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '-' || r == ' ' || r == '\u2011' || r == '\u2013':
			return -1
		case strings.ContainsRune(letters, r):
			return r
		}
		return '?'
	}, strings.ToUpper(strings.TrimSpace(s)))
	if len(s) != codeLength || strings.ContainsRune(s, '?') {
		return ""
	}
	return s
}

func codeHash(org db.Org, id casework.ID, plain string) string {
	h := sha256.Sum256([]byte("status|" + string(org) + "|" + string(id) + "|" + plain))
	return hex.EncodeToString(h[:])
}

// keptCodes is how many mails back a code still opens the page.
const keptCodes = 20

// mint makes a case's next code and keeps its hash.
func mint(ctx context.Context, tx *db.Tx, org db.Org, id casework.ID) (string, error) {
	code := newCode()
	if _, err := tx.Exec(ctx, `insert into case_code (org, case_id, hash, at) values ($1, $2, $3, $4)`,
		org, id, codeHash(org, id, plainCode(code)), tx.Micros()); err != nil {
		return "", err
	}
	_, err := tx.Exec(ctx, `delete from case_code where org = $1 and case_id = $2 and at < (select min(at) from (select at from case_code
		where org = $1 and case_id = $2 order by at desc limit $3) newest)`, org, id, keptCodes)
	return code, err
}

// opens reports whether a code belongs to a case. It takes as long whether there is such a case or not: k may be nil.
func opens(ctx context.Context, tx *db.Tx, org db.Org, k *casework.Case, code string) (bool, error) {
	id := casework.ID("cas_none")
	if k != nil {
		id = k.ID
	}
	rows, err := tx.Query(ctx, `select hash from case_code where org = $1 and case_id = $2 order by at desc limit $3`, org, id, keptCodes)
	hashes, err := db.Collect(rows, err, func(r db.Scanner) (s string, err error) { err = r.Scan(&s); return s, err })
	if err != nil {
		return false, err
	}
	for len(hashes) < keptCodes {
		hashes = append(hashes, strings.Repeat("0", 64))
	}
	given, fits := codeHash(org, id, plainCode(code)), 0
	for _, h := range hashes {
		fits |= subtle.ConstantTimeCompare([]byte(h), []byte(given))
	}
	return fits == 1 && k != nil, nil
}

// pageOf returns what leads to an organisation's status page, making it the first time.
func (r *Replies) pageOf(ctx context.Context, org db.Org) (token string, err error) {
	err = r.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { token, err = pageToken(ctx, tx, org); return err })
	if err != nil || token != "" {
		return token, err
	}
	err = r.DB.System(ctx, func(tx *db.Tx) error {
		if token, err = pageToken(ctx, tx, org); err != nil || token != "" {
			return err
		}
		token = db.Secret()
		_, err = tx.Exec(ctx, `insert into status_page (token, org, at) values ($1, $2, $3) on conflict do nothing`, token, org, tx.Micros())
		return err
	})
	return token, err
}

func pageToken(ctx context.Context, tx *db.Tx, org db.Org) (token string, err error) {
	err = tx.QueryRow(ctx, `select token from status_page where org = $1`, org).Scan(&token)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return token, err
}

// ownerOf returns whose page a token leads to; "" where it leads nowhere.
func (r *Replies) ownerOf(ctx context.Context, token string) (org db.Org, err error) {
	if len(token) < 16 || len(token) > 64 {
		return "", nil
	}
	err = r.DB.SystemRead(ctx, func(tx *db.Tx) error {
		err := tx.QueryRow(ctx, `select org from status_page where token = $1`, token).Scan(&org)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return org, err
}

// tries slows down who guesses.
type tries struct {
	mu sync.Mutex
	m  map[string]*failures
}

type failures struct {
	n    int
	last time.Time
}

// How often a wrong code is free: for one reference from one network, from one network at all, for one reference from anywhere.
const (
	freeHere    = 5
	freeNetwork = 20
	freeRef     = 100
	longestWait = 15 * time.Minute
	maxWatched  = 50_000
)

func (t *tries) keys(org db.Org, ref, network string) map[string]int {
	place := string(org) + " " + strings.ToLower(strings.TrimSpace(cut(ref, 20)))
	return map[string]int{"h " + place + " " + network: freeHere, "n " + network: freeNetwork, "r " + place: freeRef}
}

// wait returns how long a guess must still wait.
func (t *tries) wait(now time.Time, org db.Org, ref, network string) (left time.Duration) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for key, free := range t.keys(org, ref, network) {
		f := t.m[key]
		if f == nil || f.n < free {
			continue
		}
		pause := min(time.Duration(math.Pow(2, float64(min(f.n-free, 20))))*time.Second, longestWait)
		left = max(left, f.last.Add(pause).Sub(now))
	}
	return left
}

func (t *tries) failed(now time.Time, org db.Org, ref, network string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.m == nil {
		t.m = map[string]*failures{}
	}
	if len(t.m) > maxWatched {
		for k, f := range t.m {
			if now.Sub(f.last) > longestWait {
				delete(t.m, k)
			}
		}
	}
	for key := range t.keys(org, ref, network) {
		f := t.m[key]
		if f == nil || now.Sub(f.last) > 2*longestWait {
			f = &failures{}
			t.m[key] = f
		}
		f.n++
		f.last = now
	}
}
