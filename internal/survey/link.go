package survey

import (
	"context"
	"net/http"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/touchstone-cx/touchstone/internal/db"
	"github.com/touchstone-cx/touchstone/internal/problem"
)

// link is what a public token leads to, with the page rendered once, kept in memory.
type link struct {
	token        string
	org          db.Org
	organisation string
	survey       ID
	state        State
	version      int
	def          *Definition // of the published version; nil for a draft
	languages    []string    // what its page can be had in, its own first
	pages        map[string]*page
	policy       []string // the pages' content security policy

	until time.Time
	busy  atomic.Bool // somebody is reading it again
}

// belief is how late another process of the same database learns that a survey was published, closed or reopened. This one
// learns at once.
const belief = 2 * time.Second

const maxLinks = 10_000

type links struct {
	mu  sync.RWMutex
	m   map[string]*link
	gen uint64 // counts drops: what was read before one must not be kept
}

func (ls *links) get(token string) (l *link, gen uint64) {
	ls.mu.RLock()
	defer ls.mu.RUnlock()
	return ls.m[token], ls.gen
}

func (ls *links) set(l *link, gen uint64) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	if gen != ls.gen {
		return
	}
	if ls.m == nil || len(ls.m) >= maxLinks {
		ls.m = map[string]*link{}
	}
	ls.m[l.token] = l
}

func (ls *links) drop(token string) {
	ls.mu.Lock()
	defer ls.mu.Unlock()
	ls.gen++
	delete(ls.m, token)
}

// link finds what a token leads to, from memory where it can; nil where there is nothing.
func (s *Surveys) link(ctx context.Context, token string) (*link, error) {
	if len(token) > 64 || len(token) < 16 {
		return nil, nil
	}
	l, gen := s.links.get(token)
	if l != nil && (s.DB.Now().Before(l.until) || !l.busy.CompareAndSwap(false, true)) {
		return l, nil
	}
	fresh, err := s.readLink(ctx, token, l)
	if err != nil || fresh == nil {
		if l != nil {
			l.busy.Store(false)
		}
		return nil, err
	}
	s.links.set(fresh, gen)
	return fresh, nil
}

// readLink reads a link from the database, keeping the page of before where it would come out the same.
func (s *Surveys) readLink(ctx context.Context, token string, before *link) (*link, error) {
	l := &link{token: token, until: s.DB.Now().Add(belief)}
	err := s.DB.SystemRead(ctx, func(tx *db.Tx) (err error) { l.org, l.survey, err = place(ctx, tx, token); return err })
	if err != nil || l.org == "" {
		return nil, err
	}
	err = s.DB.Read(ctx, l.org, func(tx *db.Tx) (err error) {
		l.state, l.version, err = standing(ctx, tx, l.org, l.survey)
		return err
	})
	if err != nil {
		return nil, err
	}
	o, err := s.People.Organisation(ctx, l.org)
	if err != nil {
		return nil, err
	}
	l.organisation = o.Name
	if l.version == 0 {
		return l, nil
	}
	if before != nil && before.version == l.version && before.organisation == l.organisation {
		l.def, l.languages, l.pages, l.policy = before.def, before.languages, before.pages, before.policy
		return l, nil
	}
	if l.def, err = s.definition(ctx, l.org, l.survey, l.version); err != nil {
		return nil, err
	}
	l.languages, l.pages, l.policy = l.def.languages(), map[string]*page{}, []string{policy("'none'", "'self'", l.def.Theme)}
	for _, tag := range l.languages {
		if l.pages[tag], err = formPage(l.def, tag, l.organisation, token, l.version); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// tag is the language in which a request is answered.
func (l *link) tag(r *http.Request) string {
	if len(l.languages) == 1 {
		return l.languages[0]
	}
	return choose(l.languages, r.URL.Query().Get("lang"), r.Header.Get("Accept-Language"))
}

// definition returns a frozen definition, from memory where it can: it never changes.
func (s *Surveys) definition(ctx context.Context, org db.Org, id ID, number int) (d *Definition, err error) {
	key := string(id) + "/" + strconv.Itoa(number)
	if d, ok := s.versions.Get(org, key); ok {
		return d, nil
	}
	err = s.DB.Read(ctx, org, func(tx *db.Tx) error { d, err = version(ctx, tx, org, id, number); return err })
	if err != nil {
		return nil, err
	}
	if d == nil {
		return nil, problem.New(problem.NotFound, "version_unknown", "There is no version %d of this survey.", number)
	}
	s.versions.Set(org, key, d)
	return d, nil
}
