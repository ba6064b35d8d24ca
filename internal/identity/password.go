package identity

import (
	"fmt"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/alexedwards/argon2id"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// Argon2id with 19 MiB, two passes and one lane: the OWASP password storage cheat sheet's minimum for interactive logins.
var passwordCost = &argon2id.Params{Memory: 19 * 1024, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

func hashPassword(password string) (string, error) {
	h, err := argon2id.CreateHash(password, passwordCost)
	if err != nil {
		return "", fmt.Errorf("hash password: %w", err)
	}
	return h, nil
}

func passwordFits(password, hash string) bool {
	ok, err := argon2id.ComparePasswordAndHash(password, hash)
	return ok && err == nil
}

// throttle slows guessing down: per address of a login after five failures, per network address after fifty, so that one
// office behind one address isn't locked out by one forgetful colleague. It lives in memory: a restart forgives.
type throttle struct {
	d  *db.DB
	mu sync.Mutex
	m  map[string]*failures
	// verifying bounds how many passwords are checked at once; each takes 19 MiB.
	verifying chan struct{}
}

type failures struct {
	n    int
	last time.Time
}

const (
	freeResets        = 3 // letters to one address, then one per pause
	freeResetsNetwork = 20

	freePerEmail   = 5
	freePerNetwork = 50
	longestWait    = 15 * time.Minute
	maxWatched     = 100_000
)

func newThrottle(d *db.DB) *throttle {
	return &throttle{d: d, m: map[string]*failures{}, verifying: make(chan struct{}, 4)}
}

// wait returns how long a login must still wait.
func (t *throttle) wait(email, network string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(t.left("e "+Fold(email), freePerEmail), t.left("n "+network, freePerNetwork)) // nothing is noted under "n " alone
}

func (t *throttle) left(key string, free int) time.Duration {
	f := t.m[key]
	if f == nil || f.n < free {
		return 0
	}
	pause := min(time.Duration(math.Pow(2, float64(min(f.n-free, 20))))*time.Second, longestWait)
	return max(0, f.last.Add(pause).Sub(t.d.Now()))
}

func (t *throttle) failed(email, network string) { t.count("e "+Fold(email), "n "+network) }

// waitReset and reset do the same for letters that anybody may ask for. One of email and network may be empty.
func (t *throttle) waitReset(email, network string) time.Duration {
	t.mu.Lock()
	defer t.mu.Unlock()
	return max(t.left("re "+Fold(email), freeResets), t.left("rn "+network, freeResetsNetwork))
}

func (t *throttle) reset(email, network string) { t.count("re "+Fold(email), "rn "+network) }

// count notes one more under each key. A key without a name, such as "n ", is of nobody and isn't counted.
func (t *throttle) count(keys ...string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.d.Now()
	if len(t.m) > maxWatched {
		for k, f := range t.m {
			if now.Sub(f.last) > longestWait {
				delete(t.m, k)
			}
		}
	}
	for _, key := range keys {
		if strings.HasSuffix(key, " ") {
			continue
		}
		f := t.m[key]
		if f == nil || now.Sub(f.last) > 2*longestWait {
			f = &failures{}
			t.m[key] = f
		}
		f.n++
		f.last = now
	}
}

func (t *throttle) succeeded(email string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.m, "e "+Fold(email))
}

func tooMany(wait time.Duration) error {
	s := int(math.Ceil(wait.Seconds()))
	return problem.New(problem.TooMany, "too_many_attempts", "Too many failed attempts. Try again in %d seconds.", s).
		With(problem.Args{"wait_seconds": s})
}
